/** Asks what the data of a new config leaves open: what to predict, and by which cell. */
import * as vscode from 'vscode';
import { kindOfFile } from '../../config/kind';
import type { ModelConfig } from '../../config/schema';
import type { Suggestion } from '../../config/suggest';
import { DataError } from '../../data/common/dataset';
import { looksLikeTable } from '../../data/descriptions/describeTable';
import { choiceFor } from '../../data/records/fieldChoice';
import { fileSource } from '../../run/sources/source';
import { columnsOf, holdsRecords } from './dataColumns';
import { askTable } from './tableQuestions';

/** Choice of what to learn from a data file. */
export type DataChoice = Pick<Suggestion, 'targets' | 'inputs' | 'as' | 'table' | 'shape' | 'lines'>;

const cells = [
  { cell: 'lstm', label: 'LSTM', detail: 'Gates and a cell state: learns long dependencies.' },
  { cell: 'gru', label: 'GRU', detail: 'Two gates and no cell state: fewer weights.' },
  { cell: 'rnn', label: 'RNN', detail: 'The vanilla cell: shows how gradients vanish and explode.' },
] as const;

const texts = [
  { lines: true, label: 'Each line', detail: 'Names, words, sentences: one sequence a line.' },
  { lines: false, label: 'The whole text', detail: 'One long stream, read in windows.' },
] as const;

export async function askCell(title: string): Promise<ModelConfig['cell'] | undefined> {
  const picked = await vscode.window.showQuickPick([...cells], { title, placeHolder: 'Recurrent cell' });
  return picked?.cell;
}

/**
 * Asks what to learn from a data file.
 * @throws DataError if the file cannot be used
 */
export async function askData(data: vscode.Uri, title: string): Promise<DataChoice | undefined> {
  const found = kindOfFile(data.fsPath);
  if ('problem' in found) {
    throw new DataError(found.problem);
  }
  if (found.kind === 'records') {
    return askField(data, title);
  }
  if (await holdsRecords(await fileSource(data.fsPath))) {
    const choice = await askField(data, title);
    return choice && { ...choice, as: 'records' };
  }
  if (found.kind === 'table' || (await looksLikeTable(await fileSource(data.fsPath)))) {
    return askTable(data, title);
  }
  const picked = await vscode.window.showQuickPick([...texts], {
    title,
    placeHolder: 'What is one sequence?',
  });
  return picked && { lines: picked.lines };
}

async function askField(data: vscode.Uri, title: string): Promise<DataChoice | undefined> {
  const fields = await columnsOf(data.fsPath);
  // A label or a number of the whole record is more often the target than its steps are.
  const isSingle = (field: (typeof fields)[number]) => choiceFor(field, fields).shape === 'many-to-one';
  const items = [...fields]
    .filter(({ only }) => only !== 'input')
    .sort((left, right) => Number(isSingle(right)) - Number(isSingle(left)))
    .map(({ name, holds }) => ({ label: name, description: holds }));
  const picked = await askName(items, title);
  const target = fields.find(({ name }) => name === picked);
  return target && { ...choiceFor(target, fields), targets: [target.name] };
}

async function askName(items: readonly vscode.QuickPickItem[], title: string): Promise<string | undefined> {
  const picked = await vscode.window.showQuickPick(items, {
    title,
    placeHolder: 'What should the model predict?',
    matchOnDescription: true,
  });
  return picked?.label;
}
