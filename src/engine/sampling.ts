/**
 * Draws a token from the outputs of a network, in Float64. Only operations that every machine rounds alike
 * are used, so that a seed gives the same text everywhere.
 */

export interface SamplingOptions {
  /** The logits are divided by it; 0: always the likeliest token. */
  readonly temperature: number;
  /** Only so many of the likeliest tokens can be drawn; null: all. */
  readonly topK: number | null;
}

/**
 * The probabilities of the tokens, `p ∝ exp(a / temperature)` over the `topK` greatest logits; among equal ones the
 * lower index counts as greater.
 * @param a logits; −Infinity for a token that is never drawn
 */
export function distribution(a: Float64Array, { temperature, topK }: SamplingOptions): Float64Array {
  const order = byHeight(a);
  const kept = order.subarray(0, temperature === 0 ? 1 : Math.min(topK ?? a.length, a.length));
  const most = a[order[0]];
  const p = new Float64Array(a.length);
  let sum = 0;
  for (const k of kept) {
    p[k] = temperature === 0 ? 1 : exponential((a[k] - most) / temperature);
    sum += p[k];
  }
  return p.map((value) => value / sum);
}

/** Indices from the greatest value to the least; among equal ones the lower index first. */
export function byHeight(values: Float64Array): Int32Array {
  return Int32Array.from(values, (_, k) => k).sort((i, j) => values[j] - values[i] || i - j);
}

/** @param u uniform in [0, 1) @returns the first index whose share of the probabilities up to it exceeds `u` */
export function drawn(p: Float64Array, u: number): number {
  let sum = 0;
  let last = 0;
  for (let k = 0; k < p.length; k++) {
    if (p[k] > 0) {
      sum += p[k];
      last = k;
      if (u < sum) {
        return k;
      }
    }
  }
  return last; // the sum is 1 but for rounding
}

/** ln 2 in two parts; the first has so few digits that its multiples are exact (Cody and Waite 1980). */
const ln2High = 0.6931471803691238;
const ln2Low = 1.9082149292705877e-10;
const terms = 14;

/**
 * e^x for x ≤ 0, to about one unit in the last place. `Math.exp` may differ between JavaScript engines; this
 * is a sum and a power of two. Results below the smallest normal number are 0.
 */
function exponential(x: number): number {
  const n = Math.round(x / Math.LN2);
  if (!(n >= -1022)) {
    return 0;
  }
  // |r| ≤ ln 2 / 2, where 14 terms of Taylor's series are exact to the last place.
  const r = x - n * ln2High - n * ln2Low;
  let sum = 1;
  for (let k = terms; k > 0; k--) {
    sum = 1 + (r * sum) / k;
  }
  return sum * powerOfTwo(n);
}

/** 2ⁿ from its exponent bits, −1022 ≤ n ≤ 0. */
function powerOfTwo(n: number): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setUint32(0, (n + 1023) << 20);
  return view.getFloat64(0);
}
