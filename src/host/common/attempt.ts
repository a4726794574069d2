/** Runs the action of a command; an error is logged and shown to the user. */
import * as vscode from 'vscode';
import { messageOf } from '../../notation/errors';
import type { Log } from './log';

/** @param title title of the command */
export async function attempt(title: string, log: Log, action: () => Promise<void>): Promise<void> {
  try {
    await action();
  } catch (error) {
    log.failure(title, error);
    vscode.window.showErrorMessage(`${title}: ${messageOf(error)}`);
  }
}
