/** The questions of a new config that its data leaves open: what is to be predicted, and by which cell. */
import path from 'node:path';
import * as vscode from 'vscode';
import { kindOfFile } from '../config/kind';
import type { ModelConfig } from '../config/schema';
import type { Suggestion } from '../config/suggest';
import { type Column, readColumns } from '../data/columns';
import { DataError } from '../data/dataset';
import { fileSource } from '../run/source';

/** What is to be learnt from a data file. */
export type DataChoice = Pick<Suggestion, 'targets' | 'columns' | 'inputs' | 'lines'>;

/** Enough to tell numbers from words, few enough to answer at once however large the file is. */
const rowsToLookAt = 1000;
/** The first record is looked for in so many characters. */
const longestRecord = 16_000_000;

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
 * Asks what is to be learnt from a data file.
 * @throws DataError where the file cannot be used
 */
export async function askData(data: vscode.Uri, title: string): Promise<DataChoice | undefined> {
  const found = kindOfFile(data.fsPath);
  if ('problem' in found) {
    throw new DataError(found.problem);
  }
  switch (found.kind) {
    case 'table':
      return askColumn(data, title);
    case 'records':
      return askField(data, title);
    default: {
      const picked = await vscode.window.showQuickPick([...texts], {
        title,
        placeHolder: 'What is one sequence?',
      });
      return picked && { lines: picked.lines };
    }
  }
}

async function askColumn(data: vscode.Uri, title: string): Promise<DataChoice | undefined> {
  const columns = await readColumns(await fileSource(data.fsPath), rowsToLookAt);
  const items = columns
    .filter(({ kind }) => kind !== 'date')
    .map((column) => ({ label: column.name, description: describe(column) }));
  if (items.length === 0) {
    throw new DataError(`${path.basename(data.fsPath)} has only dates; there is nothing to predict`);
  }
  const target = await askName(items, title);
  return target === undefined ? undefined : { columns, targets: [target] };
}

async function askField(data: vscode.Uri, title: string): Promise<DataChoice | undefined> {
  const fields = await fieldsOf(data.fsPath);
  const target = await askName(
    fields.map((label) => ({ label })),
    title,
  );
  return target === undefined
    ? undefined
    : { inputs: fields.filter((field) => field !== target), targets: [target] };
}

async function askName(items: readonly vscode.QuickPickItem[], title: string): Promise<string | undefined> {
  const picked = await vscode.window.showQuickPick(items, {
    title,
    placeHolder: 'What is to be predicted?',
    matchOnDescription: true,
  });
  return picked?.label;
}

/** Names of the fields of the first record that a network can read or predict. */
async function fieldsOf(file: string): Promise<string[]> {
  const name = path.basename(file);
  const source = await fileSource(file);
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of source.chunks()) {
    text += decoder.decode(chunk, { stream: true });
    if (/\S.*\n/.test(text) || text.length > longestRecord) {
      break;
    }
  }
  const [first = ''] = text.trimStart().split('\n', 1);
  let record: unknown;
  try {
    record = JSON.parse(first);
  } catch (error) {
    throw new DataError(`the first line of ${name} is not JSON: ${String(error)}`);
  }
  const fields =
    typeof record === 'object' && record !== null && !Array.isArray(record)
      ? Object.entries(record).flatMap(([field, value]) =>
          typeof value === 'number' || typeof value === 'string' || Array.isArray(value) ? [field] : [],
        )
      : [];
  if (fields.length < 2) {
    throw new DataError(
      `the first line of ${name} is not an object with inputs and a target, such as {"x": [1, 2], "y": 3}`,
    );
  }
  return fields;
}

function describe({ kind, distinct, missing }: Column): string {
  const what = kind === 'number' ? 'numbers' : `${distinct} words`;
  return missing > 0 ? `${what}, ${missing} missing` : what;
}
