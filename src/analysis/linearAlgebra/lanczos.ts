/**
 * The largest eigenvalue of a symmetric, positive semidefinite operator A of which only products A·x are
 * available: σ_max² of `JᵀJ`, 1/σ_min² of `(JᵀJ)⁻¹`.
 *
 * Lanczos (1950) with full reorthogonalisation (Golub and Van Loan, "Matrix Computations", 4th edition,
 * 10.3):
 *
 *     A·q_k = β_{k−1}·q_{k−1} + α_k·q_k + β_k·q_{k+1},    T_k = tridiag(β, α, β),    θ = λ_max(T_k)
 *
 * With T_k·s = θ·s, ‖s‖ = 1, an eigenvalue lies within r = β_k·|s_k| of θ (Parlett, "The Symmetric Eigenvalue
 * Problem", 11.7); the closer bound r²/gap is of no use, because nearby eigenvalues that have not separated
 * yet leave no gap to be seen. At k = size the eigenvalue is always found.
 *
 * Where A has few distinct eigenvalues, as from an identity start or a ReLU, the Krylov space ends early: what
 * is left of A·q_k is rounding, which one orthogonalisation does not make orthogonal. Each vector is therefore
 * orthogonalised twice ("twice is enough": Parlett, 6.9), and a β_k of the size of rounding is a zero, after
 * which the search goes on from another start, orthogonal to all that came before.
 */
import { addScaled, dot, norm } from './dense';

/** Relative accuracy of the eigenvalue where the products are exact; half as much for a singular value. */
const finest = 1e-10;
const stepsPerCheck = 4;
/** Replaces a pivot of zero. */
const tiniest = 1e-300;
/**
 * Share of noise in a start from a known vector: without it, a direction that this one lacks would never be
 * found.
 */
const noise = 1e-2;
/**
 * Most starts of one search. A start lacks a direction only by chance, so a second one that finds nothing
 * larger is enough; without a limit, the identity would take as many products as it has rows.
 */
const mostStarts = 3;

export class Lanczos {
  /**
   * The eigenvector of the last call, as accurate as its eigenvalue needed it: the start for a similar
   * operator.
   */
  readonly vector: Float64Array;
  private readonly basis: Float64Array;
  private readonly alpha: Float64Array;
  private readonly beta: Float64Array;
  private readonly x: Float64Array;
  private readonly y: Float64Array;
  /** An eigenvector of T, and the pivots from which it is computed. */
  private readonly s: Float64Array;
  private readonly above: Float64Array;
  private readonly below: Float64Array;

  constructor(private readonly size: number) {
    this.vector = new Float64Array(size);
    this.basis = new Float64Array(size * size);
    this.alpha = new Float64Array(size);
    this.beta = new Float64Array(size);
    this.x = new Float64Array(size);
    this.y = new Float64Array(size);
    this.s = new Float64Array(size);
    this.above = new Float64Array(size);
    this.below = new Float64Array(size);
  }

  /**
   * The largest eigenvalue. The search starts at the vector of the last call, because operators come in
   * series.
   * @param apply sets y to A·x
   * @param errorOf relative error of the products, where the largest eigenvalue is λ; no finer result is
   *   sought
   * @returns NaN where the operator's products are not finite
   */
  largest(
    apply: (x: Float64Array, y: Float64Array) => void,
    errorOf: (lambda: number) => number = () => 0,
  ): number {
    const { size: n, basis, alpha, beta, x, y } = this;
    this.begin();
    let value = 0;
    let k = 0;
    /** The length of the largest product so far, which is at most the largest eigenvalue. */
    let scale = 0;
    let starts = 1;
    for (; k < n; k++) {
      const row = k * n;
      x.set(basis.subarray(row, row + n));
      apply(x, y);
      scale = Math.max(scale, norm(n, y, 0));
      alpha[k] = dot(n, basis, row, y, 0);
      this.orthogonalise(k + 1, y);
      beta[k] = norm(n, y, 0);
      if (!Number.isFinite(alpha[k] + beta[k])) {
        return Number.NaN;
      }
      const isInvariant = beta[k] <= n * Number.EPSILON * scale;
      const last = k === n - 1 || (isInvariant && starts === mostStarts);
      if (last || (!isInvariant && k % stepsPerCheck === stepsPerCheck - 1)) {
        value = this.largestOfTridiagonal(k + 1, value);
        if (last || this.converged(k + 1, value, Math.max(finest, errorOf(value)))) {
          break;
        }
      }
      if (isInvariant) {
        beta[k] = 0;
        starts++;
        this.startAgain(k + 1);
      }
      const length = isInvariant ? norm(n, y, 0) : beta[k];
      for (let j = 0; j < n; j++) {
        basis[row + n + j] = y[j] / length;
      }
    }
    this.keepVector(k + 1, value);
    return value;
  }

  /** Takes from y what lies in the first `count` vectors of the basis; once more, for what rounding left. */
  private orthogonalise(count: number, y: Float64Array): void {
    const { size: n, basis } = this;
    for (let pass = 0; pass < 2; pass++) {
      for (let j = count - 1; j >= 0; j--) {
        addScaled(n, -dot(n, basis, j * n, y, 0), basis, j * n, y, 0);
      }
    }
  }

  /** Sets y to a direction that is orthogonal to the first `count` vectors of the basis; `count` < size. */
  private startAgain(count: number): void {
    const { size: n, y } = this;
    for (let j = 0; j < n; j++) {
      y[j] = pattern(j + count * n);
    }
    // At least one of the unit vectors has a part of length 1/√n outside the basis.
    for (let unit = 0, before = norm(n, y, 0); ; unit++, before = 1) {
      this.orthogonalise(count, y);
      if (norm(n, y, 0) > before / (2 * n)) {
        return;
      }
      y.fill(0);
      y[unit] = 1;
    }
  }

  private begin(): void {
    const { size: n, basis, vector } = this;
    const start = basis.subarray(0, n);
    for (let j = 0; j < n; j++) {
      start[j] = pattern(j);
    }
    if (norm(n, vector, 0) > 0) {
      const scale = noise / norm(n, start, 0);
      for (let j = 0; j < n; j++) {
        start[j] = vector[j] + scale * start[j];
      }
    }
    const length = norm(n, start, 0);
    for (let j = 0; j < n; j++) {
      start[j] /= length;
    }
  }

  /** The largest eigenvalue of T_k, which is at least `low`, by bisection (Givens 1954). */
  private largestOfTridiagonal(k: number, low: number): number {
    const { alpha, beta } = this;
    let lower = low;
    let upper = 0;
    for (let i = 0; i < k; i++) {
      const radius = (i > 0 ? beta[i - 1] : 0) + (i < k - 1 ? beta[i] : 0); // Gershgorin
      lower = Math.max(lower, alpha[i]);
      upper = Math.max(upper, alpha[i] + radius);
    }
    for (;;) {
      const middle = lower + (upper - lower) / 2;
      if (middle <= lower || middle >= upper) {
        return upper;
      }
      if (this.anyAbove(k, middle)) {
        lower = middle;
      } else {
        upper = middle;
      }
    }
  }

  /** Whether T_k has an eigenvalue above λ: a positive pivot of T_k − λI (Sylvester's law of inertia). */
  private anyAbove(k: number, lambda: number): boolean {
    const { alpha, beta } = this;
    let pivot = 1;
    for (let i = 0; i < k; i++) {
      pivot = alpha[i] - lambda - (i > 0 ? (beta[i - 1] * beta[i - 1]) / pivot : 0) || -tiniest;
      if (pivot > 0) {
        return true;
      }
    }
    return false;
  }

  private converged(k: number, value: number, tolerance: number): boolean {
    this.eigenvectorOfTridiagonal(k, value);
    return this.beta[k - 1] * Math.abs(this.s[k - 1]) <= tolerance * value;
  }

  /**
   * Computes the eigenvector s of T_k from a twisted factorisation of λI − T_k (Parlett and Dhillon 1997):
   * pivots from above down to row r and from below up to it, where r is the row with the smallest remainder
   * of both together. A recurrence in one direction would lose a component that decays.
   */
  private eigenvectorOfTridiagonal(k: number, lambda: number): void {
    const { alpha, beta, above, below, s } = this;
    for (let i = 0; i < k; i++) {
      above[i] = lambda - alpha[i] - (i > 0 ? (beta[i - 1] * beta[i - 1]) / above[i - 1] : 0) || tiniest;
    }
    let r = k - 1;
    let least = Number.POSITIVE_INFINITY;
    for (let i = k - 1; i >= 0; i--) {
      below[i] = lambda - alpha[i] - (i < k - 1 ? (beta[i] * beta[i]) / below[i + 1] : 0) || tiniest;
      const left = Math.abs(above[i] + below[i] - (lambda - alpha[i]));
      if (left < least) {
        least = left;
        r = i;
      }
    }
    s[r] = 1;
    for (let i = r - 1; i >= 0; i--) {
      s[i] = (beta[i] * s[i + 1]) / above[i];
    }
    for (let i = r + 1; i < k; i++) {
      s[i] = (beta[i - 1] * s[i - 1]) / below[i];
    }
    const length = norm(k, s, 0);
    for (let i = 0; i < k; i++) {
      s[i] /= length;
    }
  }

  /** Stores the Ritz vector Σ s_i·q_i in `vector`. */
  private keepVector(k: number, value: number): void {
    const { size: n, basis, vector, s } = this;
    this.eigenvectorOfTridiagonal(k, value);
    vector.fill(0);
    for (let i = 0; i < k; i++) {
      addScaled(n, s[i], basis, i * n, vector, 0);
    }
  }
}

/** Numbers between −0.5 and 0.5 in an order that no weight matrix has. */
function pattern(j: number): number {
  return (((j + 1) * 0.6180339887498949) % 1) - 0.5;
}
