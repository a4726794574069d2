/** Chooses the columns of an axis that show their number, and those that show their label. Pure. */
import { roundTicks } from './decimate';

const letterWidth = 7;

export interface AxisTicks {
  /** Columns whose numbers are written. */
  readonly ticks: readonly number[];
  /** Columns whose labels are written: all of them where there is room. */
  readonly labelled: readonly number[];
  /** Number of letters of the longest label in view. */
  readonly longest: number;
}

/** Ticks of the columns `from … to−1` over `width` pixels. @param labels by column */
export function axisTicks(from: number, to: number, labels: readonly string[], width: number): AxisTicks {
  const longest = labels.slice(from, to).reduce((most, label) => Math.max(most, label.length), 0);
  const room = width / Math.max(1, to - from);
  const everyStep = longest > 0 && longest * letterWidth + 3 <= room;
  // Step numbers are written below the labels, if there are labels.
  const apart = Math.ceil(Math.max(50, longest * letterWidth + 16) / room);
  const ticks = roundTicks(from, to - 1, Math.max(1, (to - from) / apart), 1);
  const all = () => Array.from({ length: to - from }, (_, index) => from + index);
  return { ticks, labelled: longest === 0 ? [] : everyStep ? all() : ticks, longest };
}
