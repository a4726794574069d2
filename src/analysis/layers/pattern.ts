/**
 * The pattern of a range of steps: the units of a layer that are on throughout it (Strobelt et al. 2018,
 * "LSTMVis: A Tool for Visual Analysis of Hidden State Dynamics in Recurrent Neural Networks"). Derivation:
 * docs/math.md, "The same pattern".
 */

/** A unit that is on: at or above the threshold (1), or at or below its negative (−1). */
export interface PatternUnit {
  readonly unit: number;
  readonly sign: 1 | -1;
}

export interface Pattern {
  /** Units that are searched for. */
  readonly units: readonly PatternUnit[];
  /**
   * Units that are on in the range too, but that the user has removed: they count neither for a match nor
   * against it.
   */
  readonly ignored: readonly number[];
  /** Threshold of |h|, or of |tanh c|. */
  readonly threshold: number;
  /** Number of steps of the range. */
  readonly length: number;
  /** Whether a unit counts only where it is off just before the range; before the sequence all are off. */
  readonly offBefore: boolean;
  /** Whether a unit counts only where it is off just after the range; after the sequence all are off. */
  readonly offAfter: boolean;
}

/** The steps `from … to − 1` of a sequence, in which some of the units are on in the same way. */
export interface PatternRange {
  readonly from: number;
  readonly to: number;
  /** Number of units of the pattern that are on. */
  readonly units: number;
  /** Number of units that are on but do not belong to the pattern. */
  readonly others: number;
}

/** Fewest units that make a match: half of the pattern's, rounded up. */
export function fewestUnits({ units }: Pattern): number {
  return Math.ceil(units.length / 2);
}

/**
 * Relative tolerance for rounding: in a batch a state may differ in its last bits from the same state
 * computed alone.
 */
const rounding = 1e-5;

/** 1 or −1 for a value that is on, else 0; NaN is off. */
export function onCode(value: number, threshold: number): 1 | 0 | -1 {
  const least = threshold * (1 - rounding);
  return value >= least ? 1 : value <= -least ? -1 : 0;
}

/**
 * Compares two matches; the result is below zero where the first is better: more units of the pattern, then
 * fewer others, then a length nearer to that of the range.
 */
export function compareRanges(
  one: PatternRange,
  other: PatternRange,
  { length }: Pick<Pattern, 'length'>,
): number {
  const far = ({ from, to }: PatternRange) => Math.abs(to - from - length);
  return other.units - one.units || one.others - other.others || far(one) - far(other);
}
