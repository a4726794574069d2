/** Scaling of numbers to a size that networks learn well from, measured on training data only. */
import { type Scaling, unscaled } from '../../notation/scaling';
import { DataError } from './dataset';

/**
 * Measures a scaling. `standard` gives mean 0 and deviation 1, `minmax` 0 to 1. A constant is only shifted,
 * not scaled.
 * @param values values of the training part
 * @param name name of their column or field
 * @throws DataError where the values are too large to be squared or subtracted
 */
export function measureScaling(
  values: Iterable<number>,
  normalize: 'standard' | 'minmax' | 'none',
  name: string,
): Scaling {
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
  const [offset, scale] = normalize === 'minmax' ? [low, high - low] : [mean, Math.sqrt(squares / count)];
  if (!Number.isFinite(scale)) {
    throw new DataError(
      `data.normalize: "${name}" holds numbers too large to scale, from ${low} to ${high}; write them in a larger unit`,
      ['data', 'normalize'],
    );
  }
  return { offset, scale: scale > 0 ? scale : 1 };
}
