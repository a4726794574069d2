/** A matrix of numbers for drawing: where its cells lie, and which of them a pixel covers. */

/**
 * Any strided view of a flat array: the element at (`column`, `row`) is
 * `values[column·columnStride + row·rowStride]`.
 */
export interface Matrix {
  readonly values: Float32Array | Float64Array;
  readonly columns: number;
  readonly rows: number;
  readonly columnStride: number;
  readonly rowStride: number;
  /** Row drawn at each place from the top, each row once; in index order where undefined. */
  readonly order?: Int32Array;
}

/** The columns in view, from … to−1. */
export interface ColumnRange {
  readonly from: number;
  readonly to: number;
}

export interface Cell {
  readonly column: number;
  readonly row: number;
}

/** A place in a plot; `row` is null where the plot has no rows. */
export interface Place {
  readonly column: number;
  readonly row: number | null;
}

/** A `[T, size]` tensor with time to the right and units downwards. */
export function timeMatrix(values: Float32Array, steps: number, size: number, order?: Int32Array): Matrix {
  return { values, columns: steps, rows: size, columnStride: size, rowStride: 1, order };
}

/** A row-major square: row i downwards, column j to the right. */
export function squareMatrix(values: Float32Array | Float64Array, size: number): Matrix {
  return { values, columns: size, rows: size, columnStride: 1, rowStride: size };
}

export function valueAt(matrix: Matrix, { column, row }: Cell): number {
  return matrix.values[column * matrix.columnStride + row * matrix.rowStride];
}

/**
 * Range of the cells shown by pixel `pixel` of `pixels`, where `count` cells from `from` on are in view. The
 * end is the next pixel's start, but at least one cell after this start.
 */
export function cellsOfPixel(
  pixel: number,
  pixels: number,
  from: number,
  count: number,
): readonly [start: number, end: number] {
  const start = from + Math.floor((pixel * count) / pixels);
  const end = from + Math.floor(((pixel + 1) * count) / pixels);
  return [start, Math.max(end, start + 1)];
}

/**
 * Range of the columns shown by a pixel of `width`: that of `cellsOfPixel` while columns are few. Where they
 * are many, it starts at a multiple of a power of two, at most half a pixel away, so that a pyramid combines
 * few blocks. Each column belongs to one pixel.
 */
export function columnsOfPixel(
  pixel: number,
  width: number,
  { from, to }: ColumnRange,
): readonly [start: number, end: number] {
  const span = to - from;
  if (span < 4 * width) {
    return cellsOfPixel(pixel, width, from, span);
  }
  const block = 2 ** Math.floor(Math.log2(span / (2 * width)));
  const edge = (at: number) => Math.floor((from + (at * span) / width) / block) * block;
  return [pixel === 0 ? from : edge(pixel), pixel === width - 1 ? to : edge(pixel + 1)];
}

/**
 * The cell furthest from zero in a rectangle of columns and of places from the top; a non-finite one wins
 * over all.
 */
export function strongestCell(
  matrix: Matrix,
  [fromColumn, toColumn]: readonly [number, number],
  [fromRow, toRow]: readonly [number, number],
): Cell {
  const { order } = matrix;
  let best: Cell = { column: fromColumn, row: order?.[fromRow] ?? fromRow };
  let size = -1;
  for (let column = fromColumn; column < toColumn; column++) {
    for (let place = fromRow; place < toRow; place++) {
      const row = order?.[place] ?? place;
      const value = valueAt(matrix, { column, row });
      if (!Number.isFinite(value)) {
        return { column, row };
      }
      if (Math.abs(value) > size) {
        size = Math.abs(value);
        best = { column, row };
      }
    }
  }
  return best;
}

/** Columns that a finding refers to; with `absent`, columns that do not exist. */
export interface Band {
  /** First column; the last is `to`−1. */
  readonly from: number;
  readonly to: number;
  readonly severity: 'error' | 'warning' | 'information' | 'absent';
}
