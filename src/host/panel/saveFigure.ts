/** Writes a figure of the panel, or its numbers, to a file that the user chooses. */
import path from 'node:path';
import * as vscode from 'vscode';
import type { PanelToHost } from '../../protocol/panel';
import { safeFileName } from '../../run/files/fileName';

const kinds = {
  png: { title: 'Save Picture', filters: { PNG: ['png'] } },
  svg: { title: 'Save Picture', filters: { SVG: ['svg'] } },
  csv: { title: 'Save Numbers', filters: { CSV: ['csv'] } },
} as const;

/** Asks for the file, at first beside the config, and offers to open it after writing. */
export async function saveFigure(
  config: vscode.Uri,
  { kind, name, bytes }: Extract<PanelToHost, { type: 'save' }>,
): Promise<void> {
  const { title, filters } = kinds[kind];
  const target = await vscode.window.showSaveDialog({
    title,
    filters: Object.fromEntries(Object.entries(filters).map(([label, endings]) => [label, [...endings]])),
    defaultUri: vscode.Uri.joinPath(config, '..', `${safeFileName(name)}.${kind}`),
  });
  if (!target) {
    return;
  }
  await vscode.workspace.fs.writeFile(target, bytes);
  const open = 'Open';
  const answer = await vscode.window.showInformationMessage(
    `Saved ${path.posix.basename(target.path)}.`,
    open,
  );
  if (answer === open) {
    await vscode.commands.executeCommand('vscode.open', target);
  }
}
