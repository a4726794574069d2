/** Statistics of curves. */

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The median; NaN without values. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** A stretch of a curve. */
export interface Stretch {
  readonly mean: number;
  /** Standard error of the mean, from the spread within the stretch. */
  readonly standardError: number;
}

export function stretchOf(values: readonly number[]): Stretch {
  const middle = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  const variance = values.length > 1 ? squares / (values.length - 1) : 0;
  return { mean: middle, standardError: Math.sqrt(variance / values.length) };
}

/** Cuts the curve into `count` stretches of about equal length; it must have at least as many values. */
export function stretches(values: readonly number[], count: number): Stretch[] {
  return Array.from({ length: count }, (_, i) =>
    stretchOf(
      values.slice(Math.floor((i * values.length) / count), Math.floor(((i + 1) * values.length) / count)),
    ),
  );
}

/** Fewest values whose trend is unlikely to be chance. */
export const fewestPoints = 6;

/**
 * Spearman's rank correlation of values with their order: −1 where each value is below the one before. Equal
 * values count as rising.
 */
export function trend(values: readonly number[]): number {
  const n = values.length;
  const rank = new Float64Array(n);
  values
    .map((value, at) => ({ value, at }))
    .sort((left, right) => left.value - right.value)
    .forEach(({ at }, place) => {
      rank[at] = place;
    });
  const squares = rank.reduce((sum, place, at) => sum + (place - at) ** 2, 0);
  return 1 - (6 * squares) / (n * (n * n - 1));
}
