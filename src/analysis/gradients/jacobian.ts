/**
 * Products with a step's Jacobian J = ∂s_t/∂s_{t−1}, for all analyses that need them.
 *
 * The columns of h are dense. The columns of an LSTM's c are diagonal, `∂h/∂c₋ = diag(d⊙f)` and
 * `∂c/∂c₋ = diag(f)` (`engine/cells/lstm.ts`), which saves half the work.
 */
import type { StepJacobian } from '../../engine/cells/cell';
import { addTransposed, columnsOf, type Dense, dense, dot, multiply } from '../linearAlgebra/dense';

export interface Jacobian extends StepJacobian {
  /** H: `size` is H, for an LSTM 2H. Only the first H columns are dense. */
  readonly hiddenSize: number;
}

/** Returns the Jacobian of step t. It may throw, to cancel a long computation. */
export type JacobianAt = (t: number) => Jacobian;

/** Computes `out = rows·J`: takes gradients, each a row over s_t, one step back to s_{t−1}. */
export function backThrough(rows: Dense, J: Jacobian, out: Dense): void {
  const { size, hiddenSize: H, values } = J;
  multiply(rows, columnsOf(dense(values, size, size), 0, H), columnsOf(out, 0, H));
  const { toH, toC } = cellColumns(J);
  for (let i = 0; i < rows.rows; i++) {
    const h = rows.at + i * rows.stride;
    const to = out.at + i * out.stride + H;
    for (let u = 0; u < size - H; u++) {
      out.values[to + u] = rows.values[h + u] * toH[u] + rows.values[h + H + u] * toC[u];
    }
  }
}

/**
 * Copies the diagonals of `∂h/∂c₋` and `∂c/∂c₋` into arrays, because in J each of their elements would cost a
 * cache line.
 */
export function cellColumns({ size, hiddenSize: H, values: J }: Jacobian): {
  readonly toH: Float64Array;
  readonly toC: Float64Array;
} {
  const toH = new Float64Array(size - H);
  const toC = new Float64Array(size - H);
  for (let u = 0; u < size - H; u++) {
    toH[u] = J[u * size + H + u];
    toC[u] = J[(H + u) * size + H + u];
  }
  return { toH, toC };
}

/** Computes `y = J·x`: takes a change of s_{t−1} one step forward. */
export function apply({ size, hiddenSize: H, values: J }: Jacobian, x: Float64Array, y: Float64Array): void {
  for (let i = 0; i < size; i++) {
    y[i] = dot(H, J, i * size, x, 0);
  }
  for (let u = 0; u < size - H; u++) {
    y[u] += J[u * size + H + u] * x[H + u];
    y[H + u] += J[(H + u) * size + H + u] * x[H + u];
  }
}

/** Computes `y = Jᵀ·x`. */
export function applyTransposed(
  { size, hiddenSize: H, values: J }: Jacobian,
  x: Float64Array,
  y: Float64Array,
): void {
  y.fill(0);
  addTransposed(columnsOf(dense(J, size, size), 0, H), x, 0, y);
  for (let u = 0; u < size - H; u++) {
    y[H + u] = J[u * size + H + u] * x[u] + J[(H + u) * size + H + u] * x[H + u];
  }
}
