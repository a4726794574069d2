/** Which columns of an axis bear their number, and which their label. Pure. */
import { roundTicks } from './decimate';

const letterWidth = 7;

export interface AxisTicks {
  /** Columns whose numbers are written. */
  readonly ticks: readonly number[];
  /** Columns whose labels are written: each one where there is room. */
  readonly labelled: readonly number[];
  /** Letters of the longest label in view. */
  readonly longest: number;
}

/** Of the columns `from … to−1` over so many pixels. @param labels by column */
export function axisTicks(from: number, to: number, labels: readonly string[], width: number): AxisTicks {
  const longest = labels.slice(from, to).reduce((most, label) => Math.max(most, label.length), 0);
  const room = width / Math.max(1, to - from);
  const everyStep = longest > 0 && longest * letterWidth + 3 <= room;
  // Step numbers stand under the labels where there are labels.
  const apart = Math.ceil(Math.max(50, longest * letterWidth + 16) / room);
  const ticks = roundTicks(from, to - 1, Math.max(1, (to - from) / apart), 1);
  const all = () => Array.from({ length: to - from }, (_, index) => from + index);
  return { ticks, labelled: longest === 0 ? [] : everyStep ? all() : ticks, longest };
}
