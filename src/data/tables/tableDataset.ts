/**
 * A table as sequences: windows over its rows, with inputs and targets scaled by statistics of the training
 * rows.
 */
import type { Config, TableData } from '../../config/schema';
import { unscaled } from '../../notation/scaling';
import { DataError, type DataFacts, type DataSource, type Dataset, type TargetKind } from '../common/dataset';
import { joinNames } from '../common/joinNames';
import { closeInputs } from '../common/leakingInputs';
import { readTables } from './anyFile/tableOfFiles';
import { seriesOf } from './series';
import type { Breaks } from './seriesBreaks';
import type { Table } from './table';
import { tableBaseline } from './tableBaseline';
import type { TableColumn } from './tableColumn';
import { tableSequences } from './tableSequences';
import { Signals } from './tableSignals';
import { targetNotes } from './targetNotes';
import { splitWindows, windowShape } from './windows';

/** @throws DataError where table and config do not go together */
export async function tableDataset(config: Config, written: TableData, source: DataSource): Promise<Dataset> {
  const { shape, loss } = config.task;
  const window = windowShape(shape, written);
  const table = await readTables(source, { data: written, classes: loss === 'crossEntropy' });
  const data = { ...written, group: table.group };
  checkLeak(table, data);
  const targetKind = kindOfTargets(config, data, table);
  const split = splitWindows(table, window, data, config.training.seed);
  const signals = new Signals(table, split.trainingRows, data.normalize);
  const embedding = config.model.embedding !== undefined;
  const isEmbedded = (column: string) => embedding && columnOf(table, column).kind === 'word';
  const embedded = table.inputs.filter(isEmbedded).map((column) => columnOf(table, column));
  const features = table.inputs
    .filter((column) => !isEmbedded(column))
    .flatMap((column) => signals.inputs(columnOf(table, column)).map((signal) => ({ column, signal })));
  const inputs = features.map(({ signal }) => signal);
  const targetColumns = data.targets.map((name) => columnOf(table, name));
  const [classes] = targetKind === 'classes' ? targetColumns : [];
  const targets = classes
    ? []
    : targetColumns.map((column) =>
        targetKind === 'binary' ? signals.binary(column) : signals.number(column),
      );
  const used = { inputs, embedded, targets, classes };
  const notes = [...table.notes, ...signals.notes];
  if (data.split === 'random' && data.stride < window.extent && table.series.length === 1) {
    notes.push('Windows of a random split overlap, so the validation loss is lower than on new data.');
  }
  notes.push(...targetNotes(classes ? [] : targetColumns, classes, split, shape, window));
  const short = leftOut(table, window.extent);
  if (short > 0) {
    notes.push(
      `${short} of ${table.series.length} series are shorter than a window with its targets, and are left out.`,
    );
  }
  const outputSize = classes ? classes.words.length : targets.length;
  const training = tableSequences(table, split.training, shape, window, used);
  return {
    shape,
    targetKind,
    inputSize: inputs.length,
    outputSize,
    ...(embedded.length > 0
      ? { embedded: embedded.map(({ name, words }) => ({ name, tokens: words })) }
      : {}),
    inputNames: inputs.map(({ name }) => name),
    outputNames: classes ? classes.words : targets.map(({ name }) => name),
    inputScaling: inputs.map(({ scaling }) => scaling),
    targetScaling: classes ? classes.words.map(() => unscaled) : targets.map(({ scaling }) => scaling),
    training,
    validation: tableSequences(table, split.validation, shape, window, used),
    baseline: tableBaseline(table, data, shape, window, split, used, targetKind),
    notes,
    trained: {
      inputs: table.inputs.map((name) => signals.source(columnOf(table, name))),
      targets: targetColumns.map((column) => signals.source(column, targetKind === 'binary')),
    },
    facts: {
      closeInputs: closeInputs({
        shape,
        targetKind,
        set: training,
        inputs: features.map(({ column, signal: { name } }) => ({ column, name })),
        targets: data.targets,
        outputSize,
        known(sequence, step, j) {
          // With horizon 0 a step's own target has to be predicted, so the last known one is a row earlier.
          const start = split.training[sequence];
          const row = start + step - (data.horizon === 0 ? 1 : 0);
          return row < seriesOf(table.series, start).from ? Number.NaN : targetColumns[j].values[row];
        },
      }),
      ...(table.breaks ? crossedBreaks(table, table.breaks, split.training, window.extent) : {}),
    },
  };
}

function leftOut({ series }: Table, extent: number): number {
  return series.length > 1 ? series.filter(({ from, to }) => to - from < extent).length : 0;
}

/** Counts the windows that continue into what seems to be another series. */
function crossedBreaks(
  { lines }: Table,
  { rows, by, column }: Breaks,
  starts: Float64Array,
  extent: number,
): Pick<DataFacts, 'breaks'> {
  let next = 0;
  let crossing = 0;
  /** Index of the first break that has not been counted yet. */
  let counted = 0;
  const crossed: number[] = [];
  // Starts and breaks are both in order.
  for (const start of starts) {
    while (next < rows.length && rows[next] <= start) {
      next++;
    }
    if (next < rows.length && rows[next] < start + extent) {
      crossing++;
    }
    // A long window may cross several breaks.
    for (
      counted = Math.max(counted, next);
      counted < rows.length && rows[counted] < start + extent;
      counted++
    ) {
      crossed.push(rows[counted]);
    }
  }
  const [first] = crossed;
  return first === undefined
    ? {}
    : {
        breaks: {
          by,
          ...(column === undefined ? {} : { column }),
          count: crossed.length,
          line: lines[first],
          sequences: crossing / starts.length,
        },
      };
}

function columnOf(table: Table, name: string): TableColumn {
  const column = table.columns.get(name);
  if (!column) {
    throw new Error(`column "${name}" was not read`);
  }
  return column;
}

/**
 * Rejects a target that is also an input with horizon 0: there the target's own row is read, so the answer
 * would be in it.
 */
function checkLeak(table: Table, data: TableData): void {
  const leak = data.horizon === 0 ? data.targets.find((name) => table.inputs.includes(name)) : undefined;
  if (leak !== undefined) {
    throw new DataError(
      `data.horizon: with horizon 0 the target "${leak}" is among the inputs of its own row; use horizon 1 or leave it out of data.inputs`,
      ['data', 'horizon'],
    );
  }
}

/**
 * The kind of the targets: words are classes, numbers are yes/no columns where the loss is binary
 * cross-entropy.
 */
function kindOfTargets(config: Config, data: TableData, table: Table): TargetKind {
  const { loss } = config.task;
  const columns = data.targets.map((name) => columnOf(table, name));
  const date = columns.findIndex(({ kind }) => kind === 'date');
  if (date >= 0) {
    const numbers = [...table.columns.values()].filter(({ kind }) => kind === 'number');
    throw new DataError(
      `data.targets: "${data.targets[date]}" holds dates, which cannot be predicted${numbers.length > 0 ? `; columns of numbers: ${joinNames(numbers.map(({ name }) => name))}` : ''}`,
      ['data', 'targets', date],
    );
  }
  const word = columns.find(({ kind }) => kind === 'word');
  if (word) {
    if (columns.length > 1) {
      throw new DataError(
        `data.targets: "${word.name}" holds words (classes), which can only be predicted alone`,
        ['data', 'targets'],
      );
    }
    if (loss !== undefined && loss !== 'crossEntropy') {
      throw new DataError(
        `task.loss: ${loss} needs numbers, but "${word.name}" holds words; use crossEntropy`,
        ['task', 'loss'],
      );
    }
    if (word.words.length < 2) {
      throw new DataError(
        `data.targets: "${word.name}" holds "${word.words[0]}" in every row; there is nothing to predict`,
        ['data', 'targets', 0],
      );
    }
    return 'classes';
  }
  const still = columns.findIndex(
    ({ values }) => values.length > 1 && values.every((value) => value === values[0]),
  );
  if (still >= 0) {
    throw new DataError(
      `data.targets: "${data.targets[still]}" is ${columns[still].values[0]} in every row; there is nothing to predict`,
      ['data', 'targets', still],
    );
  }
  if (loss === 'crossEntropy') {
    throw new DataError(
      `task.loss: crossEntropy needs classes, but ${joinNames(data.targets)} ${columns.length > 1 ? 'hold' : 'holds'} numbers; use mse, or binaryCrossEntropy for 0 and 1`,
      ['task', 'loss'],
    );
  }
  return loss === 'binaryCrossEntropy' ? 'binary' : 'values';
}
