/** One column of a table: its cells as numbers, while it is read and after. */
import { DataError } from '../common/dataset';
import { Floats } from '../common/floats';
import { type ColumnKind, dayOf, isMissing, numberOf } from './values';

export interface TableColumn {
  readonly name: string;
  readonly kind: ColumnKind;
  /** One for each row: the number, the day since 1970 (UTC), or the word's place in `words`. */
  readonly values: Float64Array;
  /** The different words of a column of words, in order of appearance. */
  readonly words: readonly string[];
}

/** Most different words of a column. With more of them, one-hot inputs would be mostly zeros. */
const mostWords = 2000;

/** A column that grows row by row. */
export class ColumnReader {
  readonly values = new Floats();
  /** Cells that hold no value. */
  missing = 0;
  private readonly words = new Map<string, number>();

  /** @param index index of the column's field in a row */
  constructor(
    readonly name: string,
    readonly index: number,
    readonly kind: ColumnKind,
    private readonly file: string,
  ) {}

  /**
   * The cell's value; NaN where it is missing. It is not kept until it is pushed to `values`.
   * @throws DataError where the cell holds another kind of value than the column
   */
  read(cell: string, line: number): number {
    // Most cells hold the column's kind of value, so that is tried first.
    const value =
      this.kind === 'number' ? numberOf(cell) : this.kind === 'date' ? dayOf(cell) : this.wordOf(cell, line);
    if (Number.isFinite(value)) {
      return value;
    }
    if (!isMissing(cell)) {
      const expected =
        this.kind === 'number'
          ? 'a number; a missing one is an empty cell, NA, NaN, null or ?'
          : 'a date such as 2012-04-30';
      throw new DataError(
        `line ${line} of ${this.file}: ${quoted(cell)} in column "${this.name}" is not ${expected}`,
        ['data', 'file'],
      );
    }
    this.missing++;
    return Number.NaN;
  }

  finish(): TableColumn {
    const { name, kind } = this;
    return { name, kind, values: this.values.toArray(), words: [...this.words.keys()] };
  }

  /** The word's code; NaN where there is none. */
  private wordOf(cell: string, line: number): number {
    if (isMissing(cell)) {
      return Number.NaN;
    }
    const word = cell.trim();
    const known = this.words.get(word);
    if (known !== undefined) {
      return known;
    }
    if (this.words.size >= mostWords) {
      throw new DataError(
        `line ${line} of ${this.file}: column "${this.name}" has more than ${mostWords} different words; leave it out of data.inputs`,
        ['data', 'inputs'],
      );
    }
    // A copy: the engine's substrings keep the whole text alive that they are a part of.
    this.words.set(Array.from(word).join(''), this.words.size);
    return this.words.size - 1;
  }
}

/** A cell for a message: on one line, and not too long. */
function quoted(cell: string): string {
  return JSON.stringify(cell.length > 40 ? `${cell.slice(0, 37)}…` : cell);
}
