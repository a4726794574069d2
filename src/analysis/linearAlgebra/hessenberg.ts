/**
 * Makes a matrix similar to one with zeros below its first subdiagonal, from which the QR algorithm of
 * `eigenvalues.ts` starts.
 */
import { addScaled, dot, norm } from './dense';

/**
 * Replaces A by `QᵀAQ`, by Householder reflections (Golub and Van Loan, "Matrix Computations", 4th edition,
 * algorithm 7.4.2).
 * @param A `[n][n]`, row-major
 */
export function toHessenberg(n: number, A: Float64Array): void {
  const v = new Float64Array(n);
  const w = new Float64Array(n);
  for (let k = 0; k < n - 2; k++) {
    const first = k + 1;
    const count = n - first;
    for (let i = first; i < n; i++) {
      v[i] = A[i * n + k];
    }
    const length = norm(count, v, first);
    if (length === 0 || !Number.isFinite(length)) {
      continue;
    }
    const head = v[first] > 0 ? -length : length;
    // I − v·vᵀ/h takes the column to (head, 0, …).
    const h = length * (length + Math.abs(v[first]));
    v[first] -= head;
    w.fill(0, first);
    for (let i = first; i < n; i++) {
      addScaled(count, v[i] / h, A, i * n + first, w, first);
    }
    for (let i = first; i < n; i++) {
      addScaled(count, -v[i], w, first, A, i * n + first);
      A[i * n + k] = 0;
    }
    A[first * n + k] = head;
    for (let i = 0; i < n; i++) {
      addScaled(count, -dot(count, A, i * n + first, v, first) / h, v, first, A, i * n + first);
    }
  }
}
