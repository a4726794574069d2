/**
 * Measures a network after an epoch: on the validation set, and on a fixed part of the training set under the
 * same conditions, so that the two can be compared.
 */
import type { Dataset, SequenceSet, SetName } from '../data/common/dataset';
import { evaluationOf } from '../metrics/evaluation';
import type { EpochMetrics, Evaluation } from '../metrics/measured';
import type { Meter } from '../metrics/meter';
import { meterOf } from '../metrics/meterOf';
import { evaluate } from './evaluate';
import type { Network } from './network';
import { NonFiniteError } from './training';

/** What a measurement has found. */
export interface Measured {
  /** Null without a validation set. */
  readonly validationLoss: number | null;
  /** Loss of the part of the training set under the conditions of the validation; null where it is not finite. */
  readonly freeTrainLoss: number | null;
  readonly metrics: EpochMetrics;
  /** Makes the measurement in full. */
  readonly evaluation: () => Evaluation;
}

/** Most sequences of the part of the training set, and the size below which it is not small. */
const mostSequences = 1000;
const [fewSequences, fewSteps] = [64, 10_000];

export class Measurement {
  /** The part of the training set. */
  private readonly part: readonly number[];

  constructor(
    private readonly network: Network,
    private readonly dataset: Dataset,
  ) {
    const { training } = dataset;
    const size = partOfTraining(training);
    this.part = Array.from({ length: size }, (_, i) => Math.floor((i * training.count) / size));
  }

  /**
   * @param step updates done
   * @param epoch whole epochs done
   * @throws NonFiniteError where the validation loss is not finite
   */
  take(step: number, epoch: number): Measured {
    const { validation } = this.dataset;
    const judged: SetName = validation.count > 0 ? 'validation' : 'training';
    const meters = {
      validation: meterOf(this.dataset, 'validation', judged === 'validation'),
      training: meterOf(this.dataset, 'training', judged === 'training'),
    };
    const validationLoss =
      judged === 'validation' ? evaluate(this.network, validation, step, { meter: meters.validation }) : null;
    const freeTrainLoss = this.lossOfTraining(step, meters.training);
    const metrics = {
      validation: validationLoss === null ? null : meters.validation.metrics(),
      training: freeTrainLoss === null ? null : meters.training.metrics(),
    };
    const sequences = judged === 'validation' ? validation.count : this.part.length;
    return {
      validationLoss,
      freeTrainLoss,
      metrics,
      evaluation: () =>
        evaluationOf(this.dataset[judged], meters[judged], { step, epoch, metrics, set: judged, sequences }),
    };
  }

  /** Null where the loss is not finite: the next update then finds out what has broken. */
  private lossOfTraining(update: number, meter: Meter): number | null {
    try {
      return evaluate(this.network, this.dataset.training, update, { part: this.part, meter });
    } catch (error) {
      if (error instanceof NonFiniteError) {
        return null;
      }
      throw error;
    }
  }
}

/**
 * Number of training sequences that are measured: a tenth, but at most 1000; of a small set more, up to 64
 * sequences or 10,000 steps.
 */
function partOfTraining(set: SequenceSet): number {
  let steps = 0;
  for (let sequence = 0; sequence < set.count; sequence++) {
    steps += Math.max(set.inputSteps(sequence), set.outputSteps(sequence));
  }
  const few = Math.min(fewSequences, Math.floor((fewSteps * set.count) / steps));
  return Math.min(set.count, mostSequences, Math.max(1, Math.ceil(set.count / 10), few));
}
