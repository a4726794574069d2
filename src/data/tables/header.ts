/** The header of a table: which rows at its top name the columns, and those names made different. */

import { dateReader } from '../cells/dates';
import type { Missing } from '../cells/missing';
import type { NumberReader } from '../cells/numbers';
import { DataError } from '../common/dataset';
import { joinNames } from '../common/joinNames';
import type { Row } from './csv';

export interface Header {
  /** Number of rows at the top that are no data. */
  readonly rows: number;
  /** One for each field of a row; no two are the same. */
  readonly names: readonly string[];
  /** The row of units under the names, where there is one. */
  readonly units: readonly string[] | undefined;
  /** Whether each row begins with a field that the header has no name for, as R and pandas write row names. */
  readonly unnamedFirst: boolean;
  readonly notes: readonly string[];
}

interface Cells {
  readonly number: NumberReader;
  readonly missing: Missing;
}

const dateOrders = ['year-month-day', 'day-month-year', 'month-day-year', 'clock'] as const;
/** Rows below the header that are looked at. */
const lookedAt = 50;
/** The name of a column that counts rows and has none of its own. */
const indexName = 'index';

/**
 * @param sample first rows of the file
 * @param given number of header rows that the config says
 * @throws DataError where a single row is neither a header nor data
 */
export function findHeader(sample: readonly Row[], cells: Cells, file: string, given?: number): Header {
  const [first] = sample;
  const body = sample.slice(1, 1 + lookedAt);
  const named = given === undefined ? namesColumns(first.fields, body, cells) : given > 0;
  if (!named) {
    return {
      rows: 0,
      names: first.fields.map((_, c) => `column ${c + 1}`),
      units: undefined,
      unnamedFirst: false,
      notes:
        given === undefined
          ? [
              `Line ${first.line} already holds values, so the columns are called by their places: column 1 to column ${first.fields.length}.`,
            ]
          : [],
    };
  }
  const width = body[0]?.fields.length ?? first.fields.length;
  const unnamedFirst =
    width === first.fields.length + 1 && body.every(({ fields }) => fields.length === width);
  const own = first.fields.map((field) => field.trim());
  const written = unnamedFirst ? ['', ...own] : own;
  const rows = given ?? (hasUnits(written, body, cells) ? 2 : 1);
  const units = rows === 2 && given === undefined ? sample[1]?.fields : undefined;
  const { names, notes } = different(written, sample.slice(rows), cells, first.line, file);
  return {
    rows,
    names,
    units: units && unnamedFirst ? units.slice(1) : units,
    unnamedFirst,
    notes: units
      ? [
          ...notes,
          `Line ${sample[1].line} holds units (${joinNames(
            units.filter((unit) => unit.trim() !== ''),
            5,
          )}) and is left out.`,
        ]
      : notes,
  };
}

/**
 * Whether a row names the columns. It does unless it looks like the rows below it: numbers where they have
 * numbers. Numbers that count up evenly, such as years, are names beside a name in words.
 */
function namesColumns(fields: readonly string[], body: readonly Row[], { number, missing }: Cells): boolean {
  const isValue = (cell: string) => !Number.isNaN(number(cell)) || isDate(cell);
  const values = fields.filter((field) => field.trim() !== '' && isValue(field));
  if (values.length === 0) {
    return true;
  }
  if (values.length < fields.length && countsUp(values.map(number))) {
    return true;
  }
  if (body.length === 0) {
    return values.length < fields.length;
  }
  // Columns in which most rows have a number: how many of them begin with one?
  const numeric = fields.flatMap((field, c) => {
    const below = body.map((row) => row.fields[c] ?? '').filter((cell) => !missing.hasAmongNumbers(cell));
    return below.length > 0 && below.filter(isValue).length > below.length / 2 ? [isValue(field)] : [];
  });
  return numeric.filter((is) => is).length <= numeric.length / 2;
}

function isDate(cell: string): boolean {
  return dateOrders.some((order) => !Number.isNaN(dateReader(order)(cell)));
}

/** Whether three or more numbers rise by the same amount. */
function countsUp(values: readonly number[]): boolean {
  const [first, second] = values;
  return (
    values.length >= 3 &&
    second > first &&
    values.every((value, i) => i === 0 || Math.abs(value - values[i - 1] - (second - first)) < 1e-9)
  );
}

/**
 * Whether the row under the names holds units: words wherever the rows below hold numbers or dates. A single
 * stray word is a fault in a column, so every such column must have one, or nothing.
 */
function hasUnits(names: readonly string[], body: readonly Row[], { number, missing }: Cells): boolean {
  const [units, ...below] = body;
  if (units === undefined || below.length < 2 || units.fields.length !== names.length) {
    return false;
  }
  let words = 0;
  let others = 0;
  for (let c = 0; c < names.length; c++) {
    const cells = below.map(({ fields }) => fields[c] ?? '').filter((cell) => !missing.hasAmongNumbers(cell));
    const unit = units.fields[c];
    if (!Number.isNaN(number(unit)) || isDate(unit) || (unit.trim() !== '' && cells.includes(unit))) {
      return false;
    }
    const numbers = cells.length > 0 && cells.every((cell) => !Number.isNaN(number(cell)));
    const filled = missing.hasAmongNumbers(unit) ? 0 : 1;
    words += numbers ? filled : 0;
    others += numbers || cells.every(isDate) ? 0 : filled;
  }
  return words > 1 || (words === 1 && others === 0);
}

/**
 * Names for columns that have none, and different ones for those that share theirs: `temp`, `temp.2`. A first
 * column without a name that counts the rows is the index that pandas and R write.
 */
function different(
  written: readonly string[],
  rows: readonly Row[],
  { number }: Cells,
  line: number,
  file: string,
): { readonly names: readonly string[]; readonly notes: readonly string[] } {
  const taken = new Set(written);
  const seen = new Set<string>();
  const unnamed: string[] = [];
  const repeated: string[] = [];
  const free = (wanted: string) => {
    let name = wanted;
    for (let n = 2; taken.has(name) || seen.has(name); n++) {
      name = `${wanted}.${n}`;
    }
    return name;
  };
  const names = written.map((name, c) => {
    let own = name;
    if (name === '') {
      const counts = c === 0 && countsRows(rows.map(({ fields }) => number(fields[c] ?? '')));
      own = free(counts ? indexName : `column ${c + 1}`);
      unnamed.push(own);
    } else if (seen.has(name)) {
      own = free(name);
      repeated.push(own);
    }
    seen.add(own);
    return own;
  });
  if (names.length === unnamed.length) {
    throw new DataError(`data.file: line ${line} of ${file} names no column`, ['data', 'file']);
  }
  return {
    names,
    notes: [
      ...(unnamed.length > 0
        ? [
            `Line ${line} leaves ${unnamed.length === 1 ? 'a column' : `${unnamed.length} columns`} without a name: called ${joinNames(
              unnamed.map((name) => `"${name}"`),
              4,
            )}.`,
          ]
        : []),
      ...(repeated.length > 0
        ? [
            `Line ${line} uses a name more than once; the later columns are called ${joinNames(
              repeated.map((name) => `"${name}"`),
              4,
            )}.`,
          ]
        : []),
    ],
  };
}

/** Whether numbers count 0, 1, 2, … or 1, 2, 3, … */
export function countsRows(values: readonly number[]): boolean {
  return (
    values.length > 1 &&
    values.every((value, i) => value === values[0] + i) &&
    (values[0] === 0 || values[0] === 1)
  );
}
