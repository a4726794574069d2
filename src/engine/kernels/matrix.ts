/** Matrices as windows on tensors: the operands of the kernels. */
import type { Tensor } from '../tensor';

/** A window on a tensor: element (i, j) is `tensor.values[at + i·stride + j]`. */
export interface Matrix {
  readonly tensor: Tensor;
  readonly at: number;
  readonly rows: number;
  readonly columns: number;
  readonly stride: number;
}

/** Rows `first … first + rows − 1` of a tensor whose rows have `columns` elements, one after the other. */
export function matrix(tensor: Tensor, first: number, rows: number, columns: number): Matrix {
  return { tensor, at: first * columns, rows, columns, stride: columns };
}

/** The columns `first … first + count − 1` of a matrix. */
export function columns(of: Matrix, first: number, count: number): Matrix {
  return { ...of, at: of.at + first, columns: count };
}
