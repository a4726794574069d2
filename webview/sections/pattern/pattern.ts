/** The pattern of a range of steps: which units are on all along it, and the question that finds it in the data. Pure. */
import type { PatternQuestion } from '../../../src/protocol/worker';
import type { StepTensor } from '../../state/traceTensors';
import type { PatternChoice, View } from '../../state/view';

type PatternUnit = PatternQuestion['pattern']['units'][number];

/** A unit that is on all along a range. */
export interface OnUnit extends PatternUnit {
  /** Of what is compared, in the range. */
  readonly low: number;
  readonly high: number;
  /** How much farther from zero it is at the first step than just before, and at the last than just after. */
  readonly rise: number;
  readonly fall: number;
}

/** The steps `from … to − 1`. */
export interface Steps {
  readonly from: number;
  readonly to: number;
}

/** Steps on either side of a held cursor. */
const around = 2;

/** What is compared with the threshold: h, or tanh of c, which is what a cell passes on and lies in −1 … 1. */
function compared(state: 'h' | 'c', value: number): number {
  return state === 'c' ? Math.tanh(value) : value;
}

/** The steps that were typed or dragged over, those in view, or those around the held cursor; undefined without any. */
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
 * The units at or above the threshold at every step, or at or below its negative at every step. Those that change most at
 * the side where they have to be off come first: with neither, those that stay farthest from zero.
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

/** The unit that stays farthest from zero, on one side of it, and how far; undefined where each changes its sign. */
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

/** A threshold of two digits that is reached. */
export function reachable(least: number): number {
  const digits = 1 - Math.floor(Math.log10(least));
  const factor = 10 ** digits;
  return Number((Math.floor(least * factor) / factor).toFixed(Math.max(0, digits)));
}

/** The text as a step; undefined where it is none of the sequence. */
export function stepOf(text: string, steps: number): number | undefined {
  const step = /^\s*\d+\s*$/.test(text) ? Number(text) : Number.NaN;
  return step < steps ? step : undefined;
}

/** The text as a threshold: above zero, and below what tanh reaches where that is compared. */
export function thresholdOf(text: string, bounded: boolean): number | undefined {
  const threshold = text.trim() === '' ? Number.NaN : Number(text.replace(',', '.'));
  return threshold > 0 && Number.isFinite(threshold) && (!bounded || threshold < 1) ? threshold : undefined;
}
