/** Makes the full record of a measurement, with the labels of the sequences that it names. */
import type { SequenceSet } from '../data/common/dataset';
import type { Evaluation } from './measured';
import type { Meter } from './meter';

/** Most sequences whose labels are written. */
const mostLabels = 2000;

export function evaluationOf(
  set: SequenceSet,
  meter: Meter,
  moment: Pick<Evaluation, 'step' | 'epoch' | 'metrics' | 'set' | 'sequences'>,
): Evaluation {
  const detail = meter.detail();
  const { targets } = meter;
  if (detail.of === 'values') {
    const points = detail.points.map((point) => ({
      ...point,
      label: set.stepLabel(point.sequence, point.step) ?? '',
    }));
    return { ...moment, targets, detail: { ...detail, points }, labels: labelsOf(set, detail.points) };
  }
  const places = detail.of === 'classes' ? (detail.confusion ?? []).flatMap((cell) => cell.places) : [];
  return { ...moment, targets, detail, labels: labelsOf(set, places) };
}

function labelsOf(set: SequenceSet, places: readonly { readonly sequence: number }[]): Evaluation['labels'] {
  const named = new Set<number>();
  for (const { sequence } of places) {
    if (named.size < mostLabels) {
      named.add(sequence);
    }
  }
  return [...named].sort((one, other) => one - other).map((sequence) => [sequence, set.label(sequence)]);
}
