/** Singular values by one-sided Jacobi rotations: a reference that shares no method with the source. */

/**
 * All singular values of a square matrix, in descending order. Pairs of columns are rotated until every pair
 * is orthogonal to rounding; their lengths are the singular values (Hestenes 1958; Golub and Van Loan,
 * "Matrix Computations", 4th edition, 8.6.3).
 * @param values `[n][n]`, row-major
 */
export function jacobiSingularValues(n: number, values: ArrayLike<number>): number[] {
  const columns = Array.from({ length: n }, (_, j) => Array.from({ length: n }, (_, i) => values[i * n + j]));
  const inner = (a: readonly number[], b: readonly number[]) => a.reduce((sum, x, i) => sum + x * b[i], 0);
  for (let sweep = 0, rotated = true; rotated && sweep < 60; sweep++) {
    rotated = false;
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        const [x, y] = [columns[p], columns[q]];
        const [xx, yy, xy] = [inner(x, x), inner(y, y), inner(x, y)];
        if (Math.abs(xy) <= 4 * Number.EPSILON * Math.sqrt(xx * yy)) {
          continue;
        }
        rotated = true;
        const zeta = (yy - xx) / (2 * xy);
        const t = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
        const c = 1 / Math.sqrt(1 + t * t);
        columns[p] = x.map((value, i) => c * value - c * t * y[i]);
        columns[q] = x.map((value, i) => c * t * value + c * y[i]);
      }
    }
  }
  return columns.map((column) => Math.sqrt(inner(column, column))).sort((a, b) => b - a);
}
