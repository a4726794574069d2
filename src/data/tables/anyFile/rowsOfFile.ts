/** Opens a table in any kind of file, as the reader of CSV does. */
import { extensionOf } from '../../../config/kind';
import type { DataSource } from '../../common/dataset';
import { readJson, tableInJson } from '../../files/jsonFile';
import { npyTable } from '../../files/npyTable';
import { readParquet } from '../../files/parquet/parquetFile';
import type { TextTable } from '../../files/textTable';
import { openRows, type Row, type TableRows } from '../csv';
import type { Layout, ReadOptions } from '../layout';

/**
 * Opens a file, or the first file of a folder or a pattern. In a file without lines, the first row has the
 * names, and `line` is the number of the row behind it, from 1.
 * @throws DataError where the file cannot be read
 */
export async function openRowsOfFile(source: DataSource, read: ReadOptions = {}): Promise<TableRows> {
  const file = source.files?.[0] ?? source;
  const table = await textTable(file);
  return table ? { layout: noLayout, rows: numbered(table), notes: () => [] } : openRows(file, read);
}

/** A file without lines has no layout to detect; its numbers have decimal points. */
const noLayout: Layout = {
  delimiter: ',',
  newline: '\n',
  skip: 0,
  comment: undefined,
  headerInComment: undefined,
  notes: [],
};

/** The table in a file that is not made of lines; undefined for one that is. */
async function textTable(source: DataSource): Promise<TextTable | undefined> {
  switch (extensionOf(source.name)) {
    case 'parquet':
      return readParquet(source);
    case 'npy':
      return npyTable(source);
    case 'json':
      return tableInJson(await readJson(source), source.name);
    default:
      return undefined;
  }
}

async function* numbered(table: TextTable): AsyncGenerator<readonly Row[]> {
  yield [{ line: 0, end: 1, fields: columnNames(table.names) }];
  let line = 1;
  for await (const rows of table.rows()) {
    const first = line;
    yield rows.map((fields, i) => ({ line: first + i, end: first + i + 1, fields }));
    line += rows.length;
  }
}

/** Names that a config can use: a number, as pandas names columns by default, would look like a value. */
function columnNames(names: readonly string[]): readonly string[] {
  const numbers = names.every((name) => /^\d*$/.test(name.trim()));
  return names.map((name, c) => (name.trim() === '' ? `column ${c + 1}` : numbers ? `column ${name}` : name));
}
