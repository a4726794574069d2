/** Over-fitting: the validation loss turns up while the training loss goes on falling (Prechelt 1998). */
import type { Examined } from './examine';
import { type Finding, type Fix, fix, measures } from './finding';
import { fewestPoints, mean, trend } from './statistics';
import { count, percent, plain } from './text';

export function overfitting({ evidence, limits, progress }: Examined): Finding[] {
  const { config, record } = evidence;
  const measured = progress.epochs.flatMap(({ epoch, trainLoss, validationLoss }) =>
    validationLoss === null ? [] : [{ epoch, trainLoss, validationLoss }],
  );
  if (measured.length < fewestPoints) {
    return [];
  }
  const best = measured.reduce((low, next) => (next.validationLoss < low.validationLoss ? next : low));
  // Three epochs and not one: validation jumps.
  const latest = measured.slice(-limits.epochsSinceBest);
  const now = {
    epoch: latest[latest.length - 1].epoch,
    trainLoss: mean(latest.map(({ trainLoss }) => trainLoss)),
    validationLoss: mean(latest.map(({ validationLoss }) => validationLoss)),
  };
  const since = measured.filter(({ epoch }) => epoch >= best.epoch);
  const rise = now.validationLoss - best.validationLoss;
  if (
    now.epoch - best.epoch < limits.epochsSinceBest ||
    rise < limits.validationRise * best.validationLoss ||
    rise < limits.noticeableRise * record.baseline.loss ||
    now.trainLoss >= best.trainLoss ||
    // Where both are thrown about, the best epoch was a lucky one.
    trend(since.map(({ validationLoss }) => validationLoss)) < limits.turned ||
    trend(since.map(({ trainLoss }) => trainLoss)) > -limits.turned
  ) {
    return [];
  }
  // Stopped early, the weights are those of the best epoch.
  const undone = record.status === 'stoppedEarly';
  return [
    {
      rule: 'overfitting',
      severity: undone ? 'information' : 'warning',
      sentence: `The model over-fits: since epoch ${best.epoch} the validation loss has risen by ${percent(rise / best.validationLoss)}, from ${plain(best.validationLoss)} to ${plain(now.validationLoss)}, while the training loss fell from ${plain(best.trainLoss)} to ${plain(now.trainLoss)}${undone ? '; early stopping went back to that epoch' : ''}.`,
      evidence: measures({
        bestEpoch: [best.epoch, 'epochs'],
        bestValidationLoss: [best.validationLoss, 'loss'],
        validationLoss: [now.validationLoss, 'loss'],
        trainLossAtBest: [best.trainLoss, 'loss'],
        trainLoss: [now.trainLoss, 'loss'],
        weights: [record.parameters, '1'],
      }),
      key: config.training.earlyStopping ? ['model', 'hiddenSize'] : ['training', 'epochs'],
      fixes: fixesOf(evidence.config, best.epoch),
    },
  ];
}

function fixesOf({ model, training }: Examined['evidence']['config'], bestEpoch: number): Fix[] {
  const half = Math.max(1, Math.floor(model.hiddenSize / 2));
  return [
    ...(training.earlyStopping
      ? []
      : [
          fix('Stop early, and go back to the best epoch', ['training.earlyStopping.patience', 5]),
          fix(`Train for ${count(bestEpoch, 'epoch')}`, ['training.epochs', bestEpoch]),
        ]),
    fix(`Halve the layer to ${count(half, 'unit')}`, ['model.hiddenSize', half]),
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
