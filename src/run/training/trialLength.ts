/** How long a short training has to be to say whether a fix helps. */
import type { Metric, RunRecord } from '../../protocol/run';
import { secondsPerUpdate } from '../files/pace';

/** Long enough to see where a loss goes, short enough to wait for. */
const seconds = 15;
const fewest = 50;

/**
 * Updates of each side: as many as the run that has the fault made in a quarter of a minute; of one that broke off, enough to get past
 * that. Whole epochs where that is more than one, since then there are validation losses to compare.
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
