/**
 * The pattern of a range of steps: the units that are on throughout it, and the query that finds it in the
 * data. Pure.
 */
import type { PatternQuestion } from '../../../src/protocol/worker';
import type { StepTensor } from '../../state/traceTensors';
import type { PatternChoice, View } from '../../state/view';

type PatternUnit = PatternQuestion['pattern']['units'][number];

/** A unit that is on throughout a range. */
export interface OnUnit extends PatternUnit {
  /** Lowest compared value in the range; `high` is the highest. */
  readonly low: number;
  readonly high: number;
  /**
   * How much farther from zero it is at the first step than just before; `fall`: at the last step than just
   * after.
   */
  readonly rise: number;
  readonly fall: number;
}

/** The steps `from … to − 1`. */
export interface Steps {
  readonly from: number;
  readonly to: number;
}

/** Number of steps on either side of a held cursor. */
const around = 2;

/**
 * Returns the value that is compared with the threshold: h, or tanh of c, which a cell passes on and which
 * lies in −1 … 1.
 */
function compared(state: 'h' | 'c', value: number): number {
  return state === 'c' ? Math.tanh(value) : value;
}

/**
 * Returns the steps that were typed or dragged over, else those in view, else those around the held cursor;
 * undefined without any.
 */
export function patternSteps(
  { pattern, range, cursor }: Pick<View, 'pattern' | 'range' | 'cursor'>,
  steps: number,
): Steps | undefined {
  const held = cursor?.pinned ? ([cursor.step - around, cursor.step + around + 1] as const) : null;
  const chosen = pattern.steps ?? range ?? held;
  if (!chosen || steps === 0) {
    return undefined;
  }
  const from = Math.min(Math.max(0, chosen[0]), steps - 1);
  return { from, to: Math.max(from + 1, Math.min(chosen[1], steps)) };
}

/**
 * Returns the units at or above the threshold at every step, or at or below its negative at every step. The
 * first ones change most on the side where they have to be off; without such a side, they stay farthest from
 * zero.
 */
export function unitsOfRange(
  tensor: StepTensor,
  { from, to }: Steps,
  { state, threshold, offBefore, offAfter }: Omit<PatternChoice, 'steps'>,
): readonly OnUnit[] {
  const { values, size, steps } = tensor;
  const valueAt = (step: number, unit: number) =>
    step < 0 || step >= steps ? 0 : compared(state, values[step * size + unit]);
  const found: OnUnit[] = [];
  for (let unit = 0; unit < size; unit++) {
    const sign = valueAt(from, unit) > 0 ? 1 : -1;
    const strength = (step: number) => sign * valueAt(step, unit);
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    let step = from;
    for (; step < to && strength(step) >= threshold; step++) {
      low = Math.min(low, valueAt(step, unit));
      high = Math.max(high, valueAt(step, unit));
    }
    const before = offBefore && strength(from - 1) >= threshold;
    const after = offAfter && strength(to) >= threshold;
    if (step === to && !before && !after) {
      const rise = strength(from) - strength(from - 1);
      const fall = strength(to - 1) - strength(to);
      found.push({ unit, sign, low, high, rise, fall });
    }
  }
  const key = (each: OnUnit) =>
    offBefore || offAfter
      ? (offBefore ? each.rise : 0) + (offAfter ? each.fall : 0)
      : Math.min(Math.abs(each.low), Math.abs(each.high));
  return found.sort((one, other) => key(other) - key(one) || one.unit - other.unit);
}

/**
 * Returns the unit that stays farthest from zero, on one side of it, and how far; undefined where each unit
 * changes its sign.
 */
export function strongest(
  tensor: StepTensor,
  { from, to }: Steps,
  state: 'h' | 'c',
): { readonly unit: number; readonly least: number } | undefined {
  const { values, size } = tensor;
  let best = { unit: -1, least: 0 };
  for (let unit = 0; unit < size; unit++) {
    const sign = values[from * size + unit] > 0 ? 1 : -1;
    let least = Number.POSITIVE_INFINITY;
    for (let step = from; step < to && least > best.least; step++) {
      least = Math.min(least, sign * compared(state, values[step * size + unit]));
    }
    if (least > best.least) {
      best = { unit, least };
    }
  }
  return best.unit === -1 ? undefined : best;
}

/** Returns a threshold of two digits that the value reaches. */
export function reachable(least: number): number {
  const digits = 1 - Math.floor(Math.log10(least));
  const factor = 10 ** digits;
  return Number((Math.floor(least * factor) / factor).toFixed(Math.max(0, digits)));
}

/** Parses a step; undefined where the sequence has no such step. */
export function stepOf(text: string, steps: number): number | undefined {
  const step = /^\s*\d+\s*$/.test(text) ? Number(text) : Number.NaN;
  return step < steps ? step : undefined;
}

/** Parses a threshold: above zero, and below 1 where tanh is compared. */
export function thresholdOf(text: string, bounded: boolean): number | undefined {
  const threshold = text.trim() === '' ? Number.NaN : Number(text.replace(',', '.'));
  return threshold > 0 && Number.isFinite(threshold) && (!bounded || threshold < 1) ? threshold : undefined;
}
