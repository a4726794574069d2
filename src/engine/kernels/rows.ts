/** Biases and their gradients, of the reference kernels. */
import type { Tensor } from '../tensor';
import type { Matrix } from './matrix';

/** `matrix[i, j] = first[from + j] + second[from + j]`; either vector may be null. */
export function fillRows(first: Tensor | null, second: Tensor | null, from: number, matrix: Matrix): void {
  const { at, rows, columns, stride } = matrix;
  const values = matrix.tensor.values;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      values[at + i * stride + j] =
        (first ? first.values[from + j] : 0) + (second ? second.values[from + j] : 0);
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
