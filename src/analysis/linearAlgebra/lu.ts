/**
 * Solves many systems with one small dense matrix: LU with partial pivoting, in place and without allocation.
 */
import { addScaled, columnsOf, type Dense, dense, dot, multiply, rowsOf } from './dense';

/**
 * Number of columns that are eliminated before the columns behind them are updated (Golub and Van Loan, 4th
 * edition, 3.2.11).
 */
const panel = 16;

export class LU {
  /** `[n][n]` the matrix before `factorise`, then L (unit diagonal) and U. */
  readonly values: Float64Array;
  /** Row i of the factors is row `order[i]` of the matrix. */
  private readonly order: Int32Array;
  private readonly scratch: Float64Array;
  /** A panel's part of L below it, negated. */
  private readonly factors: Dense;

  constructor(private readonly size: number) {
    this.values = new Float64Array(size * size);
    this.order = new Int32Array(size);
    this.scratch = new Float64Array(size);
    this.factors = dense(new Float64Array(size * panel), size, panel);
  }

  /**
   * Factorises the matrix in `values`.
   * @returns false where a pivot is zero, so that the matrix is singular
   */
  factorise(): boolean {
    const { size: n, order } = this;
    for (let i = 0; i < n; i++) {
      order[i] = i;
    }
    for (let first = 0; first < n; first += panel) {
      const end = Math.min(first + panel, n);
      for (let k = first; k < end; k++) {
        if (!this.eliminate(k, end)) {
          return false;
        }
      }
      this.update(first, end);
    }
    return true;
  }

  /** Replaces the first n elements of b by A⁻¹·b. */
  solve(b: Float64Array): void {
    const { size: n, values: A, order, scratch } = this;
    for (let i = 0; i < n; i++) {
      scratch[i] = b[order[i]] - dot(i, A, i * n, scratch, 0);
    }
    for (let i = n - 1; i >= 0; i--) {
      b[i] = (scratch[i] - dot(n - i - 1, A, i * n + i + 1, b, i + 1)) / A[i * n + i];
    }
  }

  /** Replaces the first n elements of b by A⁻ᵀ·b. */
  solveTransposed(b: Float64Array): void {
    const { size: n, values: A, order, scratch } = this;
    for (let i = 0; i < n; i++) {
      b[i] /= A[i * n + i];
      addScaled(n - i - 1, -b[i], A, i * n + i + 1, b, i + 1);
    }
    for (let i = n - 1; i >= 0; i--) {
      addScaled(i, -b[i], A, i * n, b, 0);
    }
    scratch.set(b.subarray(0, n));
    for (let i = 0; i < n; i++) {
      b[order[i]] = scratch[i];
    }
  }

  /**
   * Eliminates column k: chooses its pivot and subtracts its row from the rows below, so far only in the
   * columns before `end`.
   */
  private eliminate(k: number, end: number): boolean {
    const { size: n, values: A } = this;
    let best = k;
    for (let i = k + 1; i < n; i++) {
      if (Math.abs(A[i * n + k]) > Math.abs(A[best * n + k])) {
        best = i;
      }
    }
    const pivot = A[best * n + k];
    if (pivot === 0) {
      return false;
    }
    if (best !== k) {
      this.swapRows(best, k);
    }
    for (let i = k + 1; i < n; i++) {
      const factor = A[i * n + k] / pivot;
      A[i * n + k] = factor;
      addScaled(end - k - 1, -factor, A, k * n + k + 1, A, i * n + k + 1);
    }
    return true;
  }

  /**
   * Updates the columns behind a panel: first the panel's own rows of U, then all rows below at once, as a
   * product.
   */
  private update(first: number, end: number): void {
    const { size: n, values: A, factors } = this;
    const rest = n - end;
    for (let i = first + 1; i < end; i++) {
      for (let k = first; k < i; k++) {
        addScaled(rest, -A[i * n + k], A, k * n + end, A, i * n + end);
      }
    }
    const own = columnsOf(rowsOf(factors, 0, rest), 0, end - first);
    for (let i = 0; i < rest; i++) {
      for (let k = first; k < end; k++) {
        factors.values[i * panel + k - first] = -A[(end + i) * n + k];
      }
    }
    const whole = dense(A, n, n);
    const right = columnsOf(whole, end, rest);
    multiply(own, rowsOf(right, first, end - first), rowsOf(right, end, rest), true);
  }

  private swapRows(i: number, k: number): void {
    const { size: n, values: A, order } = this;
    for (let j = 0; j < n; j++) {
      const kept = A[i * n + j];
      A[i * n + j] = A[k * n + j];
      A[k * n + j] = kept;
    }
    const kept = order[i];
    order[i] = order[k];
    order[k] = kept;
  }
}
