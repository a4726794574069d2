/**
 * A matrix reduced to the height of a plot, with levels of 2, 4, 8 … columns, so that the values for any
 * range of columns are found in a few steps. Of the cells that fall on one pixel the one furthest from zero
 * is kept; a non-finite one wins over all. Pure.
 *
 * Values are stored as the bits of a Float32. Without the sign bit these are ordered as magnitudes are, with
 * infinity after all finite values and NaN after infinity. So the larger of two is chosen without a branch,
 * which no processor could predict.
 */

import { inStretches, type SlicedWork } from '../base/scheduler';
import { cellsOfPixel, type Matrix } from './matrix';

const magnitude = 0x7fffffff;

export class Pyramid {
  columns = 0;
  /** Number of rows of the plot: those of the matrix, or the rows of pixels where these are fewer. */
  rows = 0;
  /**
   * `levels[k]` holds, for each whole block of 2ᵏ columns, `rows` values. Empty while there is nothing to
   * draw.
   */
  private levels: Int32Array[] = [];
  /**
   * Buffers used before, by level. A scrub draws many snapshots, and newly allocated pages would cost more
   * than the work.
   */
  private spare: Int32Array[] = [];
  /**
   * The blocks that make up a range of columns; grows in place. Until there are levels, one block per column.
   */
  private readonly blocks: { readonly level: number[]; readonly start: number[] } = { level: [], start: [] };

  get ready(): boolean {
    return this.levels.length > 0;
  }

  /**
   * Replaces the contents, at first without levels, so that drawing can start early.
   * @param height in pixels
   */
  *fill(matrix: Matrix, height: number): SlicedWork<void> {
    this.levels = [];
    this.columns = matrix.columns;
    this.rows = Math.min(matrix.rows, height);
    const { columns, rows } = this;
    const bits = bitsOf(matrix.values);
    if (rows === matrix.rows && matrix.rowStride === 1 && matrix.columnStride === rows && !matrix.order) {
      this.levels = [bits];
      return;
    }
    const base = this.memory(0, columns * rows);
    const offsets = Int32Array.from(
      { length: matrix.rows },
      (_, place) => (matrix.order?.[place] ?? place) * matrix.rowStride,
    );
    const { columnStride } = matrix;
    yield* inStretches(columns, matrix.rows, (from, to) =>
      reduceRows(bits, columnStride, offsets, from, to, base, rows),
    );
    this.levels = [base];
  }

  /** Adds the levels, which only make drawing faster. */
  *grow(): SlicedWork<void> {
    const { rows } = this;
    for (let blocks = this.columns >> 1; blocks >= 2; blocks >>= 1) {
      const below = this.levels[this.levels.length - 1];
      const level = this.memory(this.levels.length, blocks * rows);
      yield* inStretches(blocks, 2 * rows, (from, to) => halve(below, level, from, to, rows));
      this.levels.push(level);
    }
  }

  private memory(level: number, length: number): Int32Array {
    if (this.spare[level]?.length !== length) {
      this.spare[level] = new Int32Array(length);
    }
    return this.spare[level];
  }

  /** The strongest value of each row over columns from … to−1, as bits. @param out at least `rows` long */
  strongest(from: number, to: number, out: Int32Array): void {
    const { levels, rows, blocks } = this;
    let many = 0;
    for (let at = from; at < to; many++) {
      let level = 0;
      // Finds the largest block that begins here and ends within the range.
      for (let next = 2; level + 1 < levels.length && at % next === 0 && at + next <= to; next *= 2) {
        level++;
      }
      blocks.level[many] = level;
      blocks.start[many] = (at >> level) * rows;
      at += 1 << level;
    }
    const values = (block: number) => levels[blocks.level[block]];
    const { start } = blocks;
    if (many === 1) {
      const [only, at] = [values(0), start[0]];
      for (let row = 0; row < rows; row++) {
        out[row] = only[at + row];
      }
      return;
    }
    strongerOfTwo(values(0), start[0], values(1), start[1], out, rows);
    // Two blocks at a time, which reads and writes `out` half as often.
    for (let block = 2; block < many; block += 2) {
      const other = Math.min(block + 1, many - 1);
      strongerOfThree(values(block), start[block], values(other), start[other], out, rows);
    }
  }
}

function strongerOfTwo(
  a: Int32Array,
  aStart: number,
  b: Int32Array,
  bStart: number,
  out: Int32Array,
  rows: number,
): void {
  for (let row = 0; row < rows; row++) {
    const one = a[aStart + row];
    const other = b[bStart + row];
    out[row] = one ^ ((one ^ other) & (((one & magnitude) - (other & magnitude)) >> 31));
  }
}

/** Keeps the strongest of `a`, `b` and `out` in `out`. */
function strongerOfThree(
  a: Int32Array,
  aStart: number,
  b: Int32Array,
  bStart: number,
  out: Int32Array,
  rows: number,
): void {
  for (let row = 0; row < rows; row++) {
    const one = a[aStart + row];
    const other = b[bStart + row];
    const both = one ^ ((one ^ other) & (((one & magnitude) - (other & magnitude)) >> 31));
    const before = out[row];
    out[row] = before ^ ((before ^ both) & (((before & magnitude) - (both & magnitude)) >> 31));
  }
}

/**
 * Reduces columns from … to−1 of the matrix into the base, whose rows may stand for several of the matrix.
 * @param offsets of the rows within a column, from the top
 */
function reduceRows(
  values: Int32Array,
  columnStride: number,
  offsets: Int32Array,
  from: number,
  to: number,
  base: Int32Array,
  rows: number,
): void {
  const starts = Int32Array.from(
    { length: rows + 1 },
    (_, row) => cellsOfPixel(row, rows, 0, offsets.length)[0],
  );
  for (let column = from; column < to; column++) {
    const first = column * columnStride;
    const out = column * rows;
    for (let row = 0; row < rows; row++) {
      let place = starts[row];
      const end = starts[row + 1];
      let best = values[first + offsets[place]];
      for (place++; place < end; place++) {
        const other = values[first + offsets[place]];
        best ^= (best ^ other) & (((best & magnitude) - (other & magnitude)) >> 31);
      }
      base[out + row] = best;
    }
  }
}

function halve(below: Int32Array, level: Int32Array, from: number, to: number, rows: number): void {
  for (let block = from; block < to; block++) {
    const one = 2 * block * rows;
    const out = block * rows;
    for (let row = 0; row < rows; row++) {
      const left = below[one + row];
      const right = below[one + rows + row];
      level[out + row] = left ^ ((left ^ right) & (((left & magnitude) - (right & magnitude)) >> 31));
    }
  }
}

function bitsOf(values: Matrix['values']): Int32Array {
  return values instanceof Float32Array
    ? new Int32Array(values.buffer, values.byteOffset, values.length)
    : new Int32Array(Float32Array.from(values, nearestFloat32).buffer);
}

const largest = Math.fround(3.4028234663852886e38);
const smallest = 2 ** -149;

/** Rounds to Float32 such that finite numbers stay finite, and nonzero numbers stay nonzero. */
function nearestFloat32(value: number): number {
  const size = Math.abs(value);
  return size > largest && size < Number.POSITIVE_INFINITY
    ? Math.sign(value) * largest
    : size > 0 && size < smallest
      ? Math.sign(value) * smallest
      : value;
}
