/**
 * Gradients of recurrent weights and biases: sums over steps and sequences. Each thread computes some of the
 * rows.
 */
import type { Kernels } from '../kernels/kernels';
import { columns, type Matrix, matrix } from '../kernels/matrix';
import { type Partition, partOf } from '../threads/partition';
import type { CellWeights } from './cell';

/** `∂L/∂W_hh[at + i, ·] += (dzᵀ·operand)[i, ·]` for the columns i of `dz`. */
export function addWeightGradient(
  kernels: Kernels,
  { weightHh }: CellWeights,
  dz: Matrix,
  operand: Matrix,
  at: number,
  partition: Partition,
): void {
  const { first, end } = partOf(partition, dz.columns);
  const rows = matrix(weightHh, at + first, end - first, operand.columns);
  kernels.multiplyTransposed(columns(dz, first, end - first), operand, rows, true);
}

/** `∂L/∂b_hh[at + i] += Σ dz[·, i]` for the columns i of `dz`. */
export function addBiasGradient(
  kernels: Kernels,
  { biasHh }: CellWeights,
  dz: Matrix,
  at: number,
  partition: Partition,
): void {
  if (biasHh) {
    const { first, end } = partOf(partition, dz.columns);
    kernels.addColumnSums(columns(dz, first, end - first), biasHh, at + first);
  }
}
