/** Kernels on the rows of matrices: biases and their gradients, gathering and scattering. */
import type { Tensor } from '../tensor';
import type { Matrix } from './matrix';

/** `matrix[i, j] = first[from + j] + second[from + j]`; either vector may be null. */
export function fillRows(first: Tensor | null, second: Tensor | null, from: number, matrix: Matrix): void {
  const { at, rows, columns, stride } = matrix;
  const values = matrix.tensor.values;
  const one = first?.values;
  const two = second?.values;
  for (let j = 0; j < columns; j++) {
    const bias = (one ? one[from + j] : 0) + (two ? two[from + j] : 0);
    for (let i = 0; i < rows; i++) {
      values[at + i * stride + j] = bias;
    }
  }
}

/** `to[i, ·] = from[places[i], ·]`, for the columns of `to`. */
export function gatherRows(from: Tensor, places: Int32Array, to: Matrix): void {
  const column = to.at % to.stride;
  for (let i = 0; i < to.rows; i++) {
    const start = places[i] * to.stride + column;
    to.tensor.values.set(from.values.subarray(start, start + to.columns), to.at + i * to.stride);
  }
}

/** `to[places[i], ·] += from[i, ·]`, for the columns of `from`. */
export function scatterRows(from: Matrix, places: Int32Array, to: Tensor): void {
  const column = from.at % from.stride;
  for (let i = 0; i < from.rows; i++) {
    const start = places[i] * from.stride + column;
    for (let j = 0; j < from.columns; j++) {
      to.values[start + j] += from.tensor.values[from.at + i * from.stride + j];
    }
  }
}

/** `to[i, ·] = embedding[codes[i], ·]`, or zeros where the code is −1. */
export function gatherTokens(embedding: Tensor, codes: Int32Array, to: Matrix): void {
  const { values } = to.tensor;
  for (let i = 0; i < to.rows; i++) {
    const at = to.at + i * to.stride;
    const from = codes[i] * to.columns;
    if (from < 0) {
      values.fill(0, at, at + to.columns);
    } else {
      values.set(embedding.values.subarray(from, from + to.columns), at);
    }
  }
}

/** `to[codes[i], ·] += from[i, ·]`, except where the code is −1. */
export function scatterTokens(from: Matrix, codes: Int32Array, to: Matrix): void {
  for (let i = 0; i < from.rows; i++) {
    const at = to.at + codes[i] * to.stride;
    for (let j = 0; codes[i] >= 0 && j < from.columns; j++) {
      to.tensor.values[at + j] += from.tensor.values[from.at + i * from.stride + j];
    }
  }
}

/** `sums[at + j] += Σ_i matrix[i, j]`, summed in Float64. */
export function addColumnSums(matrix: Matrix, sums: Tensor, sumsAt: number): void {
  const { at, rows, columns, stride } = matrix;
  const values = matrix.tensor.values;
  for (let j = 0; j < columns; j++) {
    let sum = 0;
    for (let i = 0; i < rows; i++) {
      sum += values[at + i * stride + j];
    }
    sums.values[sumsAt + j] += sum;
  }
}

export function sumOfSquares({ values }: Tensor): number {
  let sum = 0;
  for (let j = 0; j < values.length; j++) {
    sum += values[j] * values[j];
  }
  return sum;
}
