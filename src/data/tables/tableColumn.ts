/** One column of a table: its cells as numbers, while it is read and after. */
import type { ColumnKind } from '../cells/columnKind';
import { dateReader } from '../cells/dates';
import { DataError } from '../common/dataset';
import { Floats } from '../common/floats';
import type { HeadColumn, TableHead } from './head';

export interface TableColumn {
  readonly name: string;
  readonly kind: ColumnKind;
  /** One for each row: the number, the day since 1970 (wall time), or the word's place in `words`. */
  readonly values: Float64Array;
  /** The different words of a column of words: in order of appearance, or rising where all are numbers. */
  readonly words: readonly string[];
}

/** Most different words of a column. With more of them, one-hot inputs would be mostly zeros. */
export const mostWords = 2000;
/** Cells that do not fit their column, after which the rest is not read. */
const mostMisfits = 100;
/** Share of the cells above which misfits look like words rather than faults. */
const manyMisfits = 0.05;
/** A column of more different words than this, and than this share of its rows, holds texts and no classes. */
const fewestTexts = 50;
const textShare = 0.5;

interface Misfit {
  readonly line: number;
  readonly cell: string;
}

/** A column that grows row by row. */
export class ColumnReader {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly values = new Floats();
  /** Cells that hold no value. */
  missing = 0;
  private readonly words = new Map<string, number>();
  private readonly misfits: Misfit[] = [];
  private readonly value: (cell: string, line: number) => number;

  /**
   * @param index index of the column's field in a row
   * @param asClass whether each different text is a class, whatever the texts are: because the config says so of
   *   the column, or because the loss needs classes
   */
  constructor(
    column: Pick<HeadColumn, 'name' | 'kind' | 'dates'>,
    readonly index: number,
    private readonly asClass: 'column' | 'loss' | undefined,
    private readonly head: Pick<TableHead, 'file' | 'missing' | 'number'>,
  ) {
    this.name = column.name;
    this.kind = asClass === undefined ? column.kind : 'word';
    const date = dateReader(column.dates ?? 'year-month-day');
    this.value =
      this.kind === 'number'
        ? head.number
        : this.kind === 'date'
          ? date
          : (cell, line) => this.wordOf(cell, line);
  }

  /**
   * The cell's value; NaN where it is missing, or does not fit the column. It is not kept until it is pushed
   * to `values`.
   * @throws DataError where too many cells hold another kind of value than the column
   */
  read(cell: string, line: number): number {
    const { missing } = this.head;
    // Most cells hold the column's kind of value, so that is tried first.
    const value = this.value(cell, line);
    if (Number.isFinite(value) && !(this.kind === 'number' && missing.hasNumber(value))) {
      return value;
    }
    if (
      Number.isFinite(value) ||
      (this.kind === 'word' ? missing.has(cell) : missing.hasAmongNumbers(cell))
    ) {
      this.missing++;
      return Number.NaN;
    }
    this.misfits.push({ line, cell: cell.trim().slice(0, 100) });
    if (this.misfits.length >= mostMisfits) {
      throw this.misfitProblem(line);
    }
    return Number.NaN;
  }

  /**
   * @param lastLine the line of the last row
   * @throws DataError where cells do not fit the column, or its words are no classes
   */
  finish(lastLine: number): TableColumn {
    const { name, kind, asClass, head } = this;
    if (this.misfits.length > 0) {
      throw this.misfitProblem(lastLine);
    }
    const values = this.values.toArray();
    const words = [...this.words.keys()];
    if (asClass === 'loss' && words.length > textShare * values.length && words.length > 2) {
      throw new DataError(
        `task.loss: crossEntropy needs classes, but "${name}" of ${head.file} holds ${words.length} different numbers in ${values.length} rows; use mse, or binaryCrossEntropy for 0 and 1`,
        ['task', 'loss'],
      );
    }
    if (asClass === undefined && words.length > fewestTexts && words.length > textShare * values.length) {
      throw new DataError(
        `data.inputs: column "${name}" of ${head.file} holds ${words.length} different texts in ${values.length} rows, which are no classes; leave it out, or set data.columns to {"${name}": "class"} to use each of them as one`,
        ['data', 'inputs'],
      );
    }
    return { name, kind, ...wordsInOrder(words, values) };
  }

  private misfitProblem(lastLine: number): DataError {
    const { name, kind, misfits, head } = this;
    const [first, ...others] = misfits;
    const lines = others.slice(0, 3).map(({ line }) => line);
    const more = others.length > lines.length ? ` and ${others.length - lines.length} more` : '';
    const also =
      others.length > 0
        ? `, and so it is in ${others.length === 1 ? 'line' : 'lines'} ${lines.join(', ')}${more}`
        : '';
    const way =
      misfits.length > manyMisfits * lastLine
        ? `to use its texts as classes, set data.columns to {"${name}": "class"}`
        : `correct it, or list it in data.missingValues if it means that there is no value`;
    return new DataError(
      `line ${first.line} of ${head.file}: ${quoted(first.cell)} in column "${name}" is not ${kind === 'date' ? 'a date' : 'a number'} like most of the others${also}; ${way}`,
      ['data', 'file'],
    );
  }

  /** The word's code; NaN where there is none. */
  private wordOf(cell: string, line: number): number {
    if (this.head.missing.has(cell)) {
      return Number.NaN;
    }
    const word = this.asClass !== undefined ? classOf(cell.trim(), this.head) : cell.trim();
    const known = this.words.get(word);
    if (known !== undefined) {
      return known;
    }
    if (this.words.size >= mostWords) {
      throw new DataError(
        `line ${line} of ${this.head.file}: column "${this.name}" has more than ${mostWords} different words; leave it out of data.inputs`,
        ['data', 'inputs'],
      );
    }
    // A copy: the engine's substrings keep the whole text alive that they are a part of.
    this.words.set(Array.from(word).join(''), this.words.size);
    return this.words.size - 1;
  }
}

/** The name of a class: `1.0` and `1` are the same one. */
function classOf(text: string, { number }: Pick<TableHead, 'number'>): string {
  const value = number(text);
  return Number.isNaN(value) ? text : String(value);
}

/** The words of a column; where all are numbers, in their order: class 2 comes before class 10. */
export function wordsInOrder(
  words: readonly string[],
  values: Float64Array,
): Pick<TableColumn, 'words' | 'values'> {
  if (words.length === 0 || !words.every((word) => Number.isFinite(Number(word)))) {
    return { words, values };
  }
  const order = words.map((_, code) => code).sort((a, b) => Number(words[a]) - Number(words[b]));
  const places = new Float64Array(order.length);
  order.forEach((code, place) => {
    places[code] = place;
  });
  return { words: order.map((code) => words[code]), values: values.map((code) => places[code]) };
}

/** A cell for a message: on one line, and not too long. */
function quoted(cell: string): string {
  return JSON.stringify(cell.length > 40 ? `${cell.slice(0, 37)}…` : cell);
}
