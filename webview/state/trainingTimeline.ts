/** The timeline of the training: the places of its snapshots, losses and findings. Pure. */
import type { PanelView } from '../../src/protocol/panel';
import type { Diagnosis } from '../../src/protocol/run';
import { decimate } from '../drawing/decimate';
import { type Numbered, numbered, viewOf } from './findings';
import type { LossHistory } from './lossHistory';

/** The snapshot nearest to an update; undefined where there are none. @param snapshots rising */
export function nearestSnapshot(snapshots: readonly number[], update: number): number | undefined {
  let best: number | undefined;
  for (const snapshot of snapshots) {
    if (best === undefined || Math.abs(snapshot - update) < Math.abs(best - update)) {
      best = snapshot;
    }
  }
  return best;
}

/** The snapshot `by` places after another, clamped to the existing ones. */
export function snapshotAfter(snapshots: readonly number[], from: number, by: number): number | undefined {
  const at = snapshots.indexOf(nearestSnapshot(snapshots, from) ?? from);
  return snapshots[Math.min(snapshots.length - 1, Math.max(0, at + by))];
}

/** The epoch of an update, counted from 1; 0 before the first update. */
export function epochAt({ epochs }: LossHistory, update: number): number {
  const ends = epochs.column('step');
  let done = 0;
  while (done < ends.length && ends[done] < update) {
    done++;
  }
  return update === 0 ? 0 : done + 1;
}

/** The updates at which findings begin, each with its findings. */
export function beginnings(
  diagnosis: Diagnosis | null,
): readonly { update: number; found: readonly Numbered[] }[] {
  const bySteps = new Map<number, Numbered[]>();
  for (const one of diagnosis ? numbered(diagnosis) : []) {
    const { since } = one.finding;
    if (since !== undefined && one.finding.severity !== 'information') {
      bySteps.set(since, [...(bySteps.get(since) ?? []), one]);
    }
  }
  return [...bySteps].map(([update, found]) => ({ update, found })).toSorted((a, b) => a.update - b.update);
}

/** The section that shows the first finding of a beginning. */
export function viewOfBeginning([first]: readonly Numbered[]): PanelView | undefined {
  return first && viewOf(first.finding);
}

/**
 * The training loss as an SVG path over a box of 1000 × 100, on a log scale where the losses are positive.
 * @param last the update at the right edge
 */
export function lossPath({ updates }: LossHistory, last: number): string {
  const { x, y } = decimate(updates.column('step'), updates.column('loss'), updates.length, 200);
  const values = y.map((loss) => (loss > 0 ? Math.log(loss) : Number.NaN));
  const finite = values.filter(Number.isFinite);
  if (finite.length < 2 || last <= 0) {
    return '';
  }
  const low = Math.min(...finite);
  const span = Math.max(...finite) - low || 1;
  let path = '';
  values.forEach((value, i) => {
    if (Number.isFinite(value)) {
      const at = `${((1000 * x[i]) / last).toFixed(1)},${(95 - (90 * (value - low)) / span).toFixed(1)}`;
      path += path === '' ? `M${at}` : `L${at}`;
    }
  });
  return path;
}
