/**
 * Credit: how much the loss of each target step is owed to each earlier state, `C[t][k] = ‖∂L_t/∂h_k‖₂`
 * (docs/math.md, "Credit").
 *
 *     ∂L_t/∂s_{k−1} = ∂L_t/∂s_k · J_k,     from ∂L_t/∂h_t, the gradient at the target step itself
 *
 * This follows one layer's own recurrence. In the last layer of a network that does not read its own output a
 * gradient has no other path, and `Σ_t ∂L_t/∂h_k / N = ∂L/∂h_k`; for the states of a lower layer it is the
 * part that stays within that layer.
 */
import { type Dense, dense, firstRows, norm } from '../linearAlgebra/dense';
import { backThrough, type JacobianAt } from './jacobian';

/** The gradient of each target step's own loss at that step's state. */
export interface DirectGradients {
  /** The N target steps, rising. */
  readonly targets: readonly number[];
  /** `[N][H]` ∂L_t/∂h_t. */
  readonly rows: Float64Array;
}

export interface CreditMatrix {
  readonly targets: readonly number[];
  /** T, the number of columns. */
  readonly steps: number;
  /**
   * `[N][T]`, row-major: in the row of target t, C[t][k] at column k; the values right of column t mean
   * nothing.
   */
  readonly norms: Float64Array | Float32Array;
}

export interface Credit extends CreditMatrix {
  /** NaN right of column t; 0 from where a gradient is below 1e-250. */
  readonly norms: Float64Array;
  /** `[T][H]` Σ_t ∂L_t/∂h_k / N: in the last layer, ∂L/∂h_k. */
  readonly gradient: Float64Array;
}

/**
 * Norm below which a row counts as zero: its elements would become denormal numbers, which are slow and no
 * longer exact.
 */
const vanished = 1e-250;

/**
 * Computes credit for all target steps together: each step takes one product of all rows so far by J_k, T
 * products in all.
 * @param at called for the steps T−1, …, 1, in this order
 * @param steps T
 */
export function creditMatrix(
  at: JacobianAt,
  steps: number,
  hiddenSize: number,
  direct: DirectGradients,
): Credit {
  const H = hiddenSize;
  const N = direct.targets.length;
  const norms = new Float64Array(N * steps).fill(Number.NaN);
  const gradient = new Float64Array(steps * H);
  for (const { step: k, rows, of } of goBack(at, steps, H, direct)) {
    const { values, columns: size } = rows;
    for (let i = 0; i < rows.rows; i++) {
      norms[of(i) * steps + k] = norm(H, values, i * size);
      for (let u = 0; u < H; u++) {
        gradient[k * H + u] += values[i * size + u] / N;
      }
    }
  }
  return { targets: direct.targets, steps, norms, gradient };
}

/** Gradients by the state of one step. */
export interface AtStep {
  readonly step: number;
  /** `[rows in use][size]` gradients by the whole state; the next step overwrites them. */
  readonly rows: Dense;
  /** Returns the index, among all rows that start, of a row in use. */
  readonly of: (row: number) => number;
}

/**
 * Takes rows of gradients by h back, each from its own step to step 0.
 * @param direct the rows; a target may occur more than once, for several rows that start together
 */
export function* goBack(
  at: JacobianAt,
  steps: number,
  hiddenSize: number,
  { targets, rows: direct }: DirectGradients,
): Generator<AtStep, void, undefined> {
  const H = hiddenSize;
  const N = targets.length;
  const size = steps > 1 ? at(steps - 1).size : H;
  let now = dense(new Float64Array(N * size), N, size);
  let before = dense(new Float64Array(N * size), N, size);
  /** Number of rows in use. The last target is in row 0, because it is the first to go back. */
  let count = 0;
  const of = (row: number) => N - 1 - row;
  for (let k = steps - 1; k >= 0; k--) {
    while (count < N && targets[of(count)] === k) {
      const row = of(count) * H;
      now.values.set(direct.subarray(row, row + H), count * size);
      count++;
    }
    yield { step: k, rows: firstRows(now, count), of };
    for (let i = 0; i < count; i++) {
      if (norm(size, now.values, i * size) < vanished) {
        now.values.fill(0, i * size, (i + 1) * size);
      }
    }
    if (k > 0 && count > 0) {
      backThrough(firstRows(now, count), at(k), firstRows(before, count));
      [now, before] = [before, now];
    }
  }
}
