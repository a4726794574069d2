/** One column of the kept points as curves and a cloud. Pure. */
import type { Point, ValueDetail } from '../../../src/metrics/measured';

export interface ColumnPoints {
  readonly points: readonly Point[];
  /** One number for each point, in the order of the data. */
  readonly predicted: Float64Array;
  readonly target: Float64Array;
  readonly error: Float64Array;
  /** Labels of the points; empty where nothing is known of the steps. */
  readonly labels: readonly string[];
  /** Whether each sequence has one point only, so that the points follow each other in time. */
  readonly inTime: boolean;
}

export function columnPoints({ points }: ValueDetail, column: number): ColumnPoints {
  const numbers = (of: (point: Point) => readonly number[]) =>
    Float64Array.from(points, (point) => of(point)[column] ?? Number.NaN);
  const labels = points.map(({ label }) => label);
  return {
    points,
    predicted: numbers(({ predicted }) => predicted),
    target: numbers(({ target }) => target),
    error: numbers(({ error }) => error),
    labels: labels.every((label) => label === '') ? [] : labels,
    inTime: points.every(({ sequence }, i) => i === 0 || points[i - 1].sequence !== sequence),
  };
}
