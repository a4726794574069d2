/** CSV and TSV files as rows of fields, read in chunks: memory for one chunk, whatever the file's size. */
import Papa from 'papaparse';
import { DataError, type DataSource } from './dataset';
import { decodeText } from './decode';

export interface Row {
  /** Physical line it begins on, from 1. */
  readonly line: number;
  readonly fields: readonly string[];
}

/** One quoted field may span lines, but not a whole file: an opened quote that is never closed is found here. */
const longestRow = 8_000_000;

/**
 * Rows in order, some at a time; blank lines are left out. Fields are as written, without quotes.
 * @throws DataError for bytes that are not text, and for a quote that is not closed
 */
export async function* readRows(source: DataSource): AsyncGenerator<readonly Row[]> {
  let pending = '';
  let line = 1;
  let delimiter: string | undefined;
  const take = (text: string, last: boolean): { rows: Row[]; rest: string } => {
    delimiter ??= delimiterOf(source.name, text);
    const { data, cursor } = parse(text, delimiter, last);
    const rows: Row[] = [];
    for (const fields of data) {
      if (fields.length > 1 || fields[0].trim() !== '') {
        rows.push({ line, fields });
      }
      line += 1 + fields.reduce((sum, field) => sum + newlines(field), 0);
    }
    return { rows, rest: text.slice(cursor) };
  };
  let first = true;
  for await (const chunk of decodeText(source)) {
    // TextDecoder has taken the byte order mark away already.
    pending += chunk;
    if (first && !/[\r\n]/.test(pending) && pending.length < longestRow) {
      continue;
    }
    first = false;
    const { rows, rest } = take(pending, false);
    pending = rest;
    if (pending.length > longestRow) {
      throw new DataError(
        `data.file: line ${line} of ${source.name} does not end within ${longestRow} characters; is a quote not closed?`,
        ['data', 'file'],
      );
    }
    if (rows.length > 0) {
      yield rows;
    }
  }
  if (pending !== '') {
    const { rows } = take(pending, true);
    if (rows.length > 0) {
      yield rows;
    }
  }
}

function parse(text: string, delimiter: string, last: boolean): { data: string[][]; cursor: number } {
  const result: unknown = new Papa.Parser({ delimiter, quoteChar: '"' }).parse(text, 0, !last);
  return isResult(result)
    ? { data: result.data, cursor: result.meta.cursor }
    : { data: [], cursor: text.length };
}

/** What Papa's own row parser returns; its types leave it open. */
function isResult(value: unknown): value is { data: string[][]; meta: { cursor: number } } {
  return typeof value === 'object' && value !== null && 'data' in value && 'meta' in value;
}

/** A tab in .tsv; otherwise what stands most often in the header, outside of quotes. */
function delimiterOf(name: string, text: string): string {
  if (/\.tsv$/i.test(name)) {
    return '\t';
  }
  const header = text.slice(0, text.search(/[\r\n]|$/)).replace(/"[^"]*"/g, '');
  const [best] = [',', ';', '\t', '|']
    .map((delimiter) => ({ delimiter, count: header.split(delimiter).length }))
    .sort((left, right) => right.count - left.count);
  return best.delimiter;
}

function newlines(field: string): number {
  let count = 0;
  for (let at = field.indexOf('\n'); at >= 0; at = field.indexOf('\n', at + 1)) {
    count++;
  }
  return count;
}
