/** The progress of a run: its losses compared with its baseline. */
import { isTeacherForced } from '../../../config/teacherForced';
import type { EpochEvent, UpdateEvent } from '../../../engine/training';
import type { RunEvidence } from './evidence';
import { mean } from './statistics';
import type { Thresholds } from './thresholds';

/**
 * A loss that can be reached without memory or without learning, and the best loss of the run to compare with
 * it.
 */
export interface Standard {
  readonly name: string;
  readonly loss: number;
  readonly best: number;
  /** The set on which the best loss was measured. */
  readonly set: 'training' | 'validation';
}

export interface Progress {
  readonly epochs: readonly EpochEvent[];
  /**
   * The first that the run does no better than, or else the one that it does worst against; null before the
   * first epoch has ended.
   */
  readonly standard: Standard | null;
  /** Ratio of the best loss to that standard; null without either. */
  readonly ofBaseline: number | null;
  /** Whether the run is clearly better than the baseline, which needs no memory or no learning. */
  readonly beatsBaseline: boolean;
  /** Whether the run is so much better that a task that needs memory must have been learnt with it. */
  readonly learnt: boolean;
  /** Whether the run has had enough time to learn: enough updates and epochs, or its whole training. */
  readonly hadTime: boolean;
}

type Evidence = Pick<RunEvidence, 'config' | 'metrics' | 'record'>;

export function progressOf(evidence: Evidence, limits: Thresholds): Progress {
  const { metrics, record } = evidence;
  const epochs = metrics.filter((metric) => metric.event === 'epoch');
  const standards = standardsOf(evidence, epochs, limits);
  const worst = standards.reduce<Standard | null>(
    (most, next) => (most === null || ratio(next) > ratio(most) ? next : most),
    null,
  );
  const standard = standards.find((each) => ratio(each) >= limits.noBetter) ?? worst;
  const ofBaseline = standard && ratio(standard);
  const enough = record.steps >= limits.fewestUpdates;
  const ended = record.status === 'completed' || record.status === 'stoppedEarly';
  return {
    epochs,
    standard,
    ofBaseline,
    beatsBaseline: ofBaseline !== null && ofBaseline < limits.noBetter,
    learnt: ofBaseline !== null && ofBaseline < limits.learnt,
    hadTime: enough && (ended || epochs.length >= limits.fewestEpochs),
  };
}

/** The least of the first values that there are. */
function leastOf(...sets: readonly (readonly number[])[]): number | null {
  const found = sets.find((values) => values.length > 0);
  return found ? Math.min(...found) : null;
}

function ratio({ best, loss }: Standard): number {
  return best / loss;
}

function standardsOf(
  { config, metrics, record }: Evidence,
  epochs: readonly EpochEvent[],
  limits: Thresholds,
): Standard[] {
  const { data, task } = config;
  const { baseline, signals } = record;
  const validation = epochs.flatMap(({ validationLoss }) => validationLoss ?? []);
  if (epochs.length === 0) {
    return [];
  }
  // A teacher-forced loss is no measure of what a decoder can do alone.
  const free = epochs.flatMap(({ freeTrainLoss }) => freeTrainLoss ?? []);
  const best = isTeacherForced(config)
    ? (leastOf(free, validation) ?? bestTraining(epochs, metrics, limits))
    : bestTraining(epochs, metrics, limits);
  const measured: Standard =
    validation.length > 0
      ? { ...baseline, best: Math.min(...validation), set: 'validation' }
      : { ...baseline, best, set: 'training' };
  // A file's baseline is measured on the sequences that the model is measured on. A chance level is an
  // expectation: on a few sequences the loss may be well below it by luck, but not on the training sequences
  // as well.
  const byLuck: Standard[] = data.kind === 'task' ? [{ ...baseline, best, set: 'training' }] : [];
  // With targets scaled to deviation 1, always answering the mean costs 1, which is far less than answering
  // the last value where values are drawn anew each time.
  const scaled = (data.kind === 'table' || data.kind === 'records') && data.normalize === 'standard';
  const squares = signals.targetKind === 'values' && (task.loss ?? 'mse') === 'mse';
  const byMean: Standard[] =
    scaled && squares ? [{ name: 'mean of the training targets', loss: 1, best, set: 'training' }] : [];
  return [measured, ...byLuck, ...byMean].filter(({ loss }) => loss > 0);
}

/**
 * The best training loss of any epoch, or the mean over the last fifth of the updates, because an epoch's
 * loss is a mean over weights that were worse at its start.
 */
function bestTraining(
  epochs: readonly EpochEvent[],
  metrics: Evidence['metrics'],
  limits: Thresholds,
): number {
  const updates = metrics.filter((metric): metric is UpdateEvent => metric.event === 'step');
  const last = updates.slice(-Math.ceil(updates.length / 5)).map(({ loss }) => loss);
  const best = Math.min(...epochs.map(({ trainLoss }) => trainLoss));
  return updates.length >= limits.fewestUpdates ? Math.min(best, mean(last)) : best;
}
