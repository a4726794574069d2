/**
 * The outcome of a comparison in a sentence with numbers: the quickest variant, the extra time of the others,
 * and what that time buys.
 */
import { significant } from '../../notation/numbers';
import type { ComparedRun } from '../../protocol/comparison';

interface Measured {
  readonly label: string;
  readonly seconds: number;
  readonly loss: number;
  readonly ofBaseline: number | null;
  readonly horizon: number | null;
}

/** Null if fewer than two runs can be compared. */
export function summaryOf(runs: readonly ComparedRun[]): string | null {
  const measured = runs.flatMap(measuredOf).toSorted((left, right) => left.seconds - right.seconds);
  const [quickest, ...others] = measured;
  if (quickest === undefined || others.length === 0) {
    return null;
  }
  const best = measured.reduce((so, next) => (next.loss < so.loss ? next : so));
  return [
    `${quickest.label} is quickest with ${significant(1000 * quickest.seconds)} ms an update and comes to a loss of ${lossText(quickest)}${horizonText(quickest)}.`,
    ...others.map(
      (other) =>
        `${other.label} takes ${significant(other.seconds / quickest.seconds)} times as long an update and comes to ${lossText(other)}${horizonText(other)}.`,
    ),
    best === quickest
      ? `The quickest is also the best here.`
      : `${best.label} buys ${significant(quickest.loss / best.loss)} times less loss for ${significant(best.seconds / quickest.seconds)} times the time.`,
  ].join(' ');
}

function measuredOf({ label, secondsPerUpdate, loss, baseline, diagnosis }: ComparedRun): Measured[] {
  if (secondsPerUpdate === null || secondsPerUpdate === 0 || loss === null || !(loss > 0)) {
    return [];
  }
  const ofBaseline = baseline !== null && baseline.loss > 0 ? loss / baseline.loss : null;
  const name = /\s/.test(label) ? `“${label}”` : label;
  return [
    { label: name, seconds: secondsPerUpdate, loss, ofBaseline, horizon: diagnosis?.reach?.horizon ?? null },
  ];
}

function lossText({ loss, ofBaseline }: Measured): string {
  return ofBaseline === null
    ? significant(loss)
    : `${significant(loss)} (${significant(ofBaseline)} of the baseline)`;
}

function horizonText({ horizon }: Measured): string {
  return horizon === null ? '' : `, with a gradient horizon of ${significant(horizon)} steps`;
}
