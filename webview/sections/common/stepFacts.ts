/** Facts about a whole tensor over time, computed in slices. Pure. */

import { inStretches, type SlicedWork } from '../../base/scheduler';
import type { Extremes } from '../../drawing/scale';
import type { StepTensor } from '../../state/traceTensors';
import { rowNorm } from './flow';

export interface StepExtremes extends Extremes {
  /** The largest finite magnitude of each step. */
  readonly peaks: Float32Array;
}

/** Computes the least and greatest finite value, both 0 where there is none, and the peak of each step. */
export function* stepExtremes({ values, steps, size }: StepTensor): SlicedWork<StepExtremes> {
  const bits = new Int32Array(values.buffer, values.byteOffset, values.length);
  const peaks = new Float32Array(steps);
  const row = { least: 0, most: 0, broken: 0 };
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let nonFinite = 0;
  yield* inStretches(steps, size, (from, to) => {
    // One step at a time: where values grow over time, the overall extremes would change at almost every
    // element.
    for (let step = from; step < to; step++) {
      readRow(values, bits, step * size, (step + 1) * size, row);
      nonFinite += row.broken;
      if (row.least <= row.most) {
        peaks[step] = Math.max(-row.least, row.most);
        low = Math.min(low, row.least);
        high = Math.max(high, row.most);
      }
    }
  });
  return low <= high ? { low, high, nonFinite, peaks } : { low: 0, high: 0, nonFinite, peaks };
}

const magnitude = 0x7fffffff;
const infinity = 0x7f800000;

/**
 * Reads the extremes of the elements from … to−1; `least` is above `most` where none of them is finite. They
 * are compared as integers, which takes half as long: the bits of Float32 values are in the order of the
 * numbers once all bits but the sign of the negative ones are inverted.
 */
function readRow(
  values: Float32Array,
  bits: Int32Array,
  from: number,
  to: number,
  row: { least: number; most: number; broken: number },
): void {
  let least = magnitude;
  let most = ~magnitude;
  for (let i = from; i < to; i++) {
    const bit = bits[i];
    const rank = bit ^ ((bit >> 31) & magnitude);
    if (rank < least) {
      least = rank;
    }
    if (rank > most) {
      most = rank;
    }
  }
  // Infinities and NaN lie outside the range of all finite values.
  if (most >= infinity || least <= ~infinity) {
    const part = values.subarray(from, to);
    row.broken = part.reduce((sum, value) => sum + Number(!Number.isFinite(value)), 0);
    [row.least, row.most] = finiteExtremes(part);
  } else {
    row.broken = 0;
    row.least = numberOf(least) + 0; // −0 is reported as 0
    row.most = numberOf(most) + 0;
  }
}

const oneRank = new Int32Array(1);
const oneNumber = new Float32Array(oneRank.buffer);

function numberOf(rank: number): number {
  oneRank[0] = rank ^ ((rank >> 31) & magnitude);
  return oneNumber[0];
}

export interface Openness {
  readonly mean: number;
  /** Share of values below 0.1; `open` is that above 0.9 (docs/math.md, "Saturation"). */
  readonly closed: number;
  readonly open: number;
}

/** Computes how far a gate is open, over all units and steps. */
export function* openness({ values, size, steps }: StepTensor): SlicedWork<Openness> {
  const total = { sum: 0, closed: 0, open: 0 };
  yield* inStretches(steps, size, (from, to) => addOpenness(values, from * size, to * size, total));
  const count = Math.max(1, values.length);
  return { mean: total.sum / count, closed: total.closed / count, open: total.open / count };
}

function addOpenness(
  values: Float32Array,
  from: number,
  to: number,
  total: { sum: number; closed: number; open: number },
): void {
  let sum = 0;
  let closed = 0;
  let open = 0;
  for (let i = from; i < to; i++) {
    const value = values[i];
    sum += value;
    // Without a branch, which the processor could not predict.
    closed += Number(value < 0.1);
    open += Number(value > 0.9);
  }
  total.sum += sum;
  total.closed += closed;
  total.open += open;
}

/** Computes ‖row‖₂ of each step, in Float64. */
export function* stepNorms({ values, steps, size }: StepTensor): SlicedWork<Float64Array> {
  const norms = new Float64Array(steps);
  yield* inStretches(steps, size, (from, to) => {
    for (let step = from; step < to; step++) {
      norms[step] = rowNorm(values, step * size, (step + 1) * size);
    }
  });
  return norms;
}

function finiteExtremes(values: Float32Array): [least: number, most: number] {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (Number.isFinite(value)) {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
  }
  return [least, most];
}
