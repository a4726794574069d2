/**
 * Over-fitting: the validation loss rises while the training loss continues to fall (Prechelt 1998), or it
 * has long stopped falling while the training sequences are known by heart. Both losses have to be of one kind:
 * where training is teacher-forced, the training sequences are judged by a decoder that reads its own output,
 * as in validation.
 */
import type { Config } from '../../../config/schema';
import { isTeacherForced } from '../../../config/teacherForced';
import { apart, quantity, significant, smallPercent } from '../../../notation/numbers';
import type { Examined } from '../evidence/examine';
import { type Finding, type Fix, fix, measures } from '../evidence/finding';
import { fewestPoints, mean, trend } from '../evidence/statistics';
import { learningRate } from './learningRate';

interface Epoch {
  readonly epoch: number;
  /** Loss of the training sequences, of the same kind as the validation loss. */
  readonly trainLoss: number;
  readonly validationLoss: number;
}

export function overfitting(examined: Examined): Finding[] {
  const { evidence, limits, progress } = examined;
  const { config, record } = evidence;
  const forced = isTeacherForced(config);
  // A run from before the comparable loss was recorded has none, and its two losses tell nothing together.
  const measured = progress.epochs.flatMap(({ epoch, trainLoss, validationLoss, freeTrainLoss }): Epoch[] => {
    const comparable = forced ? freeTrainLoss : trainLoss;
    return validationLoss === null || comparable === undefined
      ? []
      : [{ epoch, trainLoss: comparable, validationLoss }];
  });
  if (measured.length < fewestPoints) {
    return [];
  }
  const best = measured.reduce((low, next) => (next.validationLoss < low.validationLoss ? next : low));
  // The mean of several epochs is used, because the validation loss jumps.
  const latest = measured.slice(-limits.epochsSinceBest);
  const now = {
    epoch: latest[latest.length - 1].epoch,
    trainLoss: mean(latest.map(({ trainLoss }) => trainLoss)),
    validationLoss: mean(latest.map(({ validationLoss }) => validationLoss)),
  };
  const turned = hasTurned(examined, measured, best, now);
  if (!turned && !isMemorised(examined, measured, now)) {
    return [];
  }
  // Updates that are far too large throw both losses about above the baseline; nothing has been learnt there.
  const learntNothing = Math.min(now.trainLoss, best.validationLoss) >= record.baseline.loss;
  if (learntNothing && learningRate(examined).some(({ rule }) => rule === 'learningRateTooHigh')) {
    return [];
  }
  // After early stopping, the weights are those of the best epoch.
  const undone = record.status === 'stoppedEarly';
  const rise = now.validationLoss - best.validationLoss;
  const trainingLoss = forced ? 'loss of training sequences that are decoded freely' : 'training loss';
  const [wasValidation, isValidation] = apart(best.validationLoss, now.validationLoss);
  const [wasTraining, isTraining] = apart(best.trainLoss, now.trainLoss);
  const curve = turned
    ? `since epoch ${best.epoch} the validation loss has risen by ${smallPercent(rise / best.validationLoss)}, from ${wasValidation} to ${isValidation}, while the ${trainingLoss} fell from ${wasTraining} to ${isTraining}`
    : `the ${trainingLoss} is down at ${significant(now.trainLoss)}, while the validation loss stays at ${significant(now.validationLoss)}`;
  return [
    {
      rule: 'overfitting',
      severity: undone ? 'information' : 'warning',
      sentence: `The model over-fits: ${curve}${undone ? '; early stopping went back to the best epoch' : ''}.`,
      evidence: measures({
        bestEpoch: [best.epoch, 'epochs'],
        bestValidationLoss: [best.validationLoss, 'loss'],
        validationLoss: [now.validationLoss, 'loss'],
        trainLossAtBest: [best.trainLoss, 'loss'],
        trainLoss: [now.trainLoss, 'loss'],
        weights: [record.parameters, '1'],
      }),
      key: config.training.earlyStopping ? ['model', 'hiddenSize'] : ['training', 'epochs'],
      fixes: fixesOf(evidence.config, best.epoch, turned),
    },
  ];
}

/**
 * Whether, since the best epoch, the validation loss has risen and the training loss fallen, and not by
 * leaps.
 */
function hasTurned(
  { evidence, limits }: Examined,
  measured: readonly Epoch[],
  best: Epoch,
  now: Epoch,
): boolean {
  const rise = now.validationLoss - best.validationLoss;
  const least = Math.max(
    limits.validationRise * best.validationLoss,
    limits.noticeableRise * evidence.record.baseline.loss,
  );
  if (now.epoch - best.epoch < limits.epochsSinceBest || rise < least || now.trainLoss >= best.trainLoss) {
    return false;
  }
  const since = measured.filter(({ epoch }) => epoch >= best.epoch);
  // Where both are thrown about, the best epoch was a lucky one.
  const inOrder =
    trend(since.map(({ validationLoss }) => validationLoss)) >= limits.turned &&
    trend(since.map(({ trainLoss }) => trainLoss)) <= -limits.turned;
  // A validation loss that has risen to a level and stays there has no order; a lucky best epoch is
  // recognised by its neighbours.
  const beside = measured.filter(({ epoch }) => Math.abs(epoch - best.epoch) < limits.epochsSinceBest);
  const usual = mean(beside.map(({ validationLoss }) => validationLoss));
  const later = since.slice(Math.floor(since.length / 2));
  const stays = later.every(
    ({ trainLoss, validationLoss }) => trainLoss < best.trainLoss && validationLoss - usual >= least,
  );
  return inOrder || stays;
}

/**
 * Whether the training sequences are known while those of validation are not and do not become known. This is
 * judged only where both were drawn at random from the same data, because the end of a series may behave
 * differently.
 */
function isMemorised({ evidence, limits }: Examined, measured: readonly Epoch[], now: Epoch): boolean {
  const gap = now.validationLoss - now.trainLoss;
  const later = measured.slice(Math.floor(measured.length / 2));
  return (
    splitsAtRandom(evidence.config) &&
    gap >= limits.memorised * evidence.record.baseline.loss &&
    later.length >= fewestPoints &&
    trend(later.map(({ validationLoss }) => validationLoss)) > -limits.turned
  );
}

/** Whether the data is split at random, by `data.split` or its default. */
function splitsAtRandom({ data }: Config): boolean {
  const split = data.kind === 'task' ? 'random' : data.split;
  const isSeries = data.kind === 'table' || (data.kind === 'text' && data.sequences === 'stream');
  return split === undefined ? !isSeries : split === 'random';
}

function fixesOf({ model, training }: Config, bestEpoch: number, turned: boolean): Fix[] {
  const half = Math.max(1, Math.floor(model.hiddenSize / 2));
  return [
    ...(training.earlyStopping
      ? []
      : [
          fix('Stop early, and go back to the best epoch', ['training.earlyStopping.patience', 5]),
          ...(turned
            ? [fix(`Train for ${quantity(bestEpoch, 'epoch')}`, ['training.epochs', bestEpoch])]
            : []),
        ]),
    fix(`Halve the layer to ${quantity(half, 'unit')}`, ['model.hiddenSize', half]),
    ...(model.layers > 1 && model.dropout === 0
      ? [fix('Drop 20 % between the layers', ['model.dropout', 0.2])]
      : []),
    ...(training.optimizer.weightDecay === 0
      ? [
          fix(
            'Decay the weights (AdamW, 0.01)',
            ['training.optimizer.name', 'adamw'],
            ['training.optimizer.weightDecay', 0.01],
          ),
        ]
      : []),
  ];
}
