/**
 * Finds rows of a table where another series seems to begin, although the config treats the table as one
 * series. Windows across them mix the two.
 */

import type { ColumnKind } from '../cells/columnKind';
import { Floats } from '../common/floats';

/** Places where one series ends and another begins. */
export interface Breaks {
  /** First row of each further series, in order. */
  readonly rows: Float64Array;
  /** `dates`: time goes back. `jumps`: the values leap there as nowhere else. */
  readonly by: 'dates' | 'jumps';
  /** The column that distinguishes the series, where there is one. */
  readonly column: string | undefined;
}

/** Most columns that are examined, to save time: the first that could distinguish series. */
const mostColumns = 16;
/** Share of rows in which a column may change: one that changes more often does not distinguish series. */
const mostChanges = 0.1;
const mostNames = 100_000;
/**
 * Share of the rows where dates go back at which a column has to change, and share of its changes that have
 * to lie there.
 */
const explained = 0.95;
const ownChanges = 0.4;
/** Share of rows at which dates may go back: above it a table is not in order of time at all. */
const mostBackward = 0.05;
/** Days by which dates have to go back where no column explains it, since clocks are put back by an hour. */
const fewestDays = 1;
/**
 * Ratio that the mean change of a value at the breaks has to exceed, compared with its mean change at other
 * rows.
 */
const leap = 4;

/** A column that may distinguish series. */
interface Candidate {
  readonly name: string;
  readonly index: number;
  /** Rows whose cell differs from the one before. */
  readonly changes: Floats;
  readonly seen: Set<string>;
  /** Whether a value has reappeared after another one. */
  returns: boolean;
  last: string | undefined;
}

/** Observes the columns that change seldom, while the rows are read. */
export class BreakWatch {
  private candidates: Candidate[];
  private rows = 0;

  /**
   * @param sample cells of the first rows, by column
   * @param targets columns that are predicted, and so do not name series
   */
  constructor(
    names: readonly string[],
    kinds: readonly ColumnKind[],
    sample: readonly (readonly string[])[],
    targets: readonly string[],
  ) {
    this.candidates = names
      .flatMap((name, index): Candidate[] =>
        !targets.includes(name) && isName(kinds[index], sample[index])
          ? [{ name, index, changes: new Floats(), seen: new Set(), returns: false, last: undefined }]
          : [],
      )
      .slice(0, mostColumns);
  }

  /** Takes a row that is kept. */
  take(fields: readonly string[]): void {
    for (const candidate of this.candidates) {
      const cell = fields[candidate.index];
      if (cell === candidate.last) {
        continue;
      }
      if (candidate.last !== undefined) {
        candidate.changes.push(this.rows);
      }
      candidate.last = cell;
      candidate.returns ||= candidate.seen.has(cell);
      if (candidate.seen.size < mostNames) {
        // A copy: the engine's substrings keep the whole text alive that they are a part of.
        candidate.seen.add(Array.from(cell).join(''));
      }
    }
    this.rows++;
    if (this.rows % 4096 === 0) {
      this.candidates = this.candidates.filter((candidate) => this.isSeldom(candidate));
    }
  }

  /**
   * @param days date of each row in days, NaN where there is none
   * @param values values of the columns in which a new series may appear as a leap
   */
  found(days: Float64Array | undefined, values: readonly Float64Array[]): Breaks | undefined {
    const seldom = this.candidates.filter(
      (candidate) => candidate.changes.length > 0 && this.isSeldom(candidate),
    );
    return (days && byDates(days, seldom)) ?? byJumps(values, seldom);
  }

  private isSeldom({ changes, seen }: Candidate): boolean {
    return changes.length <= this.rows * mostChanges && seen.size < mostNames;
  }
}

/** Whether a column may name series: words and whole numbers can. */
function isName(kind: ColumnKind, cells: readonly string[]): boolean {
  return kind === 'word' || (kind === 'number' && cells.every((cell) => /^\s*\d*\s*$/.test(cell)));
}

function byDates(days: Float64Array, candidates: readonly Candidate[]): Breaks | undefined {
  const steps = Float64Array.from(days, (day, row) => (row > 0 ? day - days[row - 1] : Number.NaN));
  const backward = rowsWhere(steps, (step) => step < 0);
  if (backward.length === 0) {
    return undefined;
  }
  const lapses = new Set(backward);
  for (const { name, changes } of candidates) {
    const rows = changes.toArray();
    const own = rows.reduce((count, row) => count + (lapses.has(row) ? 1 : 0), 0);
    if (own >= explained * backward.length && own >= ownChanges * rows.length) {
      return { rows, by: 'dates', column: name };
    }
  }
  const usual = median(steps.filter((step) => step > 0));
  const far = rowsWhere(steps, (step) => step < -Math.max(fewestDays, 10 * usual));
  return far.length > 0 && backward.length <= mostBackward * days.length
    ? { rows: Float64Array.from(far), by: 'dates', column: undefined }
    : undefined;
}

/** Finds a column of names that never reappear, with values that leap where the name changes. */
function byJumps(values: readonly Float64Array[], candidates: readonly Candidate[]): Breaks | undefined {
  for (const { name, changes, returns } of candidates) {
    const rows = changes.toArray();
    if (!returns && values.some((column) => leapsAt(column, rows))) {
      return { rows, by: 'jumps', column: name };
    }
  }
  return undefined;
}

function leapsAt(values: Float64Array, rows: Float64Array): boolean {
  const change = (row: number) => Math.abs(values[row] - values[row - 1]);
  let all = 0;
  for (let row = 1; row < values.length; row++) {
    all += change(row);
  }
  const here = rows.reduce((sum, row) => sum + change(row), 0);
  const others = values.length - 1 - rows.length;
  return here / rows.length > (leap * (all - here)) / others;
}

function rowsWhere(values: Float64Array, is: (value: number) => boolean): number[] {
  const rows: number[] = [];
  values.forEach((value, row) => {
    if (is(value)) {
      rows.push(row);
    }
  });
  return rows;
}

/** The median; NaN without values. */
function median(values: Float64Array): number {
  return values.length > 0 ? values.sort()[values.length >> 1] : Number.NaN;
}
