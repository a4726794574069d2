/** How much each unit takes part in each mode of a block (docs/math.md, "Every mode of a block"). */
import { type Eigen, leftVectors, rightVector } from '../linearAlgebra/eigen';

/**
 * Participation factors `|conj(u_k)·v_k / (uᴴv)|` of unit k in each mode (Pérez-Arriaga, Verghese and
 * Schweppe 1982, equation 7): how far the eigenvalue moves with the unit's weight on itself. Without the
 * modulus, the factors of a mode add up to 1, and so do the factors of a unit.
 * @returns `[modes][units]`, modes in the order of `found.values`; null where W has no full set of
 *   eigenvectors
 */
export function participation(found: Eigen): Float32Array | null {
  const left = leftVectors(found);
  if (!left) {
    return null;
  }
  const H = found.values.length;
  const factors = new Float32Array(H * H);
  left.forEach((y, j) => {
    const v = rightVector(found, j);
    let re = 0;
    let im = 0;
    for (let k = 0; k < H; k++) {
      re += y.re[k] * v.re[k] - y.im[k] * v.im[k];
      im += y.re[k] * v.im[k] + y.im[k] * v.re[k];
    }
    const inner = Math.hypot(re, im);
    for (let k = 0; k < H; k++) {
      factors[j * H + k] = (Math.hypot(y.re[k], y.im[k]) * Math.hypot(v.re[k], v.im[k])) / inner;
    }
  });
  return factors;
}
