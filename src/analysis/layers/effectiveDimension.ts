/**
 * The number of directions of the state space that a layer uses over the steps: the participation ratio
 * `(Σμ)²/Σμ²` of the eigenvalues μ of the covariance of h (docs/math.md, "Effective dimension"; Gao et al.
 * 2017). It is 1 where h moves along a line, and H where it moves equally far in every direction.
 */
import { dot } from '../linearAlgebra/dense';
import type { LayerTrace } from './layerTrace';

/**
 * Relative size of the squares that rounding leaves where a state does not move and its mean has been
 * subtracted.
 */
const rounding = 1e-24;

/** @returns 0 where h does not move at all */
export function effectiveDimension({ h, steps: T, hiddenSize: H }: LayerTrace): number {
  const mean = new Float64Array(H);
  for (let j = H; j < h.length; j++) {
    mean[j % H] += h[j] / T;
  }
  /** `[H][T]`, so that the sums below run along memory. */
  const centred = new Float64Array(T * H);
  for (let t = 0; t < T; t++) {
    for (let u = 0; u < H; u++) {
      centred[u * T + t] = h[(t + 1) * H + u] - mean[u];
    }
  }
  // Σμ and Σμ² are the trace and the squared Frobenius norm of the covariance, so that no eigenvalue is
  // needed; its factor 1/T or 1/(T−1) cancels.
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < H; i++) {
    for (let j = 0; j <= i; j++) {
      const covariance = dot(T, centred, i * T, centred, j * T);
      sum += i === j ? covariance : 0;
      squares += (i === j ? 1 : 2) * covariance * covariance;
    }
  }
  const size = dot(T * H, h, H, h, H);
  return sum > rounding * size ? (sum * sum) / squares : 0;
}
