/** The output channel "Unroll". It is made when there is first something to say. */
import * as vscode from 'vscode';
import { stackOf } from '../../notation/errors';

export class Log implements vscode.Disposable {
  private opened: vscode.LogOutputChannel | undefined;

  get channel(): vscode.LogOutputChannel {
    this.opened ??= vscode.window.createOutputChannel('Unroll', { log: true });
    return this.opened;
  }

  /** Something that must not happen: the whole error with its stack, for whoever reads the log. */
  failure(doing: string, error: unknown): void {
    this.channel.error(`${doing}:`, stackOf(error));
  }

  dispose(): void {
    this.opened?.dispose();
  }
}
