/** What a person should know of the targets before a training: one class nearly alone, or values out of reach. */
import type { SequenceShape } from '../common/dataset';
import type { TableColumn } from './tableColumn';
import type { Split, WindowShape } from './windows';

/** Share of the training targets from which on one class is nearly alone. */
const mostOfOne = 0.9;
/** Share of the validation targets from which on it matters that they are out of reach. */
const muchOutside = 0.25;

/**
 * Sentences on the targets of a table.
 * @param targets columns of numbers that are predicted; empty where a class is
 */
export function targetNotes(
  targets: readonly TableColumn[],
  classes: TableColumn | undefined,
  split: Split,
  shape: SequenceShape,
  { targetRow, inputSteps, outputSteps }: WindowShape,
): string[] {
  const first = shape === 'many-to-one' ? inputSteps - 1 : 0;
  const visit = (starts: Float64Array, each: (row: number) => void) => {
    for (const start of starts) {
      for (let t = first; t < outputSteps; t++) {
        each(start + targetRow + t);
      }
    }
  };
  const remembers = inputSteps > 1 || shape === 'one-to-many' || shape === 'one-to-one';
  return [
    ...(classes ? nearlyAlone(classes, (each) => visit(split.training, each)) : []),
    ...targets.flatMap((column) => outOfReach(column, split, visit)),
    ...(remembers
      ? []
      : ['The window is a single row, so the network remembers nothing of the rows before.']),
  ];
}

function nearlyAlone({ name, words, values }: TableColumn, visit: (each: (row: number) => void) => void) {
  const counts = new Float64Array(words.length);
  visit((row) => {
    counts[values[row]]++;
  });
  const all = counts.reduce((sum, count) => sum + count, 0);
  const most = counts.indexOf(Math.max(...counts));
  const share = counts[most] / all;
  return share >= mostOfOne
    ? [
        `${percent(share)} of the training targets are "${words[most]}" in "${name}": always answering so is right as often, which balanced accuracy and "classWeights": "balanced" take into account.`,
      ]
    : [];
}

function outOfReach(
  { name, values }: TableColumn,
  split: Split,
  visit: (starts: Float64Array, each: (row: number) => void) => void,
): string[] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  visit(split.training, (row) => {
    low = Math.min(low, values[row]);
    high = Math.max(high, values[row]);
  });
  let [below, above, all] = [0, 0, 0];
  visit(split.validation, (row) => {
    below += values[row] < low ? 1 : 0;
    above += values[row] > high ? 1 : 0;
    all++;
  });
  const [side, count, end] =
    above >= below ? (['above', above, high] as const) : (['below', below, low] as const);
  return count / all > muchOutside
    ? [
        `${percent(count / all)} of the validation targets of "${name}" lie ${side} ${Number(end.toPrecision(4))}, the ${side === 'above' ? 'largest' : 'smallest'} of the training: a network hardly predicts what it has never seen, so a trend is better predicted as the change from row to row.`,
      ]
    : [];
}

function percent(share: number): string {
  return `${Math.floor(100 * share)} %`;
}
