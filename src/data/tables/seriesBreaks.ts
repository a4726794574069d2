/** Rows of a table where another series seems to begin, though the config takes it for one: windows across them mix the two. */
import { Floats } from '../common/floats';
import type { ColumnKind } from './values';

/** Places where one series ends and another begins. */
export interface Breaks {
  /** First rows of what is another series, in order. */
  readonly rows: Float64Array;
  /** `dates`: time goes back. `jumps`: the values leap there, as they do nowhere else. */
  readonly by: 'dates' | 'jumps';
  /** The column that tells the series apart, where there is one. */
  readonly column: string | undefined;
}

/** Columns that are looked at, for time: the first that could tell series apart. */
const mostColumns = 16;
/** A column that says something new so often does not tell series apart. */
const mostChanges = 0.1;
const mostNames = 100_000;
/** Share of the times that dates go back which a column has to explain, and of its changes that have to be such. */
const explained = 0.95;
const ownChanges = 0.4;
/** A table whose dates go back at more rows is not in order of time at all. */
const mostBackward = 0.05;
/** Days by which dates have to go back where no column explains it: a clock is put back by an hour. */
const fewestDays = 1;
/** Mean change of a value at the breaks over that at other rows. */
const leap = 4;

/** A column that may tell series apart. */
interface Candidate {
  readonly name: string;
  readonly index: number;
  /** Rows whose cell differs from the one before. */
  readonly changes: Floats;
  readonly seen: Set<string>;
  /** Whether a value came again after another. */
  returns: boolean;
  last: string | undefined;
}

/** Watches cells that change seldom, while the rows are read. */
export class BreakWatch {
  private candidates: Candidate[];
  private rows = 0;

  /**
   * @param sample cells of the first rows, by column
   * @param targets columns that are predicted, and so are no names
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
   * @param days of each row, NaN where there is none
   * @param values of columns in which a new series may show as a leap
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

/** Words and whole numbers name things. */
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

/** A name that never returns, with values that leap where it changes. */
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

/** NaN of none. */
function median(values: Float64Array): number {
  return values.length > 0 ? values.sort()[values.length >> 1] : Number.NaN;
}
