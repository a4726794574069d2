/**
 * The QR decomposition of a tall matrix by Householder reflections (Golub and Van Loan, "Matrix
 * Computations", 4th edition, 5.2), for many matrices of one size in a row. Vectors lie in rows, so that
 * every loop runs along memory.
 *
 * Many reflections are applied at once, as products of matrices. The reflections of a panel are (Schreiber
 * and Van Loan 1989)
 *
 *     (I − v₀v₀ᵀ/h₀) ⋯ (I − v_bv_bᵀ/h_b) = I − VᵀTV,    T upper triangular, the vectors in the rows of V
 */
import { addScaled, columnsOf, type Dense, dense, dot, multiply, norm, rowsOf, transpose } from './dense';

/** Number of reflections that are applied together. */
const panel = 32;

export class Householder {
  /** `[count][size]` the columns of Q; those of the identity before the first decomposition. */
  readonly vectors: Float64Array;
  /** `[count]` |R[i,i]| */
  readonly lengths: Float64Array;
  /** The matrices T of the panels, one below the other. */
  private readonly T: Dense;
  private readonly transposedT: Dense;
  private readonly transposedV: Dense;
  private readonly combined: Dense;
  private readonly parts: Dense;

  constructor(
    private readonly size: number,
    private readonly count: number,
  ) {
    this.vectors = new Float64Array(size * count);
    this.lengths = new Float64Array(count);
    this.T = dense(new Float64Array(count * panel), count, panel);
    this.transposedT = dense(new Float64Array(panel * panel), panel, panel);
    this.transposedV = dense(new Float64Array(size * panel), size, panel);
    this.combined = dense(new Float64Array(size * panel), panel, size);
    this.parts = dense(new Float64Array(count * panel), count, panel);
    this.resetVectors();
  }

  /** @param A `[count][size]` columns of the matrix, each in a row; overwritten */
  decompose(A: Float64Array): void {
    const { size, count } = this;
    const columns = dense(A, count, size);
    for (let first = 0; first < count; first += panel) {
      const end = Math.min(first + panel, count);
      for (let i = first; i < end; i++) {
        this.reflect(A, i, first, end);
      }
      this.reflectAll(columns, first, columns, end);
    }
    // Q is the product of all reflections, applied to the columns of the identity from the last one on.
    this.resetVectors();
    const Q = dense(this.vectors, count, size);
    for (let first = panel * Math.floor((count - 1) / panel); first >= 0; first -= panel) {
      this.reflectAll(columns, first, Q, first, { lastToFirst: true });
    }
  }

  /**
   * Turns row i into the vector of the reflection that reduces it to |R[i,i]|, and reflects the later rows of
   * its panel.
   */
  private reflect(A: Float64Array, i: number, first: number, end: number): void {
    const { size: n, lengths, T } = this;
    const at = i * n + i;
    const rest = n - i;
    const length = norm(rest, A, at);
    lengths[i] = length;
    A.fill(0, i * n + first, at);
    const row = i - first;
    for (let j = first; j < end; j++) {
      T.values[i * panel + j - first] = 0;
    }
    if (!(length > 0)) {
      A.fill(0, at, at + rest);
      return;
    }
    // v needs a length near 1, so that its square neither underflows nor overflows.
    for (let j = at; j < at + rest; j++) {
      A[j] /= length;
    }
    const h = 1 + Math.abs(A[at]);
    A[at] += A[at] < 0 ? -1 : 1;
    for (let k = i + 1; k < end; k++) {
      addScaled(rest, -dot(rest, A, at, A, k * n + i) / h, A, at, A, k * n + i);
    }
    // T grows by the column −T·V·v/h, and 1/h below it.
    for (let k = first; k < i; k++) {
      const factor = -dot(rest, A, k * n + i, A, at) / h;
      for (let j = first; j <= k; j++) {
        T.values[j * panel + row] += T.values[j * panel + k - first] * factor;
      }
    }
    T.values[i * panel + row] = 1 / h;
  }

  /**
   * Applies the reflections of one panel to the rows of X from `from` on: last to first, which is `I − VᵀTV`
   * on a column, or first to last, `I − VᵀTᵀV`.
   * @param A matrix whose rows are the panel's vectors
   */
  private reflectAll(A: Dense, first: number, X: Dense, from: number, { lastToFirst = false } = {}): void {
    const { size: n, count, T, transposedT, transposedV, combined, parts } = this;
    const rows = count - from;
    if (rows <= 0) {
      return;
    }
    const b = Math.min(panel, count - first);
    const V = columnsOf(rowsOf(A, first, b), first, n - first);
    const ownT = columnsOf(rowsOf(T, first, b), 0, b);
    const ownVT = columnsOf(rowsOf(transposedV, 0, n - first), 0, b);
    const TV = columnsOf(rowsOf(combined, 0, b), 0, n - first);
    const xV = columnsOf(rowsOf(parts, 0, rows), 0, b);
    const own = columnsOf(rowsOf(X, from, rows), first, n - first);
    transpose(V, ownVT);
    multiply(own, ownVT, xV);
    // Each row of X is a column x and becomes xᵀ − (Vx)ᵀTᵀV, or the same with T.
    if (lastToFirst) {
      const square = columnsOf(rowsOf(transposedT, 0, b), 0, b);
      transpose(ownT, square);
      multiply(square, V, TV);
    } else {
      multiply(ownT, V, TV);
    }
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < b; j++) {
        parts.values[i * panel + j] *= -1;
      }
    }
    multiply(xV, TV, own, true);
  }

  private resetVectors(): void {
    this.vectors.fill(0);
    for (let i = 0; i < this.count; i++) {
      this.vectors[i * this.size + i] = 1;
    }
  }
}
