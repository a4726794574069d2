/** Which rows of a table each sequence reads and predicts: windows with stride and horizon, and the split. */
import type { TableData } from '../config/schema';
import { DataError, type SequenceShape } from './dataset';
import { heldBack } from './heldBack';
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
  /** Which rows may be measured for scaling: 1 for those that training sequences are cut from, one a row. */
  readonly trainingRows: Uint8Array;
}

/**
 *     many-to-one       inputs s … s+w−1, one target in row s+w−1+horizon
 *     many-to-many      inputs s … s+w−1, the target of step t in row s+t+horizon
 *     one-to-one        input s, target in row s+horizon
 *     encoder-decoder   inputs s … s+w−1, targets in the next `horizon` rows
 *     one-to-many       input s, targets in the next `horizon` rows
 * @throws DataError where nothing would be generated
 */
export function windowShape(shape: SequenceShape, { window, horizon }: TableData): WindowShape {
  if (horizon === 0 && (shape === 'encoder-decoder' || shape === 'one-to-many')) {
    throw new DataError(`data.horizon: ${shape} generates \`horizon\` rows, so it must be 1 or more, not 0`, [
      'data',
      'horizon',
    ]);
  }
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
  return data.split === 'random'
    ? splitAtRandom(rows, shape, data, seed, file)
    : splitInTime(rows, shape, data, file);
}

/** The last rows are kept: a window lies wholly on one side of the cut, with its targets. */
function splitInTime(rows: number, shape: WindowShape, data: TableData, file: string): Split {
  const cut = rows - Math.round(rows * data.validation);
  const parts = [
    { rows: cut, who: `the training part of ${file} has` },
    ...(data.validation > 0 ? [{ rows: rows - cut, who: `the validation part of ${file} has` }] : []),
  ];
  const shortest = Math.min(...parts.map((part) => part.rows));
  for (const part of parts) {
    requireWindow(part.rows, part.who, shortest, shape, data);
  }
  return {
    training: starts(0, cut, shape, data),
    validation: data.validation > 0 ? starts(cut, rows, shape, data) : new Float64Array(),
    trainingRows: new Uint8Array(rows).fill(1, 0, cut),
  };
}

function splitAtRandom(rows: number, shape: WindowShape, data: TableData, seed: number, file: string): Split {
  requireWindow(rows, `${file} has`, rows, shape, data);
  const all = starts(0, rows, shape, data);
  if (data.validation > 0 && all.length < 2) {
    throw new DataError(
      `data.validation: ${file} has rows for one sequence only; set it to 0, or use a shorter window or stride`,
      ['data', 'validation'],
    );
  }
  const held = heldBack(all.length, data.validation);
  const order = new Random(seed, 'split').permutation(all.length);
  const pick = (chosen: Uint32Array) => Float64Array.from(chosen, (i) => all[i]).sort();
  const training = pick(order.subarray(held));
  const trainingRows = new Uint8Array(rows);
  for (const start of training) {
    trainingRows.fill(1, start, start + shape.extent);
  }
  return { training, validation: pick(order.subarray(0, held)), trainingRows };
}

/** First rows of the windows that lie within the rows `from … to−1`. */
function starts(from: number, to: number, { extent }: WindowShape, { stride }: TableData): Float64Array {
  return Float64Array.from(
    { length: Math.max(0, Math.floor((to - from - extent) / stride) + 1) },
    (_, i) => from + i * stride,
  );
}

/** @param shortest rows of the shortest part, which says what fits everywhere */
function requireWindow(
  rows: number,
  who: string,
  shortest: number,
  { extent, inputSteps }: WindowShape,
  data: TableData,
): void {
  if (rows >= extent) {
    return;
  }
  const longest = shortest - (extent - inputSteps);
  const key = inputSteps > 1 && longest >= 1 ? 'window' : 'horizon';
  const largest = key === 'window' ? longest : shortest - inputSteps;
  throw new DataError(
    `data.${key}: ${who} ${counted(rows, 'row')}, a window of ${counted(inputSteps, 'row')} with horizon ${data.horizon} needs ${extent}; use ${largest >= 1 ? `a ${key} of at most ${largest}` : `a table with more rows${data.validation > 0 ? ' or another data.validation' : ''}`}`,
    ['data', key],
  );
}

/** `1 row`, `2 rows` */
function counted(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}
