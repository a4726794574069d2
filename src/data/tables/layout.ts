/**
 * How the text of a table is laid out: what separates its fields, and which lines are no rows. Detected from
 * the beginning of the file where the config does not say it.
 */
import Papa from 'papaparse';
import type { TableData } from '../../config/schema';
import { numberReader, plainNumbers } from '../cells/numbers';

/** What the config says about how the file is written. */
export type ReadOptions = NonNullable<TableData['read']>;

export interface Layout {
  /** A space stands for any number of spaces and tabs. */
  readonly delimiter: Delimiter;
  /** `\r\n` counts as `\n` after a `\r`, which is treated as white space. */
  readonly newline: '\n' | '\r';
  /** Physical lines above the header. */
  readonly skip: number;
  /** What a line begins with that is no row. */
  readonly comment: string | undefined;
  /** The line of a comment that names the columns, as NumPy's `savetxt` writes it. */
  readonly headerInComment: number | undefined;
  /** Sentences on what was detected and is not obvious. */
  readonly notes: readonly string[];
}

const delimiters = ['\t', ';', ',', '|', ' '] as const;
export type Delimiter = (typeof delimiters)[number];

/** Names of delimiters for people. */
const delimiterNames: Readonly<Record<Delimiter, string>> = {
  '\t': 'tabs',
  ';': 'semicolons',
  ',': 'commas',
  '|': 'vertical bars',
  ' ': 'spaces',
};

/**
 * Most characters of a row. A quoted field may span lines but not a whole file, so this limit finds a quote
 * that is never closed.
 */
export const longestRow = 8_000_000;
/** Rows at the beginning that are compared. */
const comparedRows = 100;
/** Share of rows that must have the same number of fields for a delimiter to be one. */
const alike = 0.9;
const comments = ['#', '%', '//', '!'] as const;

/**
 * @param head beginning of the text
 * @param whole whether it is all of the text
 */
export function detectLayout(head: string, whole: boolean, name: string, read: ReadOptions): Layout {
  const newline = newlineOf(head);
  const lines = head.split(newline);
  const skip = read.skipRows ?? 0;
  const comment = read.comment ?? commentOf(lines.slice(skip));
  const body = lines
    .map((line, i) =>
      i < skip || (comment !== undefined && line.trimStart().startsWith(comment)) ? '' : line,
    )
    .slice(0, whole ? undefined : -1);
  const text = body.join(newline);
  const given = read.delimiter === 'tab' ? '\t' : read.delimiter === 'spaces' ? ' ' : read.delimiter;
  const delimiter = delimiterOf(text, newline, name, given, body);
  const rows = rowsOf(text, delimiter, newline);
  const preamble = read.skipRows === undefined ? preambleOf(rows) : 0;
  const first = rows[preamble];
  const headerInComment =
    comment === undefined || first === undefined
      ? undefined
      : headerAmong(lines.slice(0, first.line - 1), comment, delimiter, first.fields);
  const above = preamble > 0 ? first.line - 1 : skip;
  return {
    delimiter,
    newline,
    skip: above,
    comment,
    headerInComment,
    notes: notesOf({ delimiter, name, read, preamble, above, comment, headerInComment }),
  };
}

function notesOf({
  delimiter,
  name,
  read,
  preamble,
  above,
  comment,
  headerInComment,
}: Pick<Layout, 'delimiter' | 'comment' | 'headerInComment'> & {
  readonly name: string;
  readonly read: ReadOptions;
  readonly preamble: number;
  readonly above: number;
}): string[] {
  const usual = /\.(tsv|tab)(\.gz)?$/i.test(name) ? '\t' : ',';
  return [
    ...(read.delimiter === undefined &&
    delimiter !== usual &&
    (delimiter === ' ' || /\.csv(\.gz)?$/i.test(name))
      ? [`Fields are separated by ${delimiterNames[delimiter]}.`]
      : []),
    ...(preamble > 0 ? [`The text above the header, up to line ${above}, is left out.`] : []),
    ...(comment !== undefined && read.comment === undefined
      ? [
          headerInComment === undefined
            ? `Lines that begin with ${comment} are left out as comments.`
            : `Lines that begin with ${comment} are comments; line ${headerInComment} names the columns.`,
        ]
      : []),
  ];
}

interface SplitRows {
  readonly data: readonly string[][];
  /** Number of characters that the rows take. */
  readonly cursor: number;
  /** The reason why the end of the row with this index cannot be found. */
  readonly problem: { readonly row: number; readonly what: string } | undefined;
}

/** @param whole whether the text ends here, so that its last row is complete */
export function splitRows(
  text: string,
  { delimiter, newline }: Pick<Layout, 'delimiter' | 'newline'>,
  whole: boolean,
): SplitRows {
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
  for (const fields of data) {
    const last = fields.length - 1;
    fields[last] = fields[last].replace(/\r$/, ''); // it is the first half of a line break
  }
  return {
    data: delimiter === ' ' ? data.map(withoutSpaces) : data,
    cursor: meta.cursor,
    problem: error && { row: error.row, what },
  };
}

/** The fields between any number of spaces and tabs. A blank line stays one empty field. */
function withoutSpaces(fields: readonly string[]): string[] {
  const found = fields
    .flatMap((field) => (field.includes('\t') ? field.split('\t') : field))
    .filter((field) => field !== '');
  return found.length > 0 ? found : [''];
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

function newlineOf(text: string): '\n' | '\r' {
  const unquoted = text
    .slice(0, 1_000_000)
    .replace(/"[^"]*"/g, '')
    .trimStart();
  const end = unquoted.search(/[\r\n]/);
  return end >= 0 && unquoted[end] === '\r' && unquoted[end + 1] !== '\n' ? '\r' : '\n';
}

/** What the first line that is not blank begins with, where that is the sign of a comment. */
function commentOf(lines: readonly string[]): string | undefined {
  const first = lines.find((line) => line.trim() !== '')?.trimStart() ?? '';
  return comments.find((comment) => first.startsWith(comment));
}

interface Counted {
  readonly line: number;
  readonly fields: readonly string[];
}

function rowsOf(text: string, delimiter: Delimiter, newline: '\n' | '\r'): Counted[] {
  let line = 1;
  const rows: Counted[] = [];
  for (const fields of splitRows(text, { delimiter, newline }, true).data) {
    if (fields.length > 1 ? fields.some((field) => field.trim() !== '') : fields[0].trim() !== '') {
      rows.push({ line, fields });
    }
    line += 1 + fields.reduce((sum, field) => sum + field.split(newline).length - 1, 0);
    if (rows.length >= comparedRows) {
      break;
    }
  }
  return rows;
}

/**
 * The delimiter that gives the same number of fields, two or more, in nearly all rows. Semicolons come before
 * commas, which may be decimal ones. Spaces count only between numbers, as they also separate words.
 */
function delimiterOf(
  text: string,
  newline: '\n' | '\r',
  name: string,
  given: Delimiter | undefined,
  lines: readonly string[],
): Delimiter {
  if (given !== undefined) {
    return given;
  }
  if (/\.(tsv|tab)(\.gz)?$/i.test(name) && text.includes('\t')) {
    return '\t';
  }
  const found = delimiters.find((delimiter) => {
    const rows = rowsOf(text, delimiter, newline);
    const width = usualWidth(rows);
    const share = rows.filter(({ fields }) => fields.length === width).length / rows.length;
    return width > 1 && share >= alike && (delimiter !== ' ' || mostlyNumbers(rows));
  });
  if (found !== undefined) {
    return found;
  }
  // Rows of different lengths are reported later, by the delimiter that is most frequent in the header.
  const header = (lines.find((line) => line.trim() !== '') ?? '').replace(/"[^"]*"/g, '');
  const [best] = ([',', ';', '\t', '|'] as const)
    .map((delimiter) => ({ delimiter, count: header.split(delimiter).length }))
    .sort((left, right) => right.count - left.count);
  return best.delimiter;
}

/** The most frequent number of fields; 0 without rows. */
function usualWidth(rows: readonly Counted[]): number {
  const counts = new Map<number, number>();
  for (const { fields } of rows) {
    counts.set(fields.length, (counts.get(fields.length) ?? 0) + 1);
  }
  return [...counts].reduce((most, next) => (next[1] > most[1] ? next : most), [0, 0])[0];
}

function mostlyNumbers(rows: readonly Counted[]): boolean {
  const number = numberReader(plainNumbers);
  const cells = rows.slice(1).flatMap(({ fields }) => fields);
  return cells.filter((cell) => !Number.isNaN(number(cell))).length > cells.length / 2;
}

/**
 * The number of rows above the header: texts of a single field above rows of several, such as the name of a
 * station. A row of any other length is left to be reported.
 */
function preambleOf(rows: readonly Counted[]): number {
  const width = usualWidth(rows);
  const filled = (fields: readonly string[]) => fields.filter((field) => field.trim() !== '').length;
  const start = rows.findIndex(({ fields }) => fields.length === width && filled(fields) > 1);
  return width > 2 &&
    start > 0 &&
    rows.slice(0, start).every(({ fields }) => filled(fields) <= 2 && fields.length !== width - 1)
    ? start
    : 0;
}

/** The line of the last comment above the first row, where it has a name for each field of a row of numbers. */
function headerAmong(
  above: readonly string[],
  comment: string,
  delimiter: Delimiter,
  first: readonly string[],
): number | undefined {
  const last = above.findLastIndex((line) => line.trimStart().startsWith(comment));
  if (last < 0) {
    return undefined;
  }
  const number = numberReader(plainNumbers);
  const named = above[last].trimStart().slice(comment.length).trim();
  const names = splitRows(named, { delimiter, newline: '\n' }, true).data[0] ?? [];
  const areNames = names.length === first.length && names.every((each) => Number.isNaN(number(each)));
  return areNames && first.some((field) => !Number.isNaN(number(field))) && first.length > 1
    ? last + 1
    : undefined;
}
