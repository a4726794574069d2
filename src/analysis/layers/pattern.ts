/**
 * The pattern of a range of steps: the units of a layer that are on all along it (Strobelt et al. 2018, "LSTMVis: A Tool for
 * Visual Analysis of Hidden State Dynamics in Recurrent Neural Networks"). Derivation: docs/math.md, "The same pattern".
 */

/** A unit that is on: at or above the threshold (1), or at or below its negative (−1). */
export interface PatternUnit {
  readonly unit: number;
  readonly sign: 1 | -1;
}

export interface Pattern {
  /** Those that are looked for. */
  readonly units: readonly PatternUnit[];
  /** On in the range too, but taken out by the person: they count neither for a match nor against it. */
  readonly ignored: readonly number[];
  /** Of |h|, or of |tanh c|. */
  readonly threshold: number;
  /** Steps of the range. */
  readonly length: number;
  /** Whether a unit counts only where it is off just before the range; before the sequence all are off. */
  readonly offBefore: boolean;
  /** The same just after it. */
  readonly offAfter: boolean;
}

/** The steps `from … to − 1` of a sequence, in which some of the units are on in the same way. */
export interface PatternRange {
  readonly from: number;
  readonly to: number;
  /** Units of the pattern that are on. */
  readonly units: number;
  /** Units that are on, but are not of the pattern. */
  readonly others: number;
}

/** What counts as a match at all: half of the units, rounded up. */
export function fewestUnits({ units }: Pattern): number {
  return Math.ceil(units.length / 2);
}

/** Room for rounding: in a batch a state may differ in its last bits from what it is alone. */
const rounding = 1e-5;

/** 1 or −1 for a value that is on, else 0; NaN is off. */
export function onCode(value: number, threshold: number): 1 | 0 | -1 {
  const least = threshold * (1 - rounding);
  return value >= least ? 1 : value <= -least ? -1 : 0;
}

/**
 * Below zero where the first is the better match: more units of the pattern, then fewer others, then a length nearer to that
 * of the range.
 */
export function compareRanges(
  one: PatternRange,
  other: PatternRange,
  { length }: Pick<Pattern, 'length'>,
): number {
  const far = ({ from, to }: PatternRange) => Math.abs(to - from - length);
  return other.units - one.units || one.others - other.others || far(one) - far(other);
}
