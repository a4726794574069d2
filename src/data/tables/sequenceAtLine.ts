/** Finds the sequence that is shown for a line of a data file. */
import type { LineHolder, SequenceShape } from '../common/dataset';
import type { Table } from './table';
import type { WindowShape } from './windows';

/**
 * Index of the row that includes a physical line, counted from 1; undefined for the header and for rows that
 * were left out.
 */
export function rowOfLine({ lines, ends }: Pick<Table, 'lines' | 'ends'>, line: number): number | undefined {
  // Rows are sorted by group, so their lines are not in order.
  const found = lines.findIndex(
    (first) => first === line || (first < line && line < (ends.get(first) ?? first + 1)),
  );
  return found < 0 ? undefined : found;
}

/** @param starts first rows of the sequences, rising */
export function windowAt(
  row: number,
  starts: Float64Array,
  shape: SequenceShape,
  { inputSteps, outputSteps, targetRow }: WindowShape,
): LineHolder | undefined {
  let read: number | undefined;
  let predicted: number | undefined;
  // Only the last step of many-to-one has a target.
  const firstTarget = targetRow + (shape === 'many-to-one' ? inputSteps - 1 : 0);
  const endOfTargets = targetRow + outputSteps;
  for (let sequence = 0; sequence < starts.length && starts[sequence] <= row; sequence++) {
    const at = row - starts[sequence];
    if (at === inputSteps - 1) {
      return { sequence, as: 'last' };
    }
    if (at < inputSteps) {
      read ??= sequence;
    } else if (at >= firstTarget && at < endOfTargets) {
      predicted ??= sequence;
    }
  }
  return read !== undefined
    ? { sequence: read, as: 'read' }
    : predicted !== undefined
      ? { sequence: predicted, as: 'predicted' }
      : undefined;
}
