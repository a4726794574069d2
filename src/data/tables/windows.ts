/** Windows with stride and horizon, and the split: which rows of a table each sequence reads and predicts. */
import type { TableData } from '../../config/schema';
import { quantity } from '../../notation/numbers';
import { DataError, type SequenceShape } from '../common/dataset';
import { Random } from '../common/random';
import { validationCount } from '../common/validationCount';
import type { Table } from './table';

/** Rows of one sequence, relative to its first. */
export interface WindowShape {
  readonly inputSteps: number;
  readonly outputSteps: number;
  /** The target of output step t lies in row `targetRow + t`. */
  readonly targetRow: number;
  /** Rows from the first input to the last target. */
  readonly extent: number;
}

/** First rows of the sequences of both splits. */
export interface Split {
  readonly training: Float64Array;
  readonly validation: Float64Array;
  /**
   * Rows that may be measured for scaling, one element per row: 1 for rows from which training sequences are
   * cut.
   */
  readonly trainingRows: Uint8Array;
}

/**
 *     many-to-one       inputs s … s+w−1, one target in row s+w−1+horizon
 *     many-to-many      inputs s … s+w−1, the target of step t in row s+t+horizon
 *     one-to-one        input s, target in row s+horizon
 *     encoder-decoder   inputs s … s+w−1, targets in the next `horizon` rows
 *     one-to-many       input s, targets in the next `horizon` rows
 * @throws DataError where no row would be generated
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

/** The parts of a table that decide where windows lie. */
type SplitTable = Pick<Table, 'rows' | 'series' | 'gaps' | 'file'>;

/**
 * Splits the windows; each lies within one series, between two gaps in time, and within one side of the cut.
 * @throws DataError where no series is long enough for a window in a split
 */
export function splitWindows(table: SplitTable, shape: WindowShape, data: TableData, seed: number): Split {
  if (data.split !== 'random') {
    return splitInTime(table, shape, data);
  }
  return table.series.length > 1
    ? splitSeries(table, shape, data, seed)
    : splitAtRandom(table, shape, data, seed);
}

interface Part {
  readonly from: number;
  readonly to: number;
}

/**
 * Keeps the last rows of each series for validation: a window and its targets lie wholly on one side of the
 * cut.
 */
function splitInTime({ rows, series, gaps, file }: SplitTable, shape: WindowShape, data: TableData): Split {
  const cut = ({ from, to }: Part) => to - Math.round((to - from) * data.validation);
  const parts = [
    {
      which: 'training',
      parts: between(
        series.map((each) => ({ from: each.from, to: cut(each) })),
        gaps,
      ),
    },
    ...(data.validation > 0
      ? [
          {
            which: 'validation',
            parts: between(
              series.map((each) => ({ from: cut(each), to: each.to })),
              gaps,
            ),
          },
        ]
      : []),
  ];
  const shortest = Math.min(...parts.map((part) => longest(part.parts)));
  for (const { which, parts: each } of parts) {
    requireWindow(
      longest(each),
      `the ${which} part of ${whose(data, file)} has`,
      shortest,
      shape,
      data,
      gaps,
    );
  }
  const [training, validation] = parts;
  return splitOf(rows, training.parts, validation?.parts ?? [], shape, data);
}

/**
 * Keeps whole series for validation, which then measures how well the network does on a series that it has
 * never seen.
 */
function splitSeries(
  { rows, series, gaps, file }: SplitTable,
  shape: WindowShape,
  data: TableData,
  seed: number,
): Split {
  const most = longest(between(series, gaps));
  requireWindow(most, `${whose(data, file)} has`, most, shape, data, gaps);
  const usable = series.filter((each) => longest(between([each], gaps)) >= shape.extent);
  if (data.validation > 0 && usable.length < 2) {
    throw new DataError(
      `data.split: only one ${data.group === undefined ? 'file' : `"${data.group}"`} of ${file} is long enough for a window; use a shorter one, or "end"`,
      ['data', 'split'],
    );
  }
  const order = [...new Random(seed, 'split').permutation(usable.length)];
  const held = validationCount(usable.length, data.validation);
  const part = (chosen: readonly number[]) =>
    between(
      chosen.toSorted((a, b) => a - b).map((i) => usable[i]),
      gaps,
    );
  return splitOf(rows, part(order.slice(held)), part(order.slice(0, held)), shape, data);
}

/** The split with all windows within the parts of each side. */
function splitOf(
  rows: number,
  training: readonly Part[],
  validation: readonly Part[],
  shape: WindowShape,
  data: TableData,
): Split {
  const trainingRows = new Uint8Array(rows);
  for (const { from, to } of training) {
    trainingRows.fill(1, from, to);
  }
  return {
    training: starts(training, shape, data),
    validation: starts(validation, shape, data),
    trainingRows,
  };
}

function splitAtRandom(
  { rows, series, gaps, file }: SplitTable,
  shape: WindowShape,
  data: TableData,
  seed: number,
): Split {
  const parts = between(series, gaps);
  requireWindow(longest(parts), `${whose(data, file)} has`, longest(parts), shape, data, gaps);
  const all = starts(parts, shape, data);
  if (data.validation > 0 && all.length < 2) {
    throw new DataError(
      `data.validation: ${file} has rows for one sequence only; set it to 0, or use a shorter window or stride`,
      ['data', 'validation'],
    );
  }
  const held = validationCount(all.length, data.validation);
  const order = new Random(seed, 'split').permutation(all.length);
  const pick = (chosen: Uint32Array) => Float64Array.from(chosen, (i) => all[i]).sort();
  const training = pick(order.subarray(held));
  const trainingRows = new Uint8Array(rows);
  for (const start of training) {
    trainingRows.fill(1, start, start + shape.extent);
  }
  return { training, validation: pick(order.subarray(0, held)), trainingRows };
}

/** The parts, cut at the gaps that lie inside of them. */
export function between(parts: readonly Part[], gaps: Float64Array): Part[] {
  let next = 0;
  return parts.flatMap(({ from, to }) => {
    while (next < gaps.length && gaps[next] <= from) {
      next++;
    }
    const pieces: Part[] = [];
    let start = from;
    for (; next < gaps.length && gaps[next] < to; next++) {
      pieces.push({ from: start, to: gaps[next] });
      start = gaps[next];
    }
    return [...pieces, { from: start, to }];
  });
}

function longest(parts: readonly Part[]): number {
  return parts.reduce((most, { from, to }) => Math.max(most, to - from), 0);
}

function whose({ group }: TableData, file: string): string {
  return group === undefined ? file : `the longest "${group}" of ${file}`;
}

/** First rows of the windows that lie within the parts; a part that is too short has none. */
function starts(parts: readonly Part[], { extent }: WindowShape, { stride }: TableData): Float64Array {
  const count = ({ from, to }: Part) => Math.max(0, Math.floor((to - from - extent) / stride) + 1);
  const found = new Float64Array(parts.reduce((sum, part) => sum + count(part), 0));
  let at = 0;
  for (const part of parts) {
    for (let i = 0; i < count(part); i++) {
      found[at++] = part.from + i * stride;
    }
  }
  return found;
}

/** @param shortest rows of the shortest part, which limits what fits everywhere */
function requireWindow(
  rows: number,
  who: string,
  shortest: number,
  { extent, inputSteps }: WindowShape,
  data: TableData,
  gaps: Float64Array,
): void {
  if (rows >= extent) {
    return;
  }
  const longest = shortest - (extent - inputSteps);
  const key = inputSteps > 1 && longest >= 1 ? 'window' : 'horizon';
  const largest = key === 'window' ? longest : shortest - inputSteps;
  throw new DataError(
    `data.${key}: ${who} ${quantity(rows, 'row')}${gaps.length > 0 ? ' between two gaps in time' : ''}, a window of ${quantity(inputSteps, 'row')} with horizon ${data.horizon} needs ${extent}; use ${largest >= 1 ? `a ${key} of at most ${largest}` : `a table with more rows${data.validation > 0 ? ' or another data.validation' : ''}`}${gaps.length > 0 ? ', or "gaps": "cross"' : ''}${data.group !== undefined && data.split !== 'random' ? ', or "split": "random", which keeps whole series for validation' : ''}`,
    ['data', key],
  );
}
