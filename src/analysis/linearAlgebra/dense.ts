/**
 * Dense matrices in Float64, row-major, and their product. Whole decompositions are in `eigen.ts`, which uses
 * ml-matrix.
 */

import type { DoubleMatrix } from '../../engine/kernels/doubles';

export { multiplyDoubles as multiply } from '../../engine/kernels/doubles';

export type Dense = DoubleMatrix;

export function dense(values: Float64Array, rows: number, columns: number): Dense {
  return { values, at: 0, rows, columns, stride: columns };
}

/** The first `count` rows of a matrix. */
export function firstRows(of: Dense, count: number): Dense {
  return rowsOf(of, 0, count);
}

/** The rows `from … from + count − 1` of a matrix. */
export function rowsOf(of: Dense, from: number, count: number): Dense {
  return { ...of, at: of.at + from * of.stride, rows: count };
}

/** The columns `from … from + count − 1` of a matrix. */
export function columnsOf(of: Dense, from: number, count: number): Dense {
  return { ...of, at: of.at + from, columns: count };
}

/** Computes `C = Aᵀ`. */
export function transpose(a: Dense, c: Dense): void {
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j < a.columns; j++) {
      c.values[c.at + j * c.stride + i] = a.values[a.at + i * a.stride + j];
    }
  }
}

/**
 * `⟨x, y⟩` of two runs of `count` elements, in four sums side by side, because a single sum would wait for
 * each addition.
 */
export function dot(count: number, x: Float64Array, xAt: number, y: Float64Array, yAt: number): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let j = 0;
  for (; j + 3 < count; j += 4) {
    s0 += x[xAt + j] * y[yAt + j];
    s1 += x[xAt + j + 1] * y[yAt + j + 1];
    s2 += x[xAt + j + 2] * y[yAt + j + 2];
    s3 += x[xAt + j + 3] * y[yAt + j + 3];
  }
  for (; j < count; j++) {
    s0 += x[xAt + j] * y[yAt + j];
  }
  return s0 + s1 + (s2 + s3);
}

/** Computes `y += factor·x`. */
export function addScaled(
  count: number,
  factor: number,
  x: Float64Array,
  xAt: number,
  y: Float64Array,
  yAt: number,
): void {
  for (let j = 0; j < count; j++) {
    y[yAt + j] += factor * x[xAt + j];
  }
}

/** `‖x‖₂` of a run of `count` elements, without underflow or overflow of the squares. */
export function norm(count: number, x: Float64Array, at: number): number {
  const squares = dot(count, x, at, x, at);
  if (squares > 1e-290 && squares < 1e290) {
    return Math.sqrt(squares);
  }
  let largest = 0;
  for (let j = at; j < at + count; j++) {
    // NaN must not get lost in the maximum.
    largest = Number.isNaN(x[j]) ? Number.NaN : Math.max(largest, Math.abs(x[j]));
  }
  if (largest === 0 || !Number.isFinite(largest)) {
    return largest;
  }
  let sum = 0;
  for (let j = at; j < at + count; j++) {
    const part = x[j] / largest;
    sum += part * part;
  }
  return largest * Math.sqrt(sum);
}

/**
 * Computes `y += Aᵀ·x`, with x from element `xAt` on, four rows at a time, so that y is read and written a
 * quarter as often.
 */
export function addTransposed(a: Dense, x: Float64Array, xAt: number, y: Float64Array): void {
  const { values: A, rows, columns, stride } = a;
  let i = 0;
  for (; i + 3 < rows; i += 4) {
    const r0 = a.at + i * stride;
    const r1 = r0 + stride;
    const r2 = r1 + stride;
    const r3 = r2 + stride;
    const x0 = x[xAt + i];
    const x1 = x[xAt + i + 1];
    const x2 = x[xAt + i + 2];
    const x3 = x[xAt + i + 3];
    for (let j = 0; j < columns; j++) {
      y[j] += x0 * A[r0 + j] + x1 * A[r1 + j] + (x2 * A[r2 + j] + x3 * A[r3 + j]);
    }
  }
  for (; i < rows; i++) {
    addScaled(columns, x[xAt + i], A, a.at + i * stride, y, 0);
  }
}
