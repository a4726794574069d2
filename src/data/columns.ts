/** The columns of a table, told from its first rows: for questions, completion and problems in the editor. */
import { readRows } from './csv';
import { DataError, type DataSource } from './dataset';
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
    for (const { fields } of rows) {
      if (!names) {
        names = headerOf(fields, source.name);
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
export function headerOf(fields: readonly string[], file: string): readonly string[] {
  const names = fields.map((field) => field.trim());
  const problem = (message: string) =>
    new DataError(`data.file: line 1 of ${file} ${message}`, ['data', 'file']);
  if (names.every((name) => kindOf([name]) === 'number')) {
    throw problem(`must name the columns; it holds ${names.slice(0, 4).join(', ')}`);
  }
  const empty = names.indexOf('');
  if (empty >= 0) {
    throw problem(`has no name for column ${empty + 1}`);
  }
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) {
    throw problem(`names two columns "${twice}"`);
  }
  return names;
}
