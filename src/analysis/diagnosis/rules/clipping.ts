/** Clipping that acts on most updates, so that it sets the size of updates instead of catching outliers. */
import { significant, smallPercent } from '../../../notation/numbers';
import type { Examined } from '../evidence/examine';
import { type Finding, measures } from '../evidence/finding';
import { clipAt } from '../evidence/fixes';
import { mean, median } from '../evidence/statistics';
import { exploding } from './exploding';
import { learningRate } from './learningRate';

export function clipping(examined: Examined): Finding[] {
  const { evidence, limits, updates, progress } = examined;
  const { clip, optimizer } = evidence.config.training;
  const later = updates.slice(Math.floor(updates.length / 2));
  if (clip === undefined || updates.length < limits.fewestUpdates) {
    return [];
  }
  const share = later.filter(({ clipped }) => clipped).length / later.length;
  if (share <= limits.clippedShare) {
    return [];
  }
  const norm = median(later.map(({ gradientNorm }) => gradientNorm));
  // Clipping by norm scales a gradient, which the adaptive optimizers undo (Kingma and Ba 2015, section 2.1)
  // and SGD does not. Clipping values also changes the gradient's direction, and there is no norm to compare
  // with.
  const byNorm = clip.norm !== undefined && clip.norm < norm;
  const byValue = clip.value !== undefined && !byNorm;
  const acts = byValue || (byNorm && (clip.norm ?? 0) < limits.tightClip * norm && optimizer.name === 'sgd');
  const limit = byValue
    ? `values of ${significant(clip.value ?? 0)}`
    : `norm ${significant(clip.norm ?? 0)}, ${significant((clip.norm ?? 0) / norm)} times the median norm of ${significant(norm)}`;
  // Where gradients explode or updates are far too large, clipping is a remedy and not the fault.
  const isRemedy =
    exploding(examined).length > 0 ||
    learningRate(examined).some(({ rule }) => rule === 'learningRateTooHigh');
  return [
    {
      rule: 'gradientClipping',
      severity: acts && !progress.beatsBaseline && !isRemedy ? 'warning' : 'information',
      sentence: `Clipping acts on most updates: ${smallPercent(share)} of the later half are cut to ${limit}.`,
      evidence: measures({
        clippedShare: [share, '1'],
        meanGradientNorm: [mean(later.map(({ gradientNorm }) => gradientNorm)), '1'],
        medianGradientNorm: [norm, '1'],
        clipNorm: [clip.norm, '1'],
        clipValue: [clip.value, '1'],
      }),
      key: ['training', 'clip', byValue ? 'value' : 'norm'],
      fixes: isRemedy ? [] : clipAt(evidence.config, 2 * norm),
    },
  ];
}
