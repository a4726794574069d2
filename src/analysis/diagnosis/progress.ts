/** Where a run's losses stand against its baseline. */
import type { EpochMetric, RunEvidence } from './evidence';
import type { Thresholds } from './thresholds';

export interface Progress {
  readonly epochs: readonly EpochMetric[];
  /** The best so far on the validation set, or on the training set without one; null before the first epoch has ended. */
  readonly bestLoss: number | null;
  /** `bestLoss` over the baseline, 1; null without either. */
  readonly ofBaseline: number | null;
  /** Whether it does clearly better than the baseline, which needs no memory or no learning. */
  readonly beatsBaseline: boolean;
  /** Whether so much better that a task that needs memory cannot have been learnt without it. */
  readonly learnt: boolean;
  /** Whether it has had the time to: enough updates and epochs, or its whole training. */
  readonly hadTime: boolean;
}

export function progressOf(
  { metrics, record }: Pick<RunEvidence, 'metrics' | 'record'>,
  limits: Thresholds,
): Progress {
  const epochs = metrics.filter((metric) => metric.event === 'epoch');
  const losses = epochs.map(({ validationLoss, trainLoss }) => validationLoss ?? trainLoss);
  const bestLoss = losses.length > 0 ? losses.reduce((best, loss) => Math.min(best, loss)) : null;
  const { baseline, steps } = record;
  const ofBaseline = bestLoss !== null && baseline.loss > 0 ? bestLoss / baseline.loss : null;
  const enough = steps >= limits.fewestUpdates;
  const ended = record.status === 'completed' || record.status === 'stoppedEarly';
  return {
    epochs,
    bestLoss,
    ofBaseline,
    beatsBaseline: ofBaseline !== null && ofBaseline < limits.noBetter,
    learnt: ofBaseline !== null && ofBaseline < limits.learnt,
    hadTime: enough && (ended || epochs.length >= limits.fewestEpochs),
  };
}
