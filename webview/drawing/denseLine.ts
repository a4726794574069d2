/**
 * A line that rises and falls at every few pixels, as the range that it covers in each column of pixels.
 * Drawn as rectangles it costs a tenth of a path with as many strokes. Pure.
 */
import { cellsOfPixel } from './matrix';

/** The least and the greatest height of the line in each column of pixels; NaN where it has none. */
export interface Covered {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/**
 * Ranges covered by a line with at least one step per pixel.
 * @param heightOf height of a value; not finite where there is a gap
 * @param from first step in view; `to` is the one after the last
 * @param width in pixels, at most as many as there are steps
 */
export function coveredColumns(
  values: ArrayLike<number>,
  heightOf: (value: number) => number,
  from: number,
  to: number,
  width: number,
): Covered {
  const low = new Float64Array(width).fill(Number.NaN);
  const high = new Float64Array(width).fill(Number.NaN);
  // The line starts from the last height of the previous column, so that columns meet.
  let before = from > 0 ? heightOf(values[from - 1]) : Number.NaN;
  for (let pixel = 0; pixel < width; pixel++) {
    const [start, end] = cellsOfPixel(pixel, width, from, to - from);
    let least = Number.POSITIVE_INFINITY;
    let most = Number.NEGATIVE_INFINITY;
    for (let step = start; step < end; step++) {
      const height = heightOf(values[step]);
      if (Number.isFinite(height)) {
        least = Math.min(least, height);
        most = Math.max(most, height);
        if (Number.isFinite(before)) {
          least = Math.min(least, before);
          most = Math.max(most, before);
        }
      }
      before = height;
    }
    if (least <= most) {
      low[pixel] = least;
      high[pixel] = most;
    }
  }
  return { low, high };
}

/**
 * Whether a line of points in pixels rises and falls so much that the slant of its strokes cannot be seen.
 */
export function isSteep(y: ArrayLike<number>, width: number): boolean {
  let travel = 0;
  for (let i = 1; i < y.length; i++) {
    const by = Math.abs(y[i] - y[i - 1]);
    travel += Number.isFinite(by) ? by : 0;
  }
  return travel > 4 * width;
}

/**
 * Ranges covered by a line with fewer steps than pixels, interpolated between its points.
 * @param x rising, in pixels
 * @param y in pixels; not finite where there is a gap
 */
export function coveredBetween(x: ArrayLike<number>, y: ArrayLike<number>, width: number): Covered {
  const low = new Float64Array(width).fill(Number.NaN);
  const high = new Float64Array(width).fill(Number.NaN);
  const cover = (pixel: number, one: number, other: number) => {
    const empty = Number.isNaN(low[pixel]);
    low[pixel] = Math.min(empty ? one : low[pixel], one, other);
    high[pixel] = Math.max(empty ? one : high[pixel], one, other);
  };
  for (let i = 0; i < x.length; i++) {
    if (!Number.isFinite(y[i])) {
      continue;
    }
    const [toX, toY] = [x[i], y[i]];
    const alone = i === 0 || !Number.isFinite(y[i - 1]);
    const [fromX, fromY] = alone ? [toX, toY] : [x[i - 1], y[i - 1]];
    const slope = toX > fromX ? (toY - fromY) / (toX - fromX) : 0;
    const last = Math.min(width - 1, Math.floor(toX));
    for (let pixel = Math.max(0, Math.floor(fromX)); pixel <= last; pixel++) {
      const enters = fromX < pixel ? fromY + slope * (pixel - fromX) : fromY;
      const leaves = toX > pixel + 1 ? fromY + slope * (pixel + 1 - fromX) : toY;
      cover(pixel, enters, leaves);
    }
  }
  return { low, high };
}
