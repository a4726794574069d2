/** The questions of a new config that its data leaves open: what is to be predicted, and by which cell. */
import path from 'node:path';
import * as vscode from 'vscode';
import type { ModelConfig } from '../config/schema';
import { type Column, readColumns } from '../data/columns';
import { fileSource } from '../run/source';

/** Enough to tell numbers from words, few enough to answer at once however large the file is. */
const rowsToLookAt = 1000;

const cells = [
  { cell: 'lstm', label: 'LSTM', detail: 'Gates and a cell state: learns long dependencies.' },
  { cell: 'gru', label: 'GRU', detail: 'Two gates and no cell state: fewer weights.' },
  { cell: 'rnn', label: 'RNN', detail: 'The vanilla cell: shows how gradients vanish and explode.' },
] as const;

export async function askCell(title: string): Promise<ModelConfig['cell'] | undefined> {
  const items = cells.map((cell) => ({ ...cell }));
  const picked = await vscode.window.showQuickPick(items, { title, placeHolder: 'Recurrent cell' });
  return picked?.cell;
}

/** Asks for the column to predict; text predicts its own next character, so there is nothing to ask. */
export async function askTarget(data: vscode.Uri, title: string) {
  if (path.extname(data.fsPath).toLowerCase() === '.txt') {
    return {};
  }
  const columns = await readColumns(await fileSource(data.fsPath), rowsToLookAt);
  const items = columns
    .filter(({ kind }) => kind !== 'date')
    .map((column) => ({ label: column.name, description: describe(column), name: column.name }));
  const picked = await vscode.window.showQuickPick(items, {
    title,
    placeHolder: 'What is to be predicted?',
  });
  return picked && { targets: [picked.name], columns };
}

function describe({ kind, distinct, missing }: Column): string {
  const what = kind === 'number' ? 'numbers' : `${distinct} words`;
  return missing > 0 ? `${what}, ${missing} missing` : what;
}
