/** The speed of a run, its loss and its judged metrics, from its metrics. */
import type { EpochMetrics, SetMetrics } from '../../metrics/measured';
import type { Metric } from '../../protocol/run';

type Step = Extract<Metric, { event: 'step' }>;
type Epoch = Extract<Metric, { event: 'epoch' }>;

/**
 * Mean time of consecutive updates within an epoch: without validation, traces and checkpoints between
 * epochs.
 */
export function secondsPerUpdate(steps: readonly Step[]): number | null {
  let seconds = 0;
  let updates = 0;
  for (let i = 1; i < steps.length; i++) {
    if (steps[i].epoch === steps[i - 1].epoch) {
      seconds += steps[i].seconds - steps[i - 1].seconds;
      updates += steps[i].step - steps[i - 1].step;
    }
  }
  return updates > 0 ? seconds / updates : null;
}

/**
 * Loss of the last epoch on the validation set, or on the training set without one; where a run stopped
 * within an epoch, the mean of the last tenth of its updates. Null before the first update.
 */
export function lossOf(updates: readonly Step[], lastEpoch: Epoch | undefined): number | null {
  const last = updates.at(-1);
  if (lastEpoch && (last === undefined || last.step <= lastEpoch.step)) {
    return lastEpoch.validationLoss ?? lastEpoch.trainLoss;
  }
  const recent = updates.slice(-Math.max(1, Math.ceil(updates.length / 10)));
  return recent.length > 0 ? recent.reduce((sum, { loss }) => sum + loss, 0) / recent.length : null;
}

/** The metrics that a run is judged by: those of the validation set, without one those of training. */
export function judgedMetrics(metrics: EpochMetrics | null | undefined): SetMetrics | null {
  return metrics?.validation ?? metrics?.training ?? null;
}

/**
 * The loss that a run had reached after that many seconds, defined as in `lossOf`; null where it had none
 * yet.
 */
export function lossAt(metrics: readonly Metric[], seconds: number): number | null {
  const until = metrics.filter((metric) => metric.seconds <= seconds);
  const epochs = until.filter((metric) => metric.event === 'epoch');
  // Losses of epochs are compared with losses of epochs only, those of updates with those of updates.
  return metrics.some(({ event }) => event === 'epoch')
    ? (epochs.at(-1)?.validationLoss ?? epochs.at(-1)?.trainLoss ?? null)
    : lossOf(
        until.filter((metric) => metric.event === 'step'),
        undefined,
      );
}
