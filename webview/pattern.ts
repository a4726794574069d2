/** The pattern of a range of steps: which units are on all along it, and the question that finds it in the data. Pure. */
import type { PatternQuestion } from '../src/protocol/worker';
import type { StepTensor } from './probe';
import type { View } from './view';

type PatternUnit = PatternQuestion['pattern']['units'][number];

/** A unit that is on all along a range. */
export interface OnUnit extends PatternUnit {
  /** Of what is compared, in the range. */
  readonly low: number;
  readonly high: number;
}

/** The steps `from … to − 1`. */
export interface Steps {
  readonly from: number;
  readonly to: number;
}

/** Steps on either side of a held cursor. */
const around = 2;

/** What is compared with the threshold: h, or tanh of c, which is what a cell passes on and lies in −1 … 1. */
export function compared(state: 'h' | 'c', value: number): number {
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
 * The units at or above the threshold at every step, or at or below its negative at every step, the most distant from zero
 * first.
 * @param edges only those that are not so just before and just after; beyond the sequence none is
 */
export function unitsOfRange(
  tensor: StepTensor,
  { from, to }: Steps,
  state: 'h' | 'c',
  threshold: number,
  edges: boolean,
): readonly OnUnit[] {
  const { values, size, steps } = tensor;
  const valueAt = (step: number, unit: number) => compared(state, values[step * size + unit]);
  const isOn = (step: number, unit: number, sign: number) => sign * valueAt(step, unit) >= threshold;
  const beyond = (step: number, unit: number, sign: number) =>
    step >= 0 && step < steps && isOn(step, unit, sign);
  const found: OnUnit[] = [];
  for (let unit = 0; unit < size; unit++) {
    const sign = valueAt(from, unit) > 0 ? 1 : -1;
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    let step = from;
    for (; step < to && isOn(step, unit, sign); step++) {
      low = Math.min(low, valueAt(step, unit));
      high = Math.max(high, valueAt(step, unit));
    }
    if (step === to && !(edges && (beyond(from - 1, unit, sign) || beyond(to, unit, sign)))) {
      found.push({ unit, sign, low, high });
    }
  }
  return found.sort((one, other) => leastOf(other) - leastOf(one) || one.unit - other.unit);
}

/** How far from zero the unit stays. */
function leastOf({ low, high }: OnUnit): number {
  return Math.min(Math.abs(low), Math.abs(high));
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

/** The held unit first, the others as they are. */
export function heldFirst(units: readonly OnUnit[], held: number | null): readonly OnUnit[] {
  return [...units.filter(({ unit }) => unit === held), ...units.filter(({ unit }) => unit !== held)];
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
