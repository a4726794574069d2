/** Which rows of a table each sequence reads and predicts: windows with stride and horizon, and the split. */
import type { TableData } from '../config/schema';
import { DataError, type SequenceShape } from './dataset';
import { Random } from './random';

/** Rows of one sequence, relative to its first. */
export interface WindowShape {
  readonly inputSteps: number;
  readonly outputSteps: number;
  /** The row that the target of output step t stands in is `targetRow + t`. */
  readonly targetRow: number;
  /** Rows from the first input to the last target. */
  readonly extent: number;
}

/** First rows of the sequences of both splits. */
export interface Split {
  readonly training: Float64Array;
  readonly validation: Float64Array;
  /** Rows that may be used for statistics: those before this one, where the split is by time. */
  readonly trainingRows: number;
}

/**
 *     many-to-one       inputs s … s+w−1, one target in row s+w−1+horizon
 *     many-to-many      inputs s … s+w−1, the target of step t in row s+t+horizon
 *     one-to-one        input s, target in row s+horizon
 *     encoder-decoder   inputs s … s+w−1, targets in the next `horizon` rows
 *     one-to-many       input s, targets in the next `horizon` rows
 */
export function windowShape(shape: SequenceShape, { window, horizon }: TableData): WindowShape {
  switch (shape) {
    case 'many-to-one':
    case 'many-to-many':
      return { inputSteps: window, outputSteps: window, targetRow: horizon, extent: window + horizon };
    case 'one-to-one':
      return { inputSteps: 1, outputSteps: 1, targetRow: horizon, extent: 1 + horizon };
    case 'encoder-decoder':
      return { inputSteps: window, outputSteps: horizon, targetRow: window, extent: window + horizon };
    case 'one-to-many':
      return { inputSteps: 1, outputSteps: horizon, targetRow: 1, extent: 1 + horizon };
  }
}

/** @throws DataError where the table is too short for a window in a split */
export function splitWindows(
  rows: number,
  shape: WindowShape,
  data: TableData,
  seed: number,
  file: string,
): Split {
  const starts = (from: number, to: number) =>
    Float64Array.from(
      { length: Math.max(0, Math.floor((to - from - shape.extent) / data.stride) + 1) },
      (_, i) => from + i * data.stride,
    );
  if (data.split === 'random') {
    const all = starts(0, rows);
    requireWindow(all.length, rows, shape, data, `${file} has`);
    const order = new Random(seed, 'split').permutation(all.length);
    const held = Math.min(all.length - 1, Math.round(all.length * data.validation));
    const pick = (chosen: Uint32Array) => Float64Array.from(chosen, (i) => all[i]).sort();
    return {
      training: pick(order.subarray(held)),
      validation: pick(order.subarray(0, held)),
      trainingRows: rows,
    };
  }
  const cut = data.validation > 0 ? rows - Math.round(rows * data.validation) : rows;
  const training = starts(0, cut);
  const validation = starts(cut, rows);
  requireWindow(training.length, cut, shape, data, `the training part of ${file} has`);
  if (data.validation > 0) {
    requireWindow(validation.length, rows - cut, shape, data, `the validation part of ${file} has`);
  }
  return { training, validation, trainingRows: cut };
}

function requireWindow(
  found: number,
  rows: number,
  { extent, inputSteps }: WindowShape,
  data: TableData,
  who: string,
): void {
  if (found > 0) {
    return;
  }
  const beyond = extent - inputSteps;
  const longest = rows - beyond;
  const what = `a window of ${inputSteps} rows with horizon ${data.horizon} needs ${extent}`;
  throw new DataError(
    `data.window: ${who} ${rows} rows, ${what}; ${longest >= 1 ? `use a window of at most ${longest}` : 'use a shorter horizon or more data'}`,
    ['data', inputSteps > 1 ? 'window' : 'horizon'],
  );
}
