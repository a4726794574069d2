/** Exports runs from the workspace: their metrics as one table, or their folders as they are. */
import path from 'node:path';
import * as vscode from 'vscode';
import { plural } from '../../notation/numbers';
import { copyRun, exportMetrics } from '../../run/files/exportRun';
import type { NamedRun } from './node';
import { configOfRun } from './node';

const title = 'Export Run';
/** Characters that are not used in names of files. */
const unsafe = /[^\p{L}\p{N}._-]+/gu;

/** Asks for the format and the place, writes, and offers to show the result. */
export async function exportRuns(runs: readonly NamedRun[]): Promise<void> {
  const what = runs.length === 1 ? `“${runs[0].name}”` : plural(runs.length, 'run');
  const picked = await vscode.window.showQuickPick(
    [
      {
        label: '$(table) Metrics as CSV',
        detail: 'Losses, gradient norms and learning rate, a row for each logged update and each epoch.',
        write: exportTable,
      },
      {
        label: '$(folder) Whole Folder',
        detail: 'Config, metrics, checkpoint, traces and findings, as they are.',
        write: exportFolders,
      },
    ],
    { title, placeHolder: `How is ${what} to be exported?` },
  );
  const written = await picked?.write(runs);
  if (written) {
    const show = 'Show File';
    const where = written.length === 1 ? written[0] : path.dirname(written[0]);
    const answer = await vscode.window.showInformationMessage(`Exported ${what} to ${where}.`, show);
    if (answer === show) {
      await vscode.commands.executeCommand('revealFileInOS', vscode.Uri.file(written[0]));
    }
  }
}

async function exportTable(runs: readonly NamedRun[]): Promise<string[] | undefined> {
  const names = runs.map((run) => `${configOfRun(run.folder)?.name ?? ''} ${run.name}`.trim());
  const base = runs.length === 1 ? names[0] : 'runs';
  const [{ folder }] = runs;
  const file = await vscode.window.showSaveDialog({
    title,
    defaultUri: vscode.Uri.file(
      path.resolve(folder, '..', '..', '..', `${base.replaceAll(unsafe, '-')}.csv`),
    ),
    filters: { CSV: ['csv'] },
  });
  if (!file) {
    return undefined;
  }
  await exportMetrics(
    runs.map((run, r) => ({ folder: run.folder, name: names[r] })),
    file.fsPath,
  );
  return [file.fsPath];
}

async function exportFolders(runs: readonly NamedRun[]): Promise<string[] | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title,
    openLabel: 'Export Here',
    canSelectFiles: false,
    canSelectFolders: true,
  });
  if (!chosen?.[0]) {
    return undefined;
  }
  const copies: string[] = [];
  for (const { folder } of runs) {
    copies.push(await copyRun(folder, chosen[0].fsPath));
  }
  return copies;
}
