/** The curves of compared runs, from their metrics, by update or by second. Pure. */
import type { Metric } from '../../../src/protocol/run';

export type Against = 'update' | 'second';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Curves {
  /** The loss of each update. */
  readonly updates: readonly Point[];
  /** Main curve: the losses of epochs, or with fewer than two of them the running mean of the updates. */
  readonly main: readonly Point[];
  /** Whether `main` holds losses of epochs. */
  readonly epochs: boolean;
}

/** Share of the updates so far that the running mean covers. */
const smoothed = 0.05;

export function curvesOf(metrics: readonly Metric[], against: Against): Curves {
  const xOf = ({ step, seconds }: Metric) => (against === 'update' ? step : seconds);
  const updates = metrics.flatMap((metric) =>
    metric.event === 'step' && isDrawn(metric.loss) ? [{ x: xOf(metric), y: metric.loss }] : [],
  );
  const epochs = metrics.flatMap((metric) => {
    const loss = metric.event === 'epoch' ? (metric.validationLoss ?? metric.trainLoss) : null;
    return isDrawn(loss) ? [{ x: xOf(metric), y: loss }] : [];
  });
  return epochs.length >= 2
    ? { updates, main: epochs, epochs: true }
    : { updates, main: runningMean(updates), epochs: false };
}

/** Whether a loss is drawn. Messages are JSON, in which values that are not finite become null. */
function isDrawn(loss: number | null): loss is number {
  return loss !== null && Number.isFinite(loss);
}

/** Returns points that are each the mean of the last ones up to them; `smoothed` sets how many. */
function runningMean(points: readonly Point[]): Point[] {
  const width = Math.max(1, Math.round(smoothed * points.length));
  let sum = 0;
  return points.map(({ x, y }, i) => {
    sum += y - (i >= width ? points[i - width].y : 0);
    return { x, y: sum / Math.min(i + 1, width) };
  });
}

/** Returns the loss at or before an x; null where there is none yet. */
export function valueAt(points: readonly Point[], x: number): number | null {
  return points.findLast((point) => point.x <= x)?.y ?? null;
}
