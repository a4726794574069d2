/** Asks which sequence to show. */
import * as vscode from 'vscode';
import type { SequenceQuery } from '../../protocol/pickedSequence';
import type { RowPlace } from './rowPlace';

interface Item extends vscode.QuickPickItem {
  readonly pick: SequenceQuery | 'number';
}

/** @param cursor line of the open data file, if there is one */
export async function askPick(
  title: string,
  cursor: RowPlace | undefined,
): Promise<SequenceQuery | undefined> {
  const items: Item[] = [
    ...(cursor
      ? [
          {
            label: `Of line ${cursor.line + 1}`,
            detail: 'The sequence that the row at the cursor is a part of.',
            pick: linePick(cursor),
          },
        ]
      : []),
    { label: 'Worst', detail: 'The validation sequence with the highest loss.', pick: { by: 'worst' } },
    { label: 'Best', detail: 'The validation sequence with the lowest loss.', pick: { by: 'best' } },
    { label: 'Random', detail: 'Any validation sequence.', pick: { by: 'random' } },
    { label: 'By Number…', detail: 'Counted from 0, as in probe.sequences.', pick: 'number' },
  ];
  const picked = await vscode.window.showQuickPick(items, { title, placeHolder: 'Which sequence?' });
  return picked?.pick === 'number' ? askNumber(title) : picked?.pick;
}

function linePick({ file, line }: RowPlace): SequenceQuery {
  return { by: 'line', file: file.fsPath, line };
}

async function askNumber(title: string): Promise<SequenceQuery | undefined> {
  const typed = await vscode.window.showInputBox({
    title,
    prompt: 'Number of the sequence, from 0',
    validateInput: (text) =>
      /^\s*\d{1,15}\s*$/.test(text) ? undefined : 'The number of a sequence is a whole number, 0 or more.',
  });
  return typed === undefined ? undefined : { by: 'sequence', set: null, sequence: Number(typed) };
}
