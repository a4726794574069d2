/** Windows over the rows of a table as sequences. Nothing is copied: values are computed on request. */

import { futureDays } from '../cells/futureDays';
import type { BatchBuffer, SequenceSet, SequenceShape } from '../common/dataset';
import { writeCode } from '../common/tokenInput';
import { rowOfLine, windowAt } from './sequenceAtLine';
import { seriesOf } from './series';
import type { Table } from './table';
import type { TableColumn } from './tableColumn';
import type { Signal } from './tableSignals';
import type { WindowShape } from './windows';

/** The signals that are read and predicted. */
export interface TableSignals {
  readonly inputs: readonly Signal[];
  /** Columns of words that are fed as codes. */
  readonly embedded: readonly TableColumn[];
  /** Empty where the target is a class. */
  readonly targets: readonly Signal[];
  /** The column of words that is predicted. */
  readonly classes: TableColumn | undefined;
}

/**
 * @param starts first row of each sequence
 * @param isKnown whether a row holds the targets; absent: every row that is one does
 */
export function tableSequences(
  table: Table,
  starts: Float64Array,
  shape: SequenceShape,
  window: WindowShape,
  { inputs, embedded, targets, classes }: TableSignals,
  isKnown?: (row: number) => boolean,
): SequenceSet {
  const own = shape === 'one-to-many' || shape === 'encoder-decoder';
  const names = dayNames(table.days);
  const nameOf = names.ofRow;
  const holds = (sequence: number, step: number) => {
    const row = starts[sequence] + window.targetRow + step;
    const { to } = seriesOf(table.series, starts[sequence]);
    return row < to && (isKnown === undefined || isKnown(row));
  };
  const writeTarget = (sequence: number, step: number, place: number, batch: BatchBuffer) => {
    batch.mask[place] = 1;
    if (isKnown !== undefined && !holds(sequence, step)) {
      return;
    }
    const row = starts[sequence] + window.targetRow + step;
    if (classes) {
      batch.targetClass[place] = classes.values[row];
    }
    for (let j = 0; j < targets.length; j++) {
      batch.target[place * targets.length + j] = targets[j].value(row);
    }
  };
  return {
    count: starts.length,
    inputSteps: () => window.inputSteps,
    outputSteps: () => window.outputSteps,
    writeInputs(sequence, from, to, batch, b) {
      for (let t = from; t < to; t++) {
        const place = (t - from) * batch.size + b;
        const real = t < window.inputSteps;
        const row = starts[sequence] + t;
        for (let i = 0; i < inputs.length; i++) {
          batch.x[place * inputs.length + i] = real ? inputs[i].value(row) : 0;
        }
        for (let k = 0; k < embedded.length; k++) {
          writeCode(batch, k, place, real ? embedded[k].values[row] : -1);
        }
        if (own) {
          continue;
        }
        batch.mask[place] = 0;
        if (real && (shape !== 'many-to-one' || t === window.inputSteps - 1)) {
          writeTarget(sequence, t, place, batch);
        }
      }
    },
    writeTargets(sequence, from, to, batch, b) {
      for (let t = from; t < to; t++) {
        const place = (t - from) * batch.size + b;
        batch.mask[place] = 0;
        if (t < window.outputSteps) {
          writeTarget(sequence, t, place, batch);
        }
      }
    },
    label(sequence) {
      const first = starts[sequence];
      const last = first + window.inputSteps - 1;
      const { name, from } = seriesOf(table.series, first);
      const of = name === undefined ? '' : `${name}: `;
      const [start, end] = [nameOf(first), nameOf(last)];
      if (start !== undefined && end !== undefined) {
        return `${of}${last > first ? `${start} to ${end}` : start}`;
      }
      const row = first - from + 1;
      return `${of}${last > first ? `rows ${row}–${row + last - first}` : `row ${row}`}`;
    },
    stepLabel: (sequence, step) => nameOf(starts[sequence] + step),
    position: (sequence, step) => ({ line: table.lines[starts[sequence] + step] - 1, column: 0 }),
    atLine(line) {
      const row = rowOfLine(table, line + 1);
      return row === undefined ? undefined : windowAt(row, starts, shape, window);
    },
    targetPlace(sequence, step) {
      const row = starts[sequence] + window.targetRow + step;
      const { from, to } = seriesOf(table.series, starts[sequence]);
      if (row < to) {
        return { line: table.lines[row] - 1, label: nameOf(row) };
      }
      const day = table.days ? futureDays(table.days.subarray(from, to))(row - to + 1) : Number.NaN;
      return { line: undefined, label: names.ofDay(day) };
    },
    hasTarget: holds,
  };
}

/**
 * Dates as people write them, with the time of day where any row has one; undefined where a row has no date.
 */
export function dayNames(days: Float64Array | undefined) {
  const timed = days?.some((day) => !Number.isNaN(day) && day % 1 !== 0) ?? false;
  const ofDay = (day: number): string | undefined => {
    if (Number.isNaN(day)) {
      return undefined;
    }
    // Rounded to whole milliseconds, because a day and its fraction do not always add up to them.
    const text = new Date(Math.round(day * 86_400_000)).toISOString();
    return timed ? text.slice(0, 16).replace('T', ' ') : text.slice(0, 10);
  };
  return { ofDay, ofRow: (row: number) => ofDay(days?.[row] ?? Number.NaN) };
}
