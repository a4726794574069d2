/** Does what a command asks for; what goes wrong is logged, and told to whoever has asked. */
import * as vscode from 'vscode';
import { messageOf } from '../../notation/errors';
import type { Log } from './log';

/** @param title of the command */
export async function attempt(title: string, log: Log, action: () => Promise<void>): Promise<void> {
  try {
    await action();
  } catch (error) {
    log.failure(title, error);
    vscode.window.showErrorMessage(`${title}: ${messageOf(error)}`);
  }
}
