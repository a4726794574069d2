/** Several series in one table: groups rows by the value of a column. */
import { DataError } from '../common/dataset';
import { Floats } from '../common/floats';
import type { TableHead } from './head';

/** Rows that follow each other in time: `from … to−1`. */
export interface Series {
  /** The value that its rows share; undefined where the table is one series. */
  readonly name: string | undefined;
  readonly from: number;
  readonly to: number;
}

/** Reader of the column `data.group`; it keeps only the different values. */
export class GroupReader {
  /** The group of each row, as an index in order of appearance. */
  readonly codes = new Floats();
  private readonly places = new Map<string, number>();

  /** @param index index of the column's field in a row */
  constructor(
    readonly name: string,
    readonly index: number,
    private readonly head: Pick<TableHead, 'file' | 'missing'>,
  ) {}

  /**
   * The group of a row, which the caller may still drop.
   * @throws DataError where the cell is empty
   */
  read(cell: string, line: number): number {
    if (this.head.missing.has(cell)) {
      throw new DataError(
        `line ${line} of ${this.head.file}: column "${this.name}", which data.group names, has no value; it has to name the series of each row`,
        ['data', 'group'],
      );
    }
    const name = cell.trim();
    const known = this.places.get(name);
    if (known !== undefined) {
      return known;
    }
    // A copy: the engine's substrings keep the whole text alive that they are a part of.
    this.places.set(Array.from(name).join(''), this.places.size);
    return this.places.size - 1;
  }

  /**
   * Series in order of appearance, and the place of each of their rows in the file. A series whose rows were
   * all left out is not listed.
   */
  finish(): { readonly series: readonly Series[]; readonly order: Uint32Array } {
    const codes = this.codes.toArray();
    const ends = new Float64Array(this.places.size);
    for (const code of codes) {
      ends[code]++;
    }
    let from = 0;
    const series = [...this.places.keys()].flatMap((name, code): Series[] => {
      const to = from + ends[code];
      const one = { name, from, to };
      ends[code] = from;
      from = to;
      return one.to > one.from ? [one] : [];
    });
    const order = new Uint32Array(codes.length);
    codes.forEach((code, row) => {
      order[ends[code]++] = row;
    });
    return { series, order };
  }
}

/** The values of the rows in another order. */
export function inOrder(values: Float64Array, order: Uint32Array): Float64Array {
  return Float64Array.from(order, (row) => values[row]);
}

/** The series that a row belongs to. */
export function seriesOf(series: readonly Series[], row: number): Series {
  let low = 0;
  let high = series.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (series[middle].from <= row) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return series[low];
}
