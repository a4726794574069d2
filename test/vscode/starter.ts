/**
 * A small extension that `npm start` puts beside Unroll: it trains the config that a file beside it names,
 * once, so that the panel is alive when the window appears. It shows that one command is enough; Unroll does
 * not know of it.
 */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';

export async function activate(): Promise<void> {
  const order = path.join(__dirname, 'train');
  if (existsSync(order)) {
    const config = readFileSync(order, 'utf8');
    rmSync(order); // a reloaded window does not train again
    await vscode.commands.executeCommand('unroll.train', vscode.Uri.file(config));
  }
}
