/**
 * The columns of a table, or the fields of records, as questions and the form name them, from the file's
 * first rows.
 */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { kindOfFile } from '../../config/kind';
import { DataError } from '../../data/common/dataset';
import { type Column, describeTable } from '../../data/tables/describeTable';
import { fileSource } from '../../run/files/source';

/** A column, or a field of records. */
export interface DataColumn {
  readonly name: string;
  readonly kind: Column['kind'] | 'field';
  /** Short description of the values, such as `numbers` or `7 words, 2 missing`. */
  readonly holds: string;
}

/** Number of characters in which the first record is sought. */
const longestRecord = 16_000_000;

/**
 * Returns the columns of a data file; none for a text, which has no columns.
 * @param file absolute path
 * @throws DataError if the file cannot be used
 */
export async function columnsOf(file: string): Promise<readonly DataColumn[]> {
  const found = kindOfFile(file);
  if ('problem' in found) {
    throw new DataError(found.problem);
  }
  switch (found.kind) {
    case 'table':
      return (await describeTable(await fileSource(file))).columns.map((column) => ({
        name: column.name,
        kind: column.kind,
        holds: holds(column),
      }));
    case 'records':
      return fieldsOf(file);
    case 'text':
      return [];
  }
}

/** Cache of the columns of the last file, valid until the file changes. */
export class KnownColumns {
  private last: { readonly key: string; readonly columns: Promise<readonly DataColumn[]> } | undefined;

  /** @throws DataError as `columnsOf` does */
  async of(file: string): Promise<readonly DataColumn[]> {
    const { mtimeMs, size } = await stat(file);
    const key = `${file} ${mtimeMs} ${size}`;
    if (this.last?.key !== key) {
      this.last = { key, columns: columnsOf(file) };
    }
    return this.last.columns;
  }
}

/** Describes the values of a column. */
export function holds({ role, distinct, missing, unit, likeClasses }: Column): string {
  const what = {
    number: likeClasses ? `${distinct} whole numbers` : 'numbers',
    time: 'dates',
    class: `${distinct} words`,
    text: `${distinct} different texts`,
    index: 'counts the rows',
    id: 'names each row',
    constant: 'always the same',
    empty: 'no values',
  }[role];
  const parts = [
    unit === undefined ? what : `${what} in ${unit}`,
    ...(missing > 0 && role !== 'empty' ? [`${missing} missing`] : []),
  ];
  return parts.join(', ');
}

/** Returns the fields of the first record that a network can read or predict. */
async function fieldsOf(file: string): Promise<readonly DataColumn[]> {
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
      ? Object.entries(record).flatMap(([field, value]): DataColumn[] => {
          const holds = holdsOf(value);
          return holds === undefined ? [] : [{ name: field, kind: 'field', holds }];
        })
      : [];
  if (fields.length < 2) {
    throw new DataError(
      `the first line of ${name} is not an object with inputs and a target, such as {"x": [1, 2], "y": 3}`,
    );
  }
  return fields;
}

/** Describes the value of a record's field; undefined if a network cannot use it. */
function holdsOf(value: unknown): string | undefined {
  if (Array.isArray(value)) {
    return Array.isArray(value[0]) ? 'rows of numbers' : 'numbers, one a step';
  }
  return { number: 'a number', string: 'a text' }[String(typeof value)];
}
