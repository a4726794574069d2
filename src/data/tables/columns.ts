/** The columns of a table, told from its first rows: for questions, completion and problems in the editor. */
import { nearest } from '../../config/names';
import type { TableData } from '../../config/schema';
import { DataError, type DataSource } from '../common/dataset';
import { listed } from '../common/joinNames';
import { type Row, readRows } from './csv';
import { type ColumnKind, isMissing, kindOf } from './values';

export interface Column {
  readonly name: string;
  readonly kind: ColumnKind;
  /** Different cells among the rows that were read. */
  readonly distinct: number;
  /** Cells that hold no value among them. */
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

/** Column names. @throws DataError for a header that is none */
export function headerOf({ fields, line }: Row, file: string): readonly string[] {
  const names = fields.map((field) => field.trim());
  const problem = (message: string) =>
    new DataError(`data.file: line ${line} of ${file} ${message}`, ['data', 'file']);
  if (names.every((name) => kindOf([name]) !== 'word')) {
    throw problem(`must name the columns; it holds ${listed(names, 4)}`);
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

/** Keys of the config that name columns, with each name's own place. */
export function namedColumns(
  data: TableData,
): { readonly name: string; readonly key: (string | number)[] }[] {
  const lists = (['inputs', 'targets'] as const).flatMap((key) =>
    (data[key] ?? []).map((name, i) => ({ name, key: ['data', key, i] })),
  );
  return data.group === undefined ? lists : [...lists, { name: data.group, key: ['data', 'group'] }];
}

/** What is wrong with a name that the config gives, where it is none of the table's. */
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
    `data.${key[1]}: there is no column "${name}" in ${file}; ${meant === undefined ? 'it' : `did you mean "${meant}"? It`} has ${listed(names)}`,
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
