/** The output channel "Unroll". It is created with the first message. */
import * as vscode from 'vscode';
import { stackOf } from '../../notation/errors';

export class Log implements vscode.Disposable {
  private opened: vscode.LogOutputChannel | undefined;

  get channel(): vscode.LogOutputChannel {
    this.opened ??= vscode.window.createOutputChannel('Unroll', { log: true });
    return this.opened;
  }

  /** Logs an unexpected error in full, with its stack. */
  failure(doing: string, error: unknown): void {
    this.channel.error(`${doing}:`, stackOf(error));
  }

  dispose(): void {
    this.opened?.dispose();
  }
}
