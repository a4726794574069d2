/** `unroll describe`: what is understood of a data file, or of the data of a config, without training. */
import path from 'node:path';
import { kindOfFile } from '../config/kind';
import { DataError, type Dataset } from '../data/common/dataset';
import {
  type Column,
  describeTable,
  looksLikeTable,
  type TableDescription,
} from '../data/descriptions/describeTable';
import type { RecordField } from '../data/records/fieldChoice';
import { fieldsOfFile } from '../data/records/recordsOfFile';
import { count, quantity, significant } from '../notation/numbers';
import { checkedConfig, readConfigText } from '../run/files/configText';
import { InputError } from '../run/files/inputError';
import { fileSource } from '../run/sources/source';
import { readData } from '../run/training/trainingSetup';
import { alignedRows } from './alignedRows';
import { say } from './output';

/** Names of inputs or outputs that are listed. */
const listed = 12;

/** @throws InputError with one line where the file cannot be used */
export async function describe(file: string, json: boolean): Promise<void> {
  try {
    await print(file, json);
  } catch (error) {
    throw error instanceof DataError ? new InputError(`${file}: ${error.message}`, error.key) : error;
  }
}

async function print(file: string, json: boolean): Promise<void> {
  if (file.endsWith('.unroll.json')) {
    const config = checkedConfig(await readConfigText(file));
    const { dataset } = await readData(config, { config: path.resolve(file) }, () => undefined);
    datasetLines(dataset, json).forEach(say);
    return;
  }
  const source = await fileSource(file);
  const found = kindOfFile(file);
  if ('problem' in found) {
    throw new DataError(found.problem, ['data', 'file']);
  }
  const fields = found.kind === 'records' ? await fieldsOfFile(source) : undefined;
  if (fields) {
    (json ? [JSON.stringify({ fields })] : fieldLines(path.basename(file), fields)).forEach(say);
    return;
  }
  if (found.kind === 'text' && !(await looksLikeTable(await fileSource(file)))) {
    const name = path.basename(file);
    const text = `${name}: a text, which a config reads by characters or words, as one stream or line by line (data.tokens, data.sequences)`;
    say(json ? JSON.stringify({ kind: 'text' }) : text);
    return;
  }
  const table = await describeTable(source);
  (json ? [JSON.stringify(table)] : tableLines(path.basename(file), table)).forEach(say);
}

/** The arrays of a NumPy archive, or the fields of an archive of time series. */
function fieldLines(name: string, fields: readonly RecordField[]): string[] {
  return [
    `${name}: records with ${quantity(fields.length, 'field')}`,
    '',
    ...alignedRows([['field', 'holds'], ...fields.map((field) => [field.name, field.holds])]),
  ];
}

function tableLines(name: string, table: TableDescription): string[] {
  const { columns, rows, read, whole, time, alternating, notes } = table;
  return [
    `${name}: ${quantity(columns.length, 'column')}, ${whole ? quantity(read, 'row') : `${count(read)} rows or more`}`,
    ...notes.map((note) => `note: ${note}`),
    ...(time.length > 0 ? [`The time of a row is in ${time.map((each) => `"${each}"`).join(' and ')}.`] : []),
    ...(alternating
      ? [`Rows alternate between ${alternating.series} series, told apart by "${alternating.column}".`]
      : []),
    ...(table.wide ? ['Each row seems to be a series of its own: see data.layout.'] : []),
    '',
    ...alignedRows([
      ['column', 'is', 'different', 'missing', 'first rows'],
      ...columns.map((column, c) => [
        column.name,
        kindText(column),
        count(column.distinct),
        count(column.missing),
        rows
          .slice(0, 3)
          .map((row) => row[c])
          .join(', '),
      ]),
    ]),
  ];
}

function kindText({ role, unit, likeClasses, stranger }: Column): string {
  return [
    role,
    ...(unit === undefined ? [] : [`in ${unit}`]),
    ...(likeClasses ? ['(or class)'] : []),
    ...(stranger ? [`(${stranger.value}: missing?)`] : []),
  ].join(' ');
}

function datasetLines(dataset: Dataset, json: boolean): string[] {
  const { shape, inputNames, outputNames, training, validation, baseline, notes, targetKind } = dataset;
  const facts = {
    shape,
    targets: targetKind,
    inputs: inputNames,
    outputs: outputNames,
    training: training.count,
    validation: validation.count,
    baseline,
    notes,
  };
  if (json) {
    return [JSON.stringify(facts)];
  }
  const names = (each: readonly string[]) =>
    `${each.slice(0, listed).join(', ')}${each.length > listed ? ` and ${each.length - listed} more` : ''}`;
  const example = (training.count > 0 && training.label(0)) || 'none';
  return alignedRows([
    [
      'sequences',
      `${count(training.count)} for training, ${count(validation.count)} for validation; the first: ${example}`,
    ],
    ['shape', shape],
    ['inputs', `${inputNames.length}: ${names(inputNames)}`],
    ['outputs', `${outputNames.length} ${targetKind}: ${names(outputNames)}`],
    ['baseline', `${baseline.name}: ${significant(baseline.loss, 4)}`],
    ...notes.map((note) => ['note', note]),
  ]);
}
