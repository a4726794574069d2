/** Asks what a table leaves open: what a row is, what to predict, and what certain numbers mean. */
import path from 'node:path';
import * as vscode from 'vscode';
import type { Suggestion } from '../../config/suggest';
import { DataError } from '../../data/common/dataset';
import { type Column, describeTable, type TableDescription } from '../../data/descriptions/describeTable';
import { suggestTable, targetColumns } from '../../data/descriptions/suggestTable';
import { wideNames } from '../../data/tables/wideTable';
import { number } from '../../notation/numbers';
import { fileSource } from '../../run/sources/source';
import { holds } from './dataColumns';

type TableAnswer = Pick<Suggestion, 'targets' | 'inputs' | 'table'>;

/** The next step of a series in a wide table, as a target. */
const nextStep: Pick<Column, 'name' | 'likeClasses'> = {
  name: wideNames.value,
  likeClasses: false,
};

/**
 * @returns undefined where the person escapes a question
 * @throws DataError if the file cannot be used
 */
export async function askTable(data: vscode.Uri, title: string): Promise<TableAnswer | undefined> {
  const table = await describeTable(await fileSource(data.fsPath));
  const wide = table.wide ? await askLayout(table, title) : false;
  if (wide === undefined) {
    return undefined;
  }
  const target = await askTarget(table, wide, data, title);
  if (!target) {
    return undefined;
  }
  const asClass = target.likeClasses ? await askKind(target, title) : false;
  if (asClass === undefined) {
    return undefined;
  }
  const missingValues = await askStrangers(table, title);
  if (!missingValues) {
    return undefined;
  }
  const { inputs, targets, ...suggested } = suggestTable(table, {
    target: target.name,
    asClass,
    missingValues,
    wide,
  });
  return { inputs, targets, table: suggested };
}

async function askLayout({ columns }: TableDescription, title: string): Promise<boolean | undefined> {
  const steps = columns.filter(({ role }) => role === 'number');
  const picked = await vscode.window.showQuickPick(
    [
      {
        label: 'One series in each row',
        detail: `The columns ${steps[0].name} to ${steps[steps.length - 1].name} are its steps.`,
        wide: true,
      },
      { label: 'One time step in each row', detail: 'Each column is a series of its own.', wide: false },
    ],
    { title, placeHolder: 'What does a row hold?' },
  );
  return picked?.wide;
}

async function askTarget(
  table: TableDescription,
  wide: boolean,
  data: vscode.Uri,
  title: string,
): Promise<Pick<Column, 'name' | 'likeClasses'> | undefined> {
  const own = targetColumns(table).filter(({ role }) => !wide || role === 'class');
  const items = [
    ...(wide
      ? [{ label: nextStep.name, description: 'the next step of each series', column: nextStep }]
      : []),
    ...own.map((column) => ({ label: column.name, description: holds(column), column })),
  ];
  if (items.length === 0) {
    throw new DataError(
      `${path.basename(data.fsPath)} has no column to predict: it has ${table.columns.map((column) => `"${column.name}" (${holds(column)})`).join(', ')}`,
    );
  }
  const picked = await vscode.window.showQuickPick(items, {
    title,
    placeHolder: 'What should the model predict?',
    matchOnDescription: true,
  });
  return picked?.column;
}

/** Asks whether a column of few whole numbers holds classes. */
async function askKind({ name }: Pick<Column, 'name'>, title: string): Promise<boolean | undefined> {
  const picked = await vscode.window.showQuickPick(
    [
      {
        label: 'Classes',
        detail: 'Each number stands for something else, such as an activity.',
        asClass: true,
      },
      { label: 'Numbers', detail: 'Between 1 and 3 lies 2, as with grades or counts.', asClass: false },
    ],
    { title, placeHolder: `What are the whole numbers of ${name}?` },
  );
  return picked?.asClass;
}

/** Asks what numbers mean that lie far from all others; none where there are none. */
async function askStrangers(
  { columns }: TableDescription,
  title: string,
): Promise<readonly number[] | undefined> {
  const values = [...new Set(columns.flatMap(({ stranger }) => stranger?.value ?? []))];
  if (values.length === 0) {
    return [];
  }
  const where = columns.filter(({ stranger }) => stranger !== undefined).map(({ name }) => name);
  const text = values.map((value) => number(value)).join(' and ');
  const picked = await vscode.window.showQuickPick(
    [
      { label: 'No value was measured', detail: 'The value before is taken instead.', values },
      { label: 'It is a number like the others', detail: 'The model learns from it.', values: [] },
    ],
    { title, placeHolder: `What does ${text} mean, far from all else in ${where.slice(0, 3).join(', ')}?` },
  );
  return picked?.values;
}
