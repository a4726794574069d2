/** Reduces long curves to few points for drawing, and chooses ticks. Pure. */

export interface Points {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/**
 * At most `2·buckets` points that look the same at `buckets` pixels: the least and the greatest of each
 * bucket of equal width in x, in their original order. Gaps (NaN) stay gaps: a bucket of only NaN gives one
 * NaN.
 * @param x rising
 * @param length number of valid elements of x and y
 */
export function decimate(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  length: number,
  buckets: number,
): Points {
  if (length <= 2 * buckets) {
    return { x: copy(x, length), y: copy(y, length) };
  }
  const first = x[0];
  const width = (x[length - 1] - first) / buckets || 1;
  const xs: number[] = [];
  const ys: number[] = [];
  let start = 0;
  while (start < length) {
    const bucket = bucketOf(x[start], first, width, buckets);
    let end = start + 1;
    let low = start;
    let high = start;
    while (end < length && bucketOf(x[end], first, width, buckets) === bucket) {
      if (!(y[end] >= y[low])) {
        low = Number.isNaN(y[end]) ? low : end;
      }
      if (!(y[end] <= y[high])) {
        high = Number.isNaN(y[end]) ? high : end;
      }
      end++;
    }
    const [one, other] = low <= high ? [low, high] : [high, low];
    xs.push(x[one]);
    ys.push(y[one]);
    if (other !== one) {
      xs.push(x[other]);
      ys.push(y[other]);
    }
    start = end;
  }
  return { x: Float64Array.from(xs), y: Float64Array.from(ys) };
}

/**
 * Ticks of a log axis: 1, 2 and 5 times powers of ten over up to two decades, powers of ten over more, round
 * numbers where fewer than two of those lie in the range; at most about 8.
 */
export function logTicks(low: number, high: number): readonly number[] {
  const [first, last] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  if (!Number.isFinite(first) || !Number.isFinite(last)) {
    return [];
  }
  const every = Math.ceil((last - first) / 8);
  const within = Math.log10(high / low) <= 2 ? [1, 2, 5] : [1];
  const ticks: number[] = [];
  for (let exponent = first; exponent <= last; exponent += Math.max(1, every)) {
    for (const factor of within) {
      const tick = Number(`${factor}e${exponent}`);
      if (tick >= low && tick <= high) {
        ticks.push(tick);
      }
    }
  }
  return ticks.length < 2 ? roundTicks(low, high, 5) : ticks;
}

function bucketOf(x: number, first: number, width: number, buckets: number): number {
  return Math.min(buckets - 1, Math.floor((x - first) / width));
}

function copy(values: ArrayLike<number>, length: number): Float64Array {
  const result = new Float64Array(length);
  for (let i = 0; i < length; i++) {
    result[i] = values[i];
  }
  return result;
}

/** Round numbers from `low` to `high`, at most `most` of them, in steps of 1, 2 or 5 times a power of ten. */
export function roundTicks(low: number, high: number, most: number, smallest = 0): readonly number[] {
  const span = high - low;
  if (!(span > 0) || most < 1) {
    return Number.isFinite(low) ? [low] : [];
  }
  const rough = span / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 5, 10].find((f) => f * power >= rough) ?? 10;
  const step = Math.max(factor * power, smallest);
  const ticks: number[] = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) {
    ticks.push(Number((i * step).toPrecision(12)));
  }
  return ticks;
}
