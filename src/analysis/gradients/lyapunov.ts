/**
 * Lyapunov exponents along a driven trajectory: the mean rates at which small changes of the state grow, in
 * natural logarithms per step (docs/math.md, "Lyapunov exponents"). They are computed by the QR method
 * (Benettin, Galgani, Giorgilli and Strelcyn 1980; for recurrent networks Engelken, Wolf and Abbott 2023):
 *
 *     Q_0 = I,    J_t·Q_{t−1} = Q_t·R_t,    λ_i = (1/T) Σ_t ln|R_t[i,i]|
 */
import { columnsOf, dense, firstRows, multiply, transpose } from '../linearAlgebra/dense';
import { Householder } from '../linearAlgebra/householder';
import { cellColumns, type Jacobian } from './jacobian';

/**
 * @param jacobians J_1, J_2, …, all of one size; none is kept
 * @param count number of exponents, the largest ones; fewer are as exact, since the first columns of Q do not
 *   depend on the others
 * @returns exponents in falling order; −∞ for directions that a step loses entirely
 * @throws RangeError where there is no step
 */
export function lyapunovExponents(
  jacobians: Iterable<Jacobian>,
  count: number = Number.POSITIVE_INFINITY,
): Float64Array {
  let frame: Frame | undefined;
  let steps = 0;
  for (const J of jacobians) {
    frame ??= new Frame(J.size, Math.min(count, J.size));
    frame.step(J);
    steps++;
  }
  if (frame === undefined) {
    throw new RangeError('Lyapunov exponents need at least one step');
  }
  return frame.logs
    .map((sum) => sum / steps)
    .sort()
    .reverse();
}

/** The columns of Q that are followed, stored as rows. */
class Frame {
  /** Σ ln|R[i,i]| so far. */
  readonly logs: Float64Array;
  private readonly qr: Householder;
  private readonly moved: Float64Array;
  private readonly transposed: Float64Array;

  constructor(
    private readonly size: number,
    private readonly count: number,
  ) {
    this.logs = new Float64Array(count);
    this.qr = new Householder(size, count);
    this.moved = new Float64Array(size * count);
    this.transposed = new Float64Array(size * size);
  }

  step(J: Jacobian): void {
    const { size: n, count, qr, moved, transposed, logs } = this;
    const { hiddenSize: H } = J;
    // (J·Q)ᵀ = Qᵀ·Jᵀ, where only the rows of Jᵀ that belong to h are dense (see jacobian.ts).
    const ofH = firstRows(dense(transposed, n, n), H);
    transpose(columnsOf(dense(J.values, n, n), 0, H), ofH);
    const Q = qr.vectors;
    multiply(columnsOf(dense(Q, count, n), 0, H), ofH, dense(moved, count, n));
    const { toH, toC } = cellColumns(J);
    for (let q = 0; q < count; q++) {
      const row = q * n;
      for (let u = 0; u < n - H; u++) {
        const x = Q[row + H + u];
        moved[row + u] += toH[u] * x;
        moved[row + H + u] += toC[u] * x;
      }
    }
    qr.decompose(moved);
    for (let i = 0; i < count; i++) {
      logs[i] += Math.log(qr.lengths[i]);
    }
  }
}
