/**
 * The columns of a table, or the fields of records, as questions and the form name them, from the file's
 * first rows.
 */
import { stat } from 'node:fs/promises';
import { extensionOf, kindOfFile } from '../../config/kind';
import { DataError, type DataSource } from '../../data/common/dataset';
import { type Column, describeTable } from '../../data/descriptions/describeTable';
import { jsonFields, type RecordField } from '../../data/records/fieldChoice';
import { fieldsOfFile, isJsonOfRecords, jsonLines } from '../../data/records/recordsOfFile';
import { fileSource } from '../../run/sources/source';

/** A column, or a field of records. Its description is such as `numbers` or `7 words, 2 missing`. */
export interface DataColumn extends RecordField {
  readonly kind: Column['kind'] | 'field';
}

/** Number of characters in which the first record is sought. */
const longestRecord = 16_000_000;
/** Most bytes of a JSON file that is looked at, which has to be parsed as a whole. */
const mostJson = 30_000_000;

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
    case 'table': {
      const source = await fileSource(file);
      return (await holdsRecords(source))
        ? fieldsOf(source)
        : (await describeTable(source)).columns.map((column) => ({
            name: column.name,
            kind: column.kind,
            holds: holds(column),
          }));
    }
    case 'records':
      return fieldsOf(await fileSource(file));
    case 'text':
      return [];
  }
}

/**
 * Whether a file that is read as a table by its name holds records, as a JSON file may.
 * @throws DataError for a JSON file that is too large to be looked at
 */
export async function holdsRecords(source: DataSource): Promise<boolean> {
  if (extensionOf(source.name) === 'json' && source.size > mostJson) {
    throw new DataError(
      `${source.name} is too large to be looked at; write a config by hand, or save it as .csv, .parquet or .jsonl`,
    );
  }
  return isJsonOfRecords(source);
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
async function fieldsOf(source: DataSource): Promise<readonly DataColumn[]> {
  const known = await fieldsOfFile(source);
  if (known) {
    return known.map((field) => ({ ...field, kind: 'field' }));
  }
  const { name } = source;
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of (await jsonLines(source)).chunks()) {
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
    return Array.isArray(value[0]) ? jsonFields.rows : jsonFields.numbers;
  }
  return { number: jsonFields.number, string: jsonFields.text }[String(typeof value)];
}
