/**
 * The columns of a table, inferred from its first rows: for dialogs, completion and problems in the editor.
 */
import { nearest } from '../../config/names';
import type { TableData } from '../../config/schema';
import { DataError, type DataSource } from '../common/dataset';
import { joinNames } from '../common/joinNames';
import { type Row, readRows } from './csv';
import { type ColumnKind, isMissing, kindOf } from './values';

export interface Column {
  readonly name: string;
  readonly kind: ColumnKind;
  /** Number of different cells among the rows that were read. */
  readonly distinct: number;
  /** Number of cells without a value among them. */
  readonly missing: number;
}

/** @throws DataError where the file has no usable header */
export async function readColumns(source: DataSource, limitRows = 1000): Promise<readonly Column[]> {
  let names: readonly string[] | undefined;
  const cells: string[][] = [];
  let count = 0;
  reading: for await (const rows of readRows(source)) {
    for (const row of rows) {
      const { fields } = row;
      if (!names) {
        names = headerOf(row, source.name);
        names.forEach(() => {
          cells.push([]);
        });
        continue;
      }
      for (let c = 0; c < names.length; c++) {
        cells[c].push(fields[c] ?? '');
      }
      count++;
      if (count >= limitRows) {
        break reading;
      }
    }
  }
  if (!names) {
    throw new DataError(`data.file: ${source.name} is empty`, ['data', 'file']);
  }
  return names.map((name, c) => ({
    name,
    kind: kindOf(cells[c]),
    distinct: new Set(cells[c]).size,
    missing: cells[c].filter(isMissing).length,
  }));
}

/**
 * The names of the columns.
 * @throws DataError where the row is not a header
 */
export function headerOf({ fields, line }: Row, file: string): readonly string[] {
  const names = fields.map((field) => field.trim());
  const problem = (message: string) =>
    new DataError(`data.file: line ${line} of ${file} ${message}`, ['data', 'file']);
  if (names.every((name) => kindOf([name]) !== 'word')) {
    throw problem(`must name the columns; it holds ${joinNames(names, 4)}`);
  }
  const empty = names.indexOf('');
  if (empty >= 0) {
    throw problem(`has no name for column ${empty + 1}`);
  }
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) {
      throw problem(`names two columns "${name}"`);
    }
    seen.add(name);
  }
  return names;
}

/** All column names that the config gives, each with the path of its key. */
export function namedColumns(
  data: TableData,
): { readonly name: string; readonly key: (string | number)[] }[] {
  const lists = (['inputs', 'targets'] as const).flatMap((key) =>
    (data[key] ?? []).map((name, i) => ({ name, key: ['data', key, i] })),
  );
  return data.group === undefined ? lists : [...lists, { name: data.group, key: ['data', 'group'] }];
}

/** One line of text where the table has no column of the name that the config gives. */
export function unknownColumn(
  { name, key }: { readonly name: string; readonly key: readonly (string | number)[] },
  names: readonly string[],
  file: string,
): DataError | undefined {
  if (names.includes(name)) {
    return undefined;
  }
  const meant = nearest(name, names);
  return new DataError(
    `data.${key[1]}: there is no column "${name}" in ${file}; ${meant === undefined ? 'it' : `did you mean "${meant}"? It`} has ${joinNames(names)}`,
    key,
    meant,
  );
}

/** @throws DataError where the config names a column that is not there, or one twice */
export function checkNamed(names: readonly string[], data: TableData, file: string): void {
  for (const named of namedColumns(data)) {
    const problem = unknownColumn(named, names, file);
    if (problem !== undefined) {
      throw problem;
    }
  }
  for (const key of ['inputs', 'targets'] as const) {
    const wanted = data[key] ?? [];
    const again = wanted.findIndex((name, i) => wanted.indexOf(name) < i);
    if (again >= 0) {
      throw new DataError(`data.${key}: column "${wanted[again]}" is named twice`, ['data', key, again]);
    }
  }
}
