/**
 * The beginning of a table as it is understood: which rows are its header, what its columns are called and
 * hold, and how its numbers and dates are written. Everything that the config does not say is detected here.
 */

import type { TableData } from '../../config/schema';
import { quantity } from '../../notation/numbers';
import { type JudgedColumn, judgeColumn } from '../cells/columnKind';
import { Missing } from '../cells/missing';
import { detectNumbers, type NumberFormat, type NumberReader, numberReader } from '../cells/numbers';
import { DataError, type DataSource } from '../common/dataset';
import { joinNames } from '../common/joinNames';
import { openRowsOfFile } from './anyFile/rowsOfFile';
import type { Row } from './csv';
import { findHeader } from './header';
import type { Layout } from './layout';

/** The keys of a config that say how a table is to be read. */
export type Reading = Pick<TableData, 'read' | 'missingValues' | 'columns'>;

export interface HeadColumn extends JudgedColumn {
  readonly name: string;
  /** The unit under the name, where the file has a row of units. */
  readonly unit: string | undefined;
  /** Its cells in the first rows, without those of the header. */
  readonly cells: readonly string[];
}

export interface TableHead {
  readonly file: string;
  readonly layout: Layout;
  readonly columns: readonly HeadColumn[];
  readonly names: readonly string[];
  /** First rows without those of the header. */
  readonly rows: readonly Row[];
  /** Whether these are all rows. */
  readonly whole: boolean;
  readonly numbers: NumberFormat;
  readonly missing: Missing;
  readonly number: NumberReader;
  /** Whether each row begins with a field that the header has no name for. */
  readonly unnamedFirst: boolean;
}

/** A table whose beginning has been read. */
export interface OpenedTable {
  readonly head: TableHead;
  /** All rows without those of the header, from the first on. */
  rows(): AsyncGenerator<readonly Row[]>;
  /** Closes a file that is not read to its end. */
  close(): Promise<void>;
  /** Sentences on how the file was read; complete once all rows have been read. */
  notes(): readonly string[];
}

const thousandsOf = { none: '', ',': ',', '.': '.', space: ' ', "'": "'" } as const;

/** Rows from which the kinds of the columns are inferred. */
export const sampleRows = 1000;

/** @throws DataError where the file cannot be read as a table */
export async function openTable(
  source: DataSource,
  reading: Reading,
  limit = sampleRows,
): Promise<OpenedTable> {
  const opened = await openRowsOfFile(source, reading.read);
  const sample: Row[] = [];
  let whole = true;
  for (let next = await opened.rows.next(); !next.done; next = await opened.rows.next()) {
    sample.push(...next.value);
    if (sample.length > limit + 2) {
      whole = false;
      break;
    }
  }
  const { head, headerRows, notes } = understand(source.name, opened.layout, sample, whole, reading);
  return {
    head,
    async *rows() {
      if (head.rows.length > 0) {
        yield sample.slice(headerRows);
      }
      yield* opened.rows;
    },
    async close() {
      await opened.rows.return(undefined);
    },
    notes: () => [...opened.notes(), ...notes],
  };
}

function understand(
  file: string,
  layout: Layout,
  sample: readonly Row[],
  whole: boolean,
  { read = {}, missingValues, columns: given = {} }: Reading,
): { readonly head: TableHead; readonly headerRows: number; readonly notes: readonly string[] } {
  if (sample.length === 0) {
    throw new DataError(`data.file: ${file} is empty; expected a header line and rows`, ['data', 'file']);
  }
  const missing = new Missing(missingValues);
  const cells = function* () {
    for (const { fields } of sample) {
      yield* fields;
    }
  };
  const detected = detectNumbers(cells(), layout.delimiter === ',');
  const decimal = read.decimal ?? detected.decimal;
  const detectedToo = decimal === detected.decimal ? detected.thousands : '';
  const thousands = read.thousands === undefined ? detectedToo : thousandsOf[read.thousands];
  const numbers: NumberFormat = { decimal, thousands };
  const number = numberReader(numbers);
  const header = findHeader(sample, { number, missing }, file, read.header);
  const rows = sample.slice(header.rows);
  const shift = header.unnamedFirst ? 1 : 0;
  const columns = header.names.map((name, c): HeadColumn => {
    const own = rows.map(({ fields }) => fields[c] ?? '');
    const judged = judgeColumn(name, own, { missing, number }, read.dates);
    const unit = header.units?.[c - shift]?.trim() || undefined;
    return { name, unit, cells: own, ...asGiven(judged, given[name]) };
  });
  const head: TableHead = {
    file,
    layout,
    columns,
    names: header.names,
    rows,
    whole,
    numbers,
    missing,
    number,
    unnamedFirst: header.unnamedFirst,
  };
  return { head, headerRows: header.rows, notes: [...header.notes, ...formatNotes(head, read)] };
}

/** The kind that the config gives a column, where it does. */
function asGiven(
  judged: JudgedColumn,
  given: NonNullable<TableData['columns']>[string] | undefined,
): JudgedColumn {
  switch (given) {
    case 'number':
      return { kind: 'number', dates: undefined };
    case 'class':
      return { kind: 'word', dates: undefined };
    case 'time':
      return { kind: 'date', dates: judged.dates ?? 'year-month-day' };
    default:
      return judged;
  }
}

/** Sentences on formats that are not the usual ones. */
function formatNotes({ numbers, columns }: TableHead, read: NonNullable<Reading['read']>): string[] {
  const { decimal, thousands } = numbers;
  const parts = [
    ...(decimal === ',' && read.decimal === undefined ? ['a decimal comma'] : []),
    ...(thousands !== '' && read.thousands === undefined
      ? [`${thousands === ' ' ? 'spaces' : JSON.stringify(thousands)} between thousands`]
      : []),
  ];
  const orders = columns.filter(
    ({ dates }) => dates !== undefined && dates !== 'year-month-day' && dates !== 'clock',
  );
  return [
    ...(parts.length > 0 ? [`Numbers are read with ${parts.join(' and ')}.`] : []),
    ...(read.dates === undefined
      ? orders.map(
          ({ name, dates, cells }) =>
            `"${name}" is read as ${dateText(dates)}: ${cells.find((cell) => cell.trim() !== '')?.trim()}.`,
        )
      : []),
  ];
}

function dateText(order: JudgedColumn['dates']): string {
  switch (order) {
    case 'day-month-year':
      return 'a date with the day first';
    case 'month-day-year':
      return 'a date with the month first';
    case 'seconds':
      return 'time in seconds since 1970';
    case 'milliseconds':
      return 'time in milliseconds since 1970';
    default:
      return 'a date';
  }
}

/** The different units of a table for people, such as `temp in degC`. */
export function unitText(columns: readonly HeadColumn[]): string {
  const named = columns.flatMap(({ name, unit }) => (unit === undefined ? [] : [`${name} in ${unit}`]));
  return joinNames(named, 4);
}

/** One line for a row whose number of fields is not that of the header. */
export function wrongLength({ line, fields }: Row, { file, names, layout }: TableHead): DataError {
  const hint =
    fields.length === 1 && layout.comment === undefined && /^\s*[#%!/;]/.test(fields[0])
      ? `; to leave out lines that begin with ${fields[0].trim()[0]}, set data.read.comment`
      : '';
  return new DataError(
    `line ${line} of ${file} has ${quantity(fields.length, 'field')}, the header has ${names.length}${hint}`,
    ['data', 'file'],
  );
}
