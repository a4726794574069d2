/** Scaling of numbers to a size that networks learn well from, measured on training data only. */
import type { Scaling } from './dataset';

export const unscaled: Scaling = { offset: 0, scale: 1 };

/**
 * `standard`: mean 0 and deviation 1. `minmax`: 0 to 1. A constant stays what it is but for the offset.
 * @param values those that belong to the training part
 */
export function measureScaling(values: Iterable<number>, normalize: 'standard' | 'minmax' | 'none'): Scaling {
  if (normalize === 'none') {
    return unscaled;
  }
  let count = 0;
  let mean = 0;
  let squares = 0;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    // Welford 1962: one pass, without the cancellation of Σx² − (Σx)²/n.
    count++;
    const difference = value - mean;
    mean += difference / count;
    squares += difference * (value - mean);
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (count === 0) {
    return unscaled;
  }
  if (normalize === 'minmax') {
    return { offset: low, scale: high > low ? high - low : 1 };
  }
  const deviation = Math.sqrt(squares / count);
  return { offset: mean, scale: deviation > 0 ? deviation : 1 };
}
