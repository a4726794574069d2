/** Computes how quickly credit fades with distance, in a few numbers (docs/math.md, "Credit"). */
import type { CreditMatrix } from './credit';

export interface CreditDecay {
  /**
   * Slope of ln(C[t][k]/C[t][t]) against t − k, in natural logarithms per step: least squares with an
   * intercept over all t, with equal weight for each distance. Null where there are not two distances with
   * credit.
   */
  readonly slope: number | null;
  /** ln 2/−slope, in steps, where credit falls; otherwise null. */
  readonly halfLife: number | null;
  /** ln 2/slope, in steps, where credit rises; otherwise null. */
  readonly doublingTime: number | null;
}

/**
 * Fits the decay. A credit of zero has no logarithm, so it is left out, as is a target step whose own
 * gradient is zero.
 */
export function creditDecay(credit: CreditMatrix): CreditDecay {
  // Equal weight per distance: the line goes through the means over t.
  const means: { distance: number; mean: number }[] = [];
  for (let distance = 0; distance < credit.steps; distance++) {
    const logs = ratiosAt(credit, distance)
      .filter((ratio) => ratio > 0)
      .map(Math.log);
    if (logs.length > 0) {
      means.push({ distance, mean: average(logs) });
    }
  }
  if (means.length < 2) {
    return { slope: null, halfLife: null, doublingTime: null };
  }
  const middle = average(means.map(({ distance }) => distance));
  let covariance = 0;
  let variance = 0;
  for (const { distance, mean } of means) {
    covariance += (distance - middle) * mean;
    variance += (distance - middle) ** 2;
  }
  const slope = covariance / variance;
  return {
    slope,
    halfLife: slope < 0 ? Math.LN2 / -slope : null,
    doublingTime: slope > 0 ? Math.LN2 / slope : null,
  };
}

/**
 * The largest distance at which the median over t of C[t][t−d]/C[t][t] is at least `threshold`; null where no
 * target step has a gradient at all.
 */
export function creditHorizon(credit: CreditMatrix, threshold = 1e-3): number | null {
  for (let distance = credit.steps - 1; distance >= 0; distance--) {
    const ratios = ratiosAt(credit, distance);
    if (ratios.length > 0 && median(ratios) >= threshold) {
      return distance;
    }
  }
  return null;
}

/** The median over t of C[t][t−d]/C[t][t]; null where no target step lies so far from the first step. */
export function creditAt(credit: CreditMatrix, distance: number): number | null {
  const ratios = ratiosAt(credit, distance);
  return ratios.length > 0 ? median(ratios) : null;
}

/** C[t][t−d]/C[t][t] of every target step t that has so many steps before it and a gradient of its own. */
function ratiosAt({ targets, steps, norms }: CreditMatrix, distance: number): number[] {
  const ratios: number[] = [];
  targets.forEach((t, row) => {
    const own = norms[row * steps + t];
    if (t >= distance && own > 0) {
      ratios.push(norms[row * steps + t - distance] / own);
    }
  });
  return ratios;
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
