/** What the views say of a whole tensor over time, in slices. Pure. */
import { rowNorm } from './flow';
import type { StepTensor } from './probe';
import type { Extremes } from './scale';
import { stretch, type Work } from './slices';

export interface StepExtremes extends Extremes {
  /** The largest finite magnitude of each step. */
  readonly peaks: Float32Array;
}

/** Least and greatest finite value, both 0 where there is none, and the peak of each step. */
export function* stepExtremes({ values, steps, size }: StepTensor): Work<StepExtremes> {
  const peaks = new Float32Array(steps);
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let nonFinite = 0;
  for (let step = 0; step < steps; step++) {
    if (pauses(step, size)) {
      yield;
    }
    const end = (step + 1) * size;
    // Of one step at a time: where values grow over time, those of the whole would change again and again.
    let least = Number.POSITIVE_INFINITY;
    let most = Number.NEGATIVE_INFINITY;
    let broken = 0;
    for (let i = step * size; i < end; i++) {
      const value = values[i];
      if (value < least) {
        least = value;
      }
      if (value > most) {
        most = value;
      }
      // NaN and the infinities are all caught by one comparison: v − v is not 0 for them.
      if (value - value !== 0) {
        broken++;
      }
    }
    if (broken > 0) {
      nonFinite += broken;
      [least, most] = finiteExtremes(values.subarray(step * size, end));
    }
    if (least <= most) {
      peaks[step] = Math.max(-least, most);
      low = Math.min(low, least);
      high = Math.max(high, most);
    }
  }
  return low <= high ? { low, high, nonFinite, peaks } : { low: 0, high: 0, nonFinite, peaks };
}

export interface Openness {
  readonly mean: number;
  /** Shares of values below 0.1 and above 0.9 (docs/math.md, "Saturation"). */
  readonly closed: number;
  readonly open: number;
}

/** How far a gate is open, over all units and steps. */
export function* openness({ values, size, steps }: StepTensor): Work<Openness> {
  let closed = 0;
  let open = 0;
  let sum = 0;
  for (let step = 0; step < steps; step++) {
    if (pauses(step, size)) {
      yield;
    }
    for (let i = step * size; i < (step + 1) * size; i++) {
      const value = values[i];
      sum += value;
      closed += Number(value < 0.1);
      open += Number(value > 0.9);
    }
  }
  const count = Math.max(1, values.length);
  return { mean: sum / count, closed: closed / count, open: open / count };
}

/** ‖row‖₂ of each step, in Float64. */
export function* stepNorms({ values, steps, size }: StepTensor): Work<Float64Array> {
  const norms = new Float64Array(steps);
  for (let step = 0; step < steps; step++) {
    if (pauses(step, size)) {
      yield;
    }
    norms[step] = rowNorm(values, step * size, (step + 1) * size);
  }
  return norms;
}

/** Whether a stretch ends before this step. */
function pauses(step: number, size: number): boolean {
  return step > 0 && step % Math.max(1, Math.floor(stretch / size)) === 0;
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
