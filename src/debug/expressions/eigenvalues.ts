/** The eigenvalues of a weight block. */
import { eigenvalues } from '../../analysis/linearAlgebra/eigenvalues';
import type { Complexes, Numbers } from './value';

/**
 * Eigenvalues by the block's numbers: a condition needs them at every step, and weights are the same at every
 * step.
 */
const known = new WeakMap<Numbers, Complexes>();

export function knownEigenvalues(values: Numbers): Complexes | undefined {
  return known.get(values);
}

/**
 * Sorted by falling modulus; in a complex pair, the one with im > 0 is first.
 * @param values `[size][size]`, row-major
 * @returns undefined where the matrix has a value that is not finite
 */
export function orderedEigenvalues(size: number, values: Numbers): Complexes | undefined {
  const found = eigenvalues(size, Float64Array.from(values));
  if (!found.re.every(Number.isFinite)) {
    return undefined;
  }
  const order = Array.from(found.re, (re, j) => ({
    re,
    im: found.im[j],
    modulus: Math.hypot(re, found.im[j]),
  }));
  // The two of a pair have the same modulus and real part to the bit, and so stay together.
  order.sort((a, b) => b.modulus - a.modulus || b.re - a.re || b.im - a.im);
  const ordered: Complexes = {
    kind: 'complexes',
    re: Float64Array.from(order, ({ re }) => re),
    im: Float64Array.from(order, ({ im }) => im),
  };
  known.set(values, ordered);
  return ordered;
}
