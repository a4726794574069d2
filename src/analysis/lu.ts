/** Solving with one small dense matrix many times: LU with partial pivoting, in place and without allocation. */
import { addScaled, dot } from './dense';

export class LU {
  /** `[n][n]` before `factorise` the matrix, after it L (unit diagonal) and U. */
  readonly values: Float64Array;
  /** Row i of the factors is row `order[i]` of the matrix. */
  private readonly order: Int32Array;
  private readonly scratch: Float64Array;

  constructor(private readonly size: number) {
    this.values = new Float64Array(size * size);
    this.order = new Int32Array(size);
    this.scratch = new Float64Array(size);
  }

  /** Factorises what is in `values`. @returns false where a pivot is zero: the matrix is singular */
  factorise(): boolean {
    const { size: n, values: A, order } = this;
    for (let i = 0; i < n; i++) {
      order[i] = i;
    }
    for (let k = 0; k < n; k++) {
      let best = k;
      for (let i = k + 1; i < n; i++) {
        if (Math.abs(A[i * n + k]) > Math.abs(A[best * n + k])) {
          best = i;
        }
      }
      if (A[best * n + k] === 0) {
        return false;
      }
      if (best !== k) {
        this.swapRows(best, k);
      }
      for (let i = k + 1; i < n; i++) {
        const factor = A[i * n + k] / A[k * n + k];
        A[i * n + k] = factor;
        if (factor !== 0) {
          addScaled(n - k - 1, -factor, A, k * n + k + 1, A, i * n + k + 1);
        }
      }
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
