/**
 * Largest and smallest singular value of step Jacobians, for many matrices of one size in a row: σ_max² =
 * λ_max(JᵀJ) and 1/σ_min² = λ_max((JᵀJ)⁻¹), both by Lanczos. For all singular values of one matrix, see
 * `singularRange` in `eigen.ts`.
 */
import { addScaled, dot, norm } from '../linearAlgebra/dense';
import { Lanczos } from '../linearAlgebra/lanczos';
import { LU } from '../linearAlgebra/lu';
import { apply, applyTransposed, type Jacobian } from './jacobian';

export class SingularValues {
  private readonly forLargest: Lanczos;
  private readonly forSmallest: Lanczos;
  private readonly between: Float64Array;
  private readonly inverse: Inverse;

  constructor(size: number, hiddenSize: number) {
    this.forLargest = new Lanczos(size);
    this.forSmallest = new Lanczos(size);
    this.between = new Float64Array(size);
    this.inverse = new Inverse(size, hiddenSize);
  }

  /**
   * ‖J‖₂ to a relative accuracy of 1e-10. The search starts where the last one ended, because a step is much
   * like the next.
   */
  largest(J: Jacobian): number {
    const { between } = this;
    const square = this.forLargest.largest((x, y) => {
      apply(J, x, between);
      applyTransposed(J, between, y);
    });
    return Math.sqrt(square);
  }

  /** σ_min to an accuracy of the rounding of σ_max, as in any decomposition; 0 where J is singular. */
  smallest(J: Jacobian): number {
    const { inverse } = this;
    if (!inverse.factorise(J)) {
      return 0;
    }
    const rounding = 8 * Number.EPSILON * norm(J.values.length, J.values, 0);
    const square = this.forSmallest.largest(
      (x, y) => {
        y.set(x);
        inverse.solveTransposed(y);
        inverse.solve(y);
      },
      (lambda) => rounding * Math.sqrt(lambda), // ε·σ_max/σ_min
    );
    // Where 1/σ² overflows, J is singular to all available accuracy.
    return Number.isNaN(square) ? (J.values.some(Number.isNaN) ? Number.NaN : 0) : 1 / Math.sqrt(square);
  }
}

/**
 * Solves linear systems with J. An LSTM's J is `[[A, diag(a)], [B, diag(f)]]`: with `p = a/f` (that is d, see
 * `engine/cells/lstm.ts`) and the Schur complement `S = A − diag(p)·B`, which is H×H, only S needs factors:
 *
 *     J·(x, y) = (b, c):    S·x = b − p⊙c,    y = (c − B·x)/f
 *     Jᵀ·(x, y) = (b, c):   Sᵀ·x = b − Bᵀ·(c/f),    y = c/f − p⊙x
 */
class Inverse {
  private readonly lu: LU;
  /** B, `[H][H]` */
  private readonly B: Float64Array;
  private readonly f: Float64Array;
  private readonly p: Float64Array;
  private readonly extra: number;

  constructor(
    size: number,
    private readonly H: number,
  ) {
    this.extra = size - H;
    this.lu = new LU(H);
    this.B = new Float64Array(this.extra * H);
    this.f = new Float64Array(this.extra);
    this.p = new Float64Array(this.extra);
  }

  /** @returns false where J is singular */
  factorise({ size, values: J }: Jacobian): boolean {
    const { H, lu, B, f, p, extra } = this;
    for (let u = 0; u < H; u++) {
      lu.values.set(J.subarray(u * size, u * size + H), u * H);
    }
    for (let u = 0; u < extra; u++) {
      f[u] = J[(H + u) * size + H + u];
      if (f[u] === 0) {
        return false;
      }
      p[u] = J[u * size + H + u] / f[u];
      B.set(J.subarray((H + u) * size, (H + u) * size + H), u * H);
      addScaled(H, -p[u], B, u * H, lu.values, u * H);
    }
    return lu.factorise();
  }

  /** Replaces b by J⁻¹·b. */
  solve(b: Float64Array): void {
    const { H, lu, B, f, p, extra } = this;
    for (let u = 0; u < extra; u++) {
      b[u] -= p[u] * b[H + u];
    }
    lu.solve(b);
    for (let u = 0; u < extra; u++) {
      b[H + u] = (b[H + u] - dot(H, B, u * H, b, 0)) / f[u];
    }
  }

  /** Replaces b by J⁻ᵀ·b. */
  solveTransposed(b: Float64Array): void {
    const { H, lu, B, f, p, extra } = this;
    for (let u = 0; u < extra; u++) {
      b[H + u] /= f[u];
      addScaled(H, -b[H + u], B, u * H, b, 0);
    }
    lu.solveTransposed(b);
    for (let u = 0; u < extra; u++) {
      b[H + u] -= p[u] * b[u];
    }
  }
}
