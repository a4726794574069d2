/** Clipping that acts on most updates, so that it sets the size of updates instead of catching outliers. */
import { significant, smallPercent } from '../../../notation/numbers';
import type { Examined } from '../evidence/examine';
import { type Finding, measures } from '../evidence/finding';
import { clipAt } from '../evidence/fixes';
import { mean } from '../evidence/statistics';

export function clipping({ evidence, limits, updates, progress }: Examined): Finding[] {
  const { clip, optimizer } = evidence.config.training;
  const later = updates.slice(Math.floor(updates.length / 2));
  if (clip === undefined || updates.length < limits.fewestUpdates) {
    return [];
  }
  const share = later.filter(({ clipped }) => clipped).length / later.length;
  if (share <= limits.clippedShare) {
    return [];
  }
  const norm = mean(later.map(({ gradientNorm }) => gradientNorm));
  // Clipping by norm scales a gradient, which the adaptive optimizers undo (Kingma and Ba 2015, section 2.1)
  // and SGD does not. Clipping values also changes the gradient's direction, and there is no norm to compare
  // with.
  const acts = clip.norm === undefined || (clip.norm < limits.tightClip * norm && optimizer.name === 'sgd');
  const limit =
    clip.norm === undefined
      ? `values of ${significant(clip.value ?? 0)}`
      : `norm ${significant(clip.norm)}, ${significant(clip.norm / norm)} times the mean norm of ${significant(norm)}`;
  return [
    {
      rule: 'gradientClipping',
      severity: acts && !progress.beatsBaseline ? 'warning' : 'information',
      sentence: `Clipping acts on most updates: ${smallPercent(share)} of the later half are cut to ${limit}.`,
      evidence: measures({
        clippedShare: [share, '1'],
        meanGradientNorm: [norm, '1'],
        clipNorm: [clip.norm, '1'],
        clipValue: [clip.value, '1'],
      }),
      key: ['training', 'clip', clip.norm === undefined ? 'value' : 'norm'],
      fixes: [clipAt(2 * norm)],
    },
  ];
}
