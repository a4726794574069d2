/** The length of a short training that shows whether a fix helps. */
import type { Metric, RunRecord } from '../../protocol/run';
import { secondsPerUpdate } from '../files/pace';

/** Long enough to show the trend of a loss, short enough to wait for. */
const seconds = 15;
const fewest = 50;

/**
 * Updates of each side: as many as the faulty run made in a quarter of a minute; for a run that broke off,
 * enough to pass the point where it did. Rounded to whole epochs where that is more than one, since then
 * there are validation losses to compare.
 */
export function trialUpdates(
  { plannedSteps, plannedEpochs, steps, status }: RunRecord,
  metrics: readonly Metric[],
): number {
  const pace = secondsPerUpdate(metrics.filter((metric) => metric.event === 'step'));
  const affordable = pace === null || pace === 0 ? fewest : Math.round(seconds / pace);
  const past = status === 'failed' ? 2 * steps : 0;
  const wanted = Math.min(plannedSteps, Math.max(fewest, affordable, past));
  const epoch = Math.ceil(plannedSteps / plannedEpochs);
  return wanted > epoch ? Math.floor(wanted / epoch) * epoch : wanted;
}
