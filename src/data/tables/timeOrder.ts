/** The rows of each series in the order of time, and the gaps between them. */
import { timeSpan } from '../../notation/durations';
import type { Series } from './series';

const hour = 1 / 24;
/** How exactly a step back has to be an hour less than usual to be the end of summer time, in days. */
const minute = 1 / 1440;
/** Most changes to winter time in a year of the data. */
const changesPerYear = 1;
/** Share of rows that may have the time of another row where rows are sorted: with more, they are not one series. */
const mostRepeated = 0.001;
/** Share of steps that may repeat the time where rows are reversed. */
const mostEqual = 0.3;

/** In what way rows were not in the order of time. */
export interface FoundOrder {
  /** The place of each row, by its new place; undefined where rows keep their order. */
  readonly order: Uint32Array | undefined;
  readonly notes: readonly string[];
}

/**
 * Puts rows in the order of time where that is certain: newest first is turned round, and rows that are
 * scrambled are sorted unless they share their times, which several series do. An hour that is repeated at
 * the end of summer time stays as it is.
 * @param name the column of time
 * @param times in days, by row; NaN where a row has none
 * @param lines the line of each row
 */
export function orderInTime(
  name: string,
  times: Float64Array,
  lines: Float64Array,
  series: readonly Series[],
): FoundOrder {
  const seen = stepsOf(times, series);
  if (seen.backward === 0 && seen.equal === 0) {
    return { order: undefined, notes: [] };
  }
  const years = Math.max(1, seen.span / 365);
  const winters = seen.isWinter.length;
  if (winters > 0 && winters === seen.backward + seen.equal && winters <= 1 + changesPerYear * years) {
    return {
      order: undefined,
      notes: [
        `In line ${lines[seen.isWinter[0]]} "${name}" goes back by an hour, as clocks do at the end of summer time; rows keep their order.`,
      ],
    };
  }
  if (seen.backward > 0 && seen.forward === 0 && seen.equal <= mostEqual * seen.backward) {
    const order = new Uint32Array(times.length);
    for (const { from, to } of series) {
      for (let row = from; row < to; row++) {
        order[row] = from + to - 1 - row;
      }
    }
    return {
      order,
      notes: [`Rows are read from the oldest to the newest: the file has the newest "${name}" first.`],
    };
  }
  if (seen.backward > 0 && !times.some(Number.isNaN)) {
    const { order, repeated } = sorted(times, series);
    if (repeated <= mostRepeated * times.length) {
      return {
        order,
        notes: [
          `Rows are sorted by "${name}": ${seen.backward} of ${times.length} have an earlier time than the row before, the first in line ${lines[seen.firstBackward]}.`,
        ],
      };
    }
  }
  return {
    order: undefined,
    notes: [
      ...(seen.backward > 0
        ? [
            `Rows are taken in the order of the file, but "${name}" goes back at line ${lines[seen.firstBackward]}, and several rows have the same time.`,
          ]
        : []),
      ...(seen.equal > 0
        ? [
            `Rows are taken as steps in time, but "${name}" is the same in lines ${lines[seen.firstEqual - 1]} and ${lines[seen.firstEqual]}.`,
          ]
        : []),
    ],
  };
}

function stepsOf(times: Float64Array, series: readonly Series[]) {
  let [forward, backward, equal, firstBackward, firstEqual] = [0, 0, 0, 0, 0];
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const usual = usualStep(times, series);
  const isWinter: number[] = [];
  for (const { from, to } of series) {
    for (let row = from; row < to; row++) {
      const time = times[row];
      low = time < low ? time : low;
      high = time > high ? time : high;
      const step = row > from ? time - times[row - 1] : 1;
      if (step > 0) {
        forward += row > from ? 1 : 0;
        continue;
      }
      if (step < 0) {
        firstBackward = backward++ === 0 ? row : firstBackward;
      } else if (step === 0) {
        firstEqual = equal++ === 0 ? row : firstEqual;
      }
      if (Math.abs(step - (usual - hour)) < minute && isWinter.length < 1000) {
        isWinter.push(row);
      }
    }
  }
  return { forward, backward, equal, firstBackward, firstEqual, span: high - low, isWinter };
}

function sorted(times: Float64Array, series: readonly Series[]): { order: Uint32Array; repeated: number } {
  const order = Uint32Array.from(times, (_, row) => row);
  let repeated = 0;
  for (const { from, to } of series) {
    const part = order.subarray(from, to);
    part.sort((a, b) => times[a] - times[b] || a - b);
    for (let i = 1; i < part.length; i++) {
      repeated += times[part[i]] === times[part[i - 1]] ? 1 : 0;
    }
  }
  return { order, repeated };
}

/** How many times longer than usual a step has to be to count as a gap. */
const muchLonger = 10;
/** How much longer than all but a hundredth of the steps it has to be as well: nights of a stock exchange are no gaps. */
const longerThanMost = 2;
/** Share of steps that have to be about as long as usual for a series to have gaps at all. */
const regular = 0.5;
/** How far a step may be from the usual one to be about as long: months differ by a tenth. */
const about = 0.15;

/** Places where time jumps. */
export interface Gaps {
  /** The first row after each gap, rising. */
  readonly rows: Float64Array;
  /** Days from which on a step is a gap, and the longest one. */
  readonly least: number;
  readonly longest: number;
  /** The row after the longest. */
  readonly at: number;
}

/** Gaps in the time of regular series; undefined where there are none, or time is not regular. */
export function findGaps(times: Float64Array, series: readonly Series[]): Gaps | undefined {
  const usual = usualStep(times, series);
  const steps = sampledSteps(times, series).sort();
  const like = steps.filter((step) => Math.abs(step - usual) <= about * usual).length;
  if (!(usual > 0) || like < regular * steps.length) {
    return undefined;
  }
  const most = steps[Math.floor(0.99 * (steps.length - 1))];
  const least = Math.max(muchLonger * usual, longerThanMost * most);
  const rows: number[] = [];
  let [longest, at] = [0, 0];
  for (const { from, to } of series) {
    for (let row = from + 1; row < to; row++) {
      const step = times[row] - times[row - 1];
      if (step > least) {
        rows.push(row);
        [longest, at] = step > longest ? [step, row] : [longest, at];
      }
    }
  }
  return rows.length > 0 ? { rows: Float64Array.from(rows), least, longest, at } : undefined;
}

/** A sentence on gaps that windows do not cross. */
export function gapNote(name: string, { rows, least, longest, at }: Gaps, lines: Float64Array): string {
  const where = `${timeSpan(longest * 86_400)} before line ${lines[at]}`;
  return rows.length === 1
    ? `No window crosses the gap in "${name}", ${where}; "gaps": "cross" would allow it.`
    : `No window crosses the ${rows.length} gaps in "${name}" of more than ${timeSpan(least * 86_400)}, the longest ${where}; "gaps": "cross" would allow it.`;
}

/** The median of the steps forwards; NaN without any. */
function usualStep(times: Float64Array, series: readonly Series[]): number {
  const steps = sampledSteps(times, series);
  return steps.length > 0 ? steps.sort()[steps.length >> 1] : Number.NaN;
}

const mostSampled = 20_000;

/** Steps forwards, evenly spread over the rows. */
function sampledSteps(times: Float64Array, series: readonly Series[]): Float64Array {
  const every = Math.max(1, Math.floor(times.length / mostSampled));
  const steps: number[] = [];
  for (const { from, to } of series) {
    for (let row = from + 1; row < to; row += every) {
      const step = Math.abs(times[row] - times[row - 1]);
      if (step > 0) {
        steps.push(step);
      }
    }
  }
  return Float64Array.from(steps);
}
