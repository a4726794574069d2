/** Reads CSV and TSV files as rows of fields, in chunks: memory for one chunk, whatever the file's size. */
import Papa from 'papaparse';
import { DataError, type DataSource } from '../common/dataset';
import { decodeText } from '../common/decode';

export interface Row {
  /** Physical line on which it begins, from 1. */
  readonly line: number;
  /** Physical line after its last; a quoted field may hold line breaks. */
  readonly end: number;
  readonly fields: readonly string[];
}

/**
 * Most characters of a row. A quoted field may span lines but not a whole file, so this limit finds a quote
 * that is never closed.
 */
const longestRow = 8_000_000;

/**
 * Yields the rows in order, some at a time; blank lines are left out. Fields are as written, without quotes.
 * @throws DataError for bytes that are not text, and for quotes that leave open where a field ends
 */
export async function* readRows(source: DataSource): AsyncGenerator<readonly Row[]> {
  let pending = '';
  let line = 1;
  let format: Format | undefined;
  const take = (whole: boolean): Row[] => {
    format ??= formatOf(source.name, pending);
    const { data, cursor, problem } = parse(pending, format, whole);
    const rows: Row[] = [];
    for (let r = 0; r < data.length; r++) {
      if (problem?.row === r) {
        break;
      }
      const fields = data[r];
      const last = fields.length - 1;
      fields[last] = fields[last].replace(/\r$/, ''); // it is the first half of a line break
      const end =
        line + 1 + fields.reduce((sum, field) => sum + occurrences(field, format?.newline ?? '\n'), 0);
      if (last > 0 || fields[0].trim() !== '') {
        rows.push({ line, end, fields });
      }
      line = end;
    }
    if (problem) {
      throw new DataError(`line ${line} of ${source.name}: ${problem.what}`, ['data', 'file']);
    }
    pending = pending.slice(cursor);
    return rows;
  };
  // TextDecoder has already removed the byte order mark.
  for await (const chunk of decodeText(source)) {
    pending += chunk;
    if (!format && !/\n|\r[^\n]/.test(pending) && pending.length < longestRow) {
      continue; // not a whole line yet
    }
    const rows = take(false);
    if (pending.length > longestRow) {
      throw new DataError(
        `line ${line} of ${source.name} does not end within ${longestRow} characters; is a quote not closed?`,
        ['data', 'file'],
      );
    }
    if (rows.length > 0) {
      yield rows;
    }
  }
  if (pending !== '') {
    const rows = take(true);
    if (rows.length > 0) {
      yield rows;
    }
  }
}

interface Format {
  readonly delimiter: string;
  /** `\r\n` counts as `\n` after a `\r`, which is treated as white space. */
  readonly newline: '\n' | '\r';
}

interface Parsed {
  readonly data: readonly string[][];
  /** Number of characters that the rows take. */
  readonly cursor: number;
  /** The reason why the end of the row with this index cannot be found. */
  readonly problem: { readonly row: number; readonly what: string } | undefined;
}

/** @param whole whether the text ends here, so that its last row is complete */
function parse(text: string, { delimiter, newline }: Format, whole: boolean): Parsed {
  const result: unknown = new Papa.Parser({ delimiter, newline, quoteChar: '"' }).parse(text, 0, !whole);
  if (!isResult(result)) {
    return { data: [], cursor: text.length, problem: undefined };
  }
  const { data, errors, meta } = result;
  // A row that continues in the next chunk is checked once it is complete.
  const [error] = errors.filter(({ row }) => row < data.length);
  const what =
    error?.code === 'MissingQuotes'
      ? 'a quote is opened and never closed'
      : 'text stands after a closing quote; within a quoted field, a quote is written twice ("")';
  return { data, cursor: meta.cursor, problem: error && { row: error.row, what } };
}

/** Checks the type of what Papa's own row parser returns, which its declarations leave open. */
function isResult(value: unknown): value is {
  data: string[][];
  errors: { code: string; row: number }[];
  meta: { cursor: number };
} {
  return (
    typeof value === 'object' && value !== null && 'data' in value && 'errors' in value && 'meta' in value
  );
}

/**
 * The format of a file: the delimiter is a tab in .tsv, otherwise the candidate that occurs most often in the
 * header, outside of quotes.
 */
function formatOf(name: string, text: string): Format {
  const header = text
    .slice(0, 1_000_000)
    .replace(/"[^"]*"/g, '')
    .trimStart();
  const end = header.search(/[\r\n]/);
  const newline = end >= 0 && header[end] === '\r' && header[end + 1] !== '\n' ? '\r' : '\n';
  if (/\.tsv$/i.test(name)) {
    return { delimiter: '\t', newline };
  }
  const line = end < 0 ? header : header.slice(0, end);
  const [best] = [',', ';', '\t', '|']
    .map((delimiter) => ({ delimiter, count: occurrences(line, delimiter) }))
    .sort((left, right) => right.count - left.count);
  return { delimiter: best.delimiter, newline };
}

function occurrences(text: string, part: string): number {
  let count = 0;
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
    count++;
  }
  return count;
}
