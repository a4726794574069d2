/** The logistic function, which the gates use. */

/** σ(x) = 1 / (1 + e^−x); exact 0 and 1 at the far ends, never NaN for a number. */
export function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
