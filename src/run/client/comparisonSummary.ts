/** What a comparison comes to, in a sentence with numbers: the quickest variant, what the others cost beside it, and what that buys. */
import type { ComparedRun } from '../../protocol/comparison';

interface Measured {
  readonly label: string;
  readonly seconds: number;
  readonly loss: number;
  readonly ofBaseline: number | null;
  readonly horizon: number | null;
}

/** Null where fewer than two can be compared. */
export function summaryOf(runs: readonly ComparedRun[]): string | null {
  const measured = runs.flatMap(measuredOf).toSorted((left, right) => left.seconds - right.seconds);
  const [quickest, ...others] = measured;
  if (quickest === undefined || others.length === 0) {
    return null;
  }
  const best = measured.reduce((so, next) => (next.loss < so.loss ? next : so));
  return [
    `${quickest.label} is quickest with ${short(1000 * quickest.seconds)} ms an update and comes to a loss of ${lossText(quickest)}${horizonText(quickest)}.`,
    ...others.map(
      (other) =>
        `${other.label} takes ${short(other.seconds / quickest.seconds)} times as long an update and comes to ${lossText(other)}${horizonText(other)}.`,
    ),
    best === quickest
      ? `The quickest is also the best here.`
      : `${best.label} buys ${short(quickest.loss / best.loss)} times less loss for ${short(best.seconds / quickest.seconds)} times the time.`,
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
  return ofBaseline === null ? short(loss) : `${short(loss)} (${short(ofBaseline)} of the baseline)`;
}

function horizonText({ horizon }: Measured): string {
  return horizon === null ? '' : `, with a gradient horizon of ${short(horizon)} steps`;
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
