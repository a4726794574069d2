/** A run that is no better than a baseline that needs no memory or no learning. */
import { quantity, significant } from '../../../notation/numbers';
import type { Examined } from '../evidence/examine';
import { type Finding, measures } from '../evidence/finding';
import { gatedCell, learningRateTimes } from '../evidence/fixes';
import { fewestPoints, trend } from '../evidence/statistics';

export function noBetterThanBaseline({ evidence, limits, progress }: Examined): Finding[] {
  const { steps } = evidence.record;
  const { standard, ofBaseline, epochs } = progress;
  if (!progress.hadTime || standard === null || ofBaseline === null || ofBaseline < limits.noBetter) {
    return [];
  }
  // A loss that is below the standard and still falling, in the later half as well, only needs more time.
  const losses = epochs.map(({ validationLoss, trainLoss }) => validationLoss ?? trainLoss);
  const later = losses.slice(-Math.max(fewestPoints, Math.ceil(losses.length / 2)));
  const falls = [losses, later].every((curve) => trend(curve) <= -limits.steadiness);
  if (ofBaseline < 1 && losses.length >= fewestPoints && falls) {
    return [];
  }
  const { config } = evidence;
  const more = 2 * config.training.epochs;
  return [
    {
      rule: 'noBetterThanBaseline',
      severity: 'warning',
      sentence: `After ${quantity(steps, 'update')} the model is no better than the ${standard.name}: its best ${standard.set} loss is ${significant(standard.best)}, against ${significant(standard.loss)}.`,
      evidence: measures({
        bestLoss: [standard.best, 'loss'],
        baseline: [standard.loss, 'loss'],
        lossOfBaseline: [ofBaseline, '1'],
        updates: [steps, 'updates'],
        epochs: [epochs.length, 'epochs'],
      }),
      key: ['model', 'cell'],
      fixes: [
        ...gatedCell(config),
        learningRateTimes(config, 3),
        learningRateTimes(config, 0.3),
        { title: `Train for ${more} epochs`, edits: [{ key: ['training', 'epochs'], value: more }] },
      ],
    },
  ];
}
