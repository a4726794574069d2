/** A table as it is understood from its first rows: for questions, the form, and `unroll describe`. */
import type { TableData } from '../../config/schema';
import type { ColumnKind } from '../cells/columnKind';
import { dateReader } from '../cells/dates';
import { DataError, type DataSource } from '../common/dataset';
import { type Alternating, findAlternating } from '../tables/alternating';
import { type HeadColumn, openTable, type Reading, sampleRows, type TableHead } from '../tables/head';
import { leftOut } from '../tables/inputColumns';
import { findStranger, type Stranger } from '../tables/strangers';
import { timeColumns } from '../tables/time';
import { asLong } from '../tables/wideTable';

/** What a column is good for. */
export type ColumnRole = 'time' | 'number' | 'class' | 'text' | 'index' | 'id' | 'constant' | 'empty';

export interface Column {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly role: ColumnRole;
  readonly unit: string | undefined;
  /** Number of different cells among the rows that were read. */
  readonly distinct: number;
  /** Number of cells without a value among them. */
  readonly missing: number;
  /** Whether it holds a few whole numbers in sequence, which may be classes. */
  readonly likeClasses: boolean;
  /** A number that probably stands for a missing value. */
  readonly stranger: Stranger | undefined;
}

export interface TableDescription {
  readonly columns: readonly Column[];
  /** First rows as they are understood: dates in ISO form, numbers with a decimal point, missing cells empty. */
  readonly rows: readonly (readonly string[])[];
  /** Number of rows that were read, and whether they are all. */
  readonly read: number;
  readonly whole: boolean;
  /** The columns that tell the time of each row. */
  readonly time: readonly string[];
  /** Series whose rows alternate. */
  readonly alternating: Alternating | undefined;
  /** Whether each row seems to be a series, with a column for each step. */
  readonly wide: boolean;
  /** Sentences on how the file was read. */
  readonly notes: readonly string[];
}

const shownRows = 5;
/** Most different whole numbers that look like classes, and fewest rows for each. */
const mostClasses = 20;
const rowsPerClass = 5;
/** Fewest columns with counting names that look like the steps of a series. */
const fewestSteps = 5;

/** @throws DataError where the file cannot be read as a table */
export async function describeTable(
  source: DataSource,
  reading: Reading = {},
  limit = sampleRows,
): Promise<TableDescription> {
  const opened = await openTable(source, reading, limit);
  const { head } = opened;
  await opened.close();
  const time = timeColumns(head, reading.read?.time);
  return {
    columns: head.columns.map((column) => describeColumn(column, head, time?.names ?? [])),
    rows: head.rows
      .slice(0, shownRows)
      .map(({ fields }) => head.columns.map((column, c) => understood(column, fields[c] ?? '', head))),
    read: head.rows.length,
    whole: head.whole,
    time: time?.names ?? [],
    alternating: findAlternating(head, time, []),
    wide: isWide(head),
    notes: opened.notes(),
  };
}

/** Fewest rows by which a file of text shows that it is a table. */
const fewestRows = 4;

/** Whether a file of text is a table: several columns in rows of one length, half of them of numbers or dates. */
export async function looksLikeTable(source: DataSource): Promise<boolean> {
  const opened = await openTable(source, {}).catch((error: unknown) => {
    if (error instanceof DataError) {
      return undefined; // what is wrong with it as a table does not matter
    }
    throw error;
  });
  await opened?.close();
  if (!opened || opened.head.rows.length < fewestRows) {
    return false;
  }
  const { names, rows, columns } = opened.head;
  const values = columns.filter(({ kind }) => kind !== 'word').length;
  return (
    names.length > 1 &&
    rows.every(({ fields }) => fields.length === names.length) &&
    2 * values >= names.length
  );
}

/**
 * The names of the columns that a config may use.
 * @throws DataError where the file cannot be read as a table
 */
export async function columnNames(source: DataSource, data: TableData): Promise<readonly string[]> {
  const opened = await openTable(source, data);
  await opened.close();
  return (data.layout === 'wide' ? asLong(opened, data) : opened).head.names;
}

function describeColumn(column: HeadColumn, head: TableHead, time: readonly string[]): Column {
  const { name, kind, unit, cells } = column;
  const isMissing = (cell: string) =>
    kind === 'word'
      ? head.missing.has(cell)
      : head.missing.hasAmongNumbers(cell) || head.missing.hasNumber(head.number(cell));
  const present = cells.filter((cell) => !isMissing(cell)).map((cell) => cell.trim());
  const distinct = new Set(cells).size;
  const values =
    kind === 'number'
      ? Float64Array.from(present, head.number).filter((value) => !Number.isNaN(value))
      : new Float64Array();
  return {
    name,
    kind,
    role: roleOf(column, present, isMissing, time),
    unit,
    distinct,
    missing: cells.length - present.length,
    likeClasses: looksLikeClasses(values),
    stranger: findStranger(values),
  };
}

function roleOf(
  column: HeadColumn,
  present: readonly string[],
  isMissing: (cell: string) => boolean,
  time: readonly string[],
): ColumnRole {
  const { name, kind } = column;
  const why = leftOut(column, isMissing);
  const different = new Set(present).size;
  if (why === 'empty' || why === 'index' || why === 'id') {
    return why;
  }
  if (kind === 'date' || time.includes(name)) {
    return kind === 'number' ? 'number' : 'time';
  }
  if (different === 1 && present.length > 1) {
    return 'constant';
  }
  return kind === 'number' ? 'number' : different > Math.max(2, present.length / 2) ? 'text' : 'class';
}

/** Whole numbers 0, 1, … K or 1, 2, … K, each of them several times. */
function looksLikeClasses(values: Float64Array): boolean {
  const different = [...new Set(values)].sort((a, b) => a - b);
  const [first] = different;
  return (
    different.length >= 2 &&
    different.length <= mostClasses &&
    values.length >= rowsPerClass * different.length &&
    (first === 0 || first === 1) &&
    different.every((value, i) => value === first + i)
  );
}

/** Whether names of columns count up, such as years do, and each row has a number for each of them. */
function isWide({ columns, rows }: TableHead): boolean {
  const named = columns.filter(({ name, kind }) => kind === 'number' && /^\D{0,3}\d+([-/.]\d+)*$/.test(name));
  const digits = named.map(({ name }) => Number(name.replace(/^\D+/, '')));
  const step = digits[1] - digits[0];
  const counts = step > 0 && digits.every((value, i) => i === 0 || value - digits[i - 1] === step);
  const years = digits.every((value) => value >= 1500 && value <= 2200);
  return (
    named.length >= fewestSteps &&
    counts &&
    named.length > 0.7 * columns.length &&
    (years || rows.length < named.length)
  );
}

/** A cell as it is understood. */
function understood(
  { kind, dates, cells }: HeadColumn,
  cell: string,
  { number, missing }: TableHead,
): string {
  const text = cell.trim();
  if (kind === 'number') {
    const value = number(text);
    return Number.isNaN(value)
      ? missing.hasAmongNumbers(text)
        ? ''
        : text
      : missing.hasNumber(value)
        ? ''
        : String(value);
  }
  if (kind === 'date' && dates !== undefined && dates !== 'clock') {
    const read = dateReader(dates);
    const day = read(text);
    return Number.isNaN(day)
      ? ''
      : dayText(
          day,
          cells.slice(0, shownRows).some((each) => read(each) % 1 !== 0),
        );
  }
  return missing.has(text) ? '' : text;
}

/** `2021-02-01`, or `2021-02-01 13:00` where times of day count. */
function dayText(day: number, timed: boolean): string {
  const text = new Date(Math.round(day * 86_400_000)).toISOString();
  return !timed ? text.slice(0, 10) : text.slice(0, 16).replace('T', ' ');
}
