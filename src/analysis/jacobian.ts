/**
 * Products with a step's Jacobian J = ∂s_t/∂s_{t−1}, for whatever is made of it.
 *
 * The columns of h are dense. Those of an LSTM's c are diagonal, `∂h/∂c₋ = diag(d⊙f)` and `∂c/∂c₋ = diag(f)`
 * (`engine/cells/lstm.ts`), which saves half the work.
 */
import type { StepJacobian } from '../engine/cells/cell';
import { addTransposed, columnsOf, type Dense, dense, dot, multiply } from './dense';

export interface Jacobian extends StepJacobian {
  /** H: `size` is H, for an LSTM 2H. Only the first H columns are dense. */
  readonly hiddenSize: number;
}

/** Where the Jacobians come from: of step t. It may throw, to end what takes long. */
export type JacobianAt = (t: number) => Jacobian;

/** `out = rows·J`: gradients, each a row over s_t, one step back to s_{t−1}. */
export function backThrough(rows: Dense, { size, hiddenSize: H, values: J }: Jacobian, out: Dense): void {
  multiply(rows, columnsOf(dense(J, size, size), 0, H), columnsOf(out, 0, H));
  for (let u = 0; u < size - H; u++) {
    const toH = J[u * size + H + u];
    const toC = J[(H + u) * size + H + u];
    for (let i = 0; i < rows.rows; i++) {
      const from = rows.at + i * rows.stride;
      out.values[out.at + i * out.stride + H + u] =
        rows.values[from + u] * toH + rows.values[from + H + u] * toC;
    }
  }
}

/** `y = J·x`: a change of s_{t−1} one step on. */
export function apply({ size, hiddenSize: H, values: J }: Jacobian, x: Float64Array, y: Float64Array): void {
  for (let i = 0; i < size; i++) {
    y[i] = dot(H, J, i * size, x, 0);
  }
  for (let u = 0; u < size - H; u++) {
    y[u] += J[u * size + H + u] * x[H + u];
    y[H + u] += J[(H + u) * size + H + u] * x[H + u];
  }
}

/** `y = Jᵀ·x` */
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
