/**
 * The baseline that a network on a table has to beat: the naive forecast for numbers, training frequencies
 * for classes.
 */
import type { TableData } from '../../config/schema';
import { binaryBaseline, classBaseline, meanBaseline } from '../common/classBaseline';
import type { Baseline, SequenceShape, TargetKind } from '../common/dataset';
import type { Table } from './table';
import type { TableSignals } from './tableSequences';
import type { Split, WindowShape } from './windows';

/**
 * The baseline in the unit of the network's loss: over all target steps and columns of the measured part,
 * with values scaled as they are fed.
 */
export function tableBaseline(
  table: Table,
  data: TableData,
  shape: SequenceShape,
  window: WindowShape,
  split: Split,
  { targets, classes }: TableSignals,
  kind: TargetKind,
): Baseline {
  const own = shape === 'one-to-many' || shape === 'encoder-decoder';
  const firstStep = shape === 'many-to-one' ? window.inputSteps - 1 : 0;
  const steps = window.outputSteps - firstStep;
  /** Visits each target's row, with the last row that is known when it is predicted. */
  const visit = (starts: Float64Array, each: (row: number, known: number) => void) => {
    for (const start of starts) {
      for (let t = firstStep; t < window.outputSteps; t++) {
        each(start + window.targetRow + t, start + (own ? window.inputSteps - 1 : t));
      }
    }
  };
  const measured = split.validation.length > 0 ? split.validation : split.training;
  if (classes) {
    const counts = (starts: Float64Array) => {
      const found = new Float64Array(classes.words.length);
      visit(starts, (row) => {
        found[classes.values[row]]++;
      });
      return found;
    };
    return classBaseline(counts(split.training), counts(measured), measured.length * steps);
  }
  if (kind === 'binary' || data.horizon === 0) {
    const values = (starts: Float64Array) => (each: (value: number, output: number) => void) =>
      visit(starts, (row) => {
        for (let j = 0; j < targets.length; j++) {
          each(targets[j].value(row), j);
        }
      });
    const baseline = kind === 'binary' ? binaryBaseline : meanBaseline;
    return baseline(targets.length, values(split.training), values(measured));
  }
  const squares = new Float64Array(targets.length);
  const absolute = new Float64Array(targets.length);
  visit(measured, (row, known) => {
    targets.forEach((target, j) => {
      const error = target.value(row) - target.value(known);
      squares[j] += error ** 2;
      absolute[j] += Math.abs(error);
    });
  });
  const count = measured.length * steps;
  const tomorrow = data.horizon === 1 && !own && table.days !== undefined && isDaily(table.days);
  return {
    name: tomorrow ? 'naive forecast (tomorrow = today)' : 'naive forecast (last value)',
    loss: squares.reduce((sum, of) => sum + of, 0) / (count * targets.length),
    columns: targets.map(({ scaling: { scale } }, j) => ({
      rmse: scale * Math.sqrt(squares[j] / count),
      mae: (scale * absolute[j]) / count,
    })),
  };
}

/** Whether most rows are a day after the one before. */
function isDaily(days: Float64Array): boolean {
  let steps = 0;
  for (let row = 1; row < days.length; row++) {
    steps += days[row] - days[row - 1] === 1 ? 1 : 0;
  }
  return steps > (days.length - 1) / 2;
}
