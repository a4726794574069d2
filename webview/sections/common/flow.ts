/** Gradient flow in numbers and words (docs/math.md, "Gradient flow"). Pure. */
import { pace } from '../../../src/notation/durations';
import { number } from '../../../src/notation/numbers';

/** Returns ‖v‖₂ of the elements from … to−1, in Float64; infinite or NaN where one of them is. */
export function rowNorm(values: ArrayLike<number>, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) {
    sum += values[i] * values[i];
  }
  // Squares of Float32 values cannot underflow or overflow here; squares of Float64 values can.
  return sum > 1e-200 && sum < 1e300 ? Math.sqrt(sum) : scaledNorm(values, from, to);
}

/** Returns the norm, scaled by the largest element so that no square underflows or overflows. */
function scaledNorm(values: ArrayLike<number>, from: number, to: number): number {
  let largest = 0;
  for (let i = from; i < to; i++) {
    largest = Math.max(largest, Math.abs(values[i]));
  }
  // Math.max returns NaN if one of its arguments is NaN.
  if (largest === 0 || !Number.isFinite(largest)) {
    return largest;
  }
  let sum = 0;
  for (let i = from; i < to; i++) {
    sum += (values[i] / largest) ** 2;
  }
  return largest * Math.sqrt(sum);
}

interface Flow {
  /**
   * End of the way back: step 0 (the last step for a backward direction), or the furthest step with a
   * gradient that is not zero.
   */
  readonly end: number;
  /** Start of the way back: the last step with a gradient (the first for a backward direction). */
  readonly start: number;
  /** ‖∂L/∂h_end‖ / ‖∂L/∂h_start‖ */
  readonly ratio: number;
  /** Mean change of ln ‖∂L/∂h‖ for each step back. */
  readonly slope: number;
}

/**
 * Measures how a gradient changes on its way back.
 * @param norms ‖∂L/∂h_t‖ for each step
 * @param options.backward true for the direction that reads from the end, whose gradient flows towards the
 * last step
 * @returns undefined where fewer than two steps have a gradient, or a norm is not finite
 */
function flowOf(norms: ArrayLike<number>, { backward = false } = {}): Flow | undefined {
  let first = -1;
  let last = -1;
  for (let t = 0; t < norms.length; t++) {
    if (!Number.isFinite(norms[t])) {
      return undefined;
    }
    if (norms[t] > 0) {
      first = first < 0 ? t : first;
      last = t;
    }
  }
  if (first < 0 || first === last) {
    return undefined;
  }
  const [start, end] = backward ? [first, last] : [last, first];
  const slope = (Math.log(norms[end]) - Math.log(norms[start])) / Math.abs(start - end);
  return { start, end, ratio: norms[end] / norms[start], slope };
}

/**
 * States in a sentence how much of the gradient is left at the far end, and how fast it changes on the way.
 */
export function flowSentence(norms: ArrayLike<number>, { backward = false } = {}): string {
  for (let t = 0; t < norms.length; t++) {
    if (!Number.isFinite(norms[t])) {
      return `The gradient is not finite at step ${t}.`;
    }
  }
  const flow = flowOf(norms, { backward });
  if (!flow) {
    const only = Array.from(norms).findIndex((norm) => norm > 0);
    if (only < 0) {
      return norms.length === 0 ? 'There are no steps.' : 'The gradient is zero at every step.';
    }
    return norms.length === 1
      ? `There is one step, and its gradient has norm ${number(norms[0], 3)}.`
      : `Only step ${only} has a gradient; it is exactly zero at every other step.`;
  }
  const farEnd = backward ? norms.length - 1 : 0;
  const startText =
    flow.start === (backward ? 0 : norms.length - 1)
      ? `at step ${flow.start}, the ${backward ? 'first' : 'last'}`
      : `at step ${flow.start}, the ${backward ? 'first' : 'last'} with a gradient`;
  if (flow.end !== farEnd) {
    return (
      `The gradient underflowed to zero ${backward ? 'after' : 'before'} step ${flow.end}, ` +
      `where it is ${ratioText(flow.ratio)} what it is ${startText}: ${changeText(flow)}.`
    );
  }
  return `The gradient at step ${flow.end} is ${ratioText(flow.ratio)} what it is ${startText}: ${changeText(flow)}.`;
}

function ratioText(ratio: number): string {
  return ratio >= 2 ? `${number(ratio, 2)} times` : `${number(ratio, 2)} of`;
}

function changeText({ ratio, slope }: Flow): string {
  if (ratio > 0.5 && ratio < 2) {
    return 'it neither vanishes nor explodes';
  }
  return `on the way back it ${pace(slope)}`;
}
