/** The order of a layer's units in the heatmaps, from top to bottom. Pure. */

import { inStretches, type SlicedWork } from '../base/scheduler';
import { bySimilarity } from './similarity';
import type { StepTensor } from './traceTensors';

export type UnitOrder = 'index' | 'peak' | 'similarity' | 'effect';

/** The orders and their labels. */
export const unitOrders: readonly { readonly value: UnitOrder; readonly label: string }[] = [
  { value: 'index', label: 'Units by index' },
  { value: 'peak', label: 'Units by time of their peak' },
  { value: 'similarity', label: 'Units by similarity' },
  { value: 'effect', label: 'Units by effect on the loss' },
];

/** Orders units by the step at which |h| is largest, the earliest first. */
export function* byPeak({ values, steps, size }: StepTensor): SlicedWork<Int32Array> {
  const peaks = new Int32Array(size);
  const most = new Float32Array(size).fill(-1);
  yield* inStretches(steps, size, (from, to) => {
    for (let step = from; step < to; step++) {
      for (let unit = 0, at = step * size; unit < size; unit++, at++) {
        const magnitude = Math.abs(values[at]);
        if (magnitude > most[unit]) {
          most[unit] = magnitude;
          peaks[unit] = step;
        }
      }
    }
  });
  return sortedBy(size, (unit) => peaks[unit]);
}

/**
 * The derivative of the loss with respect to a mask of 1 on each unit's output, Σₜ hₜ·∂L/∂hₜ. Its negative
 * is, to first order, the change of the loss when the unit is dropped (docs/math.md, "Effect of a unit").
 * `[size]`, in Float64.
 * @param h `[steps, size]`, like `gradient`
 */
export function* effects(h: StepTensor, gradient: StepTensor): SlicedWork<Float64Array> {
  const { steps, size } = h;
  const sums = new Float64Array(size);
  yield* inStretches(steps, 2 * size, (from, to) => {
    for (let step = from; step < to; step++) {
      for (let unit = 0, at = step * size; unit < size; unit++, at++) {
        sums[unit] += h.values[at] * gradient.values[at];
      }
    }
  });
  return sums;
}

/** Orders units by the magnitude of their effect, the largest first. */
export function* byEffect(h: StepTensor, gradient: StepTensor): SlicedWork<Int32Array> {
  const sums = yield* effects(h, gradient);
  return sortedBy(h.size, (unit) => (Number.isNaN(sums[unit]) ? 1 : -Math.abs(sums[unit])));
}

export function ordered(
  kind: Exclude<UnitOrder, 'index'>,
  h: StepTensor,
  gradient: StepTensor | undefined,
): SlicedWork<Int32Array> {
  switch (kind) {
    case 'peak':
      return byPeak(h);
    case 'similarity':
      return bySimilarity(h);
    case 'effect':
      return gradient ? byEffect(h, gradient) : byPeak(h);
  }
}

/** Sorts units by a rising key; ties by index. */
function sortedBy(size: number, key: (unit: number) => number): Int32Array {
  return Int32Array.from(
    Array.from({ length: size }, (_, unit) => unit).sort((a, b) => key(a) - key(b) || a - b),
  );
}

export interface ComputedOrder {
  /** The `orderKey` of what was ordered. */
  readonly of: string;
  /** Updates done at the snapshot from which it was computed. */
  readonly update: number;
  /** The units from top to bottom, each once. */
  readonly units: Int32Array;
}
