/** A table as sequences: windows over its rows, inputs and targets scaled by what the training rows say. */
import { suggestion } from '../config/names';
import type { Config, TableData } from '../config/schema';
import {
  type Baseline,
  type BatchBuffer,
  DataError,
  type DataSource,
  type Dataset,
  type Scaling,
  type SequenceSet,
  type SequenceShape,
  type TargetKind,
} from './dataset';
import { classBaseline } from './frequencies';
import { measureScaling, unscaled } from './scaling';
import { readTable, type Table, type TableColumn } from './table';
import { placeInYear } from './values';
import { type Split, splitWindows, type WindowShape, windowShape } from './windows';

/** One input feature or target. */
interface Signal {
  readonly name: string;
  readonly scaling: Scaling;
  /** As the network is fed it. */
  value(row: number): number;
}

/** @throws DataError where table and config do not go together */
export async function tableDataset(config: Config, data: TableData, source: DataSource): Promise<Dataset> {
  const { shape } = config.task;
  const table = await readTable(source, data);
  checkLeak(table, data);
  const window = windowShape(shape, data);
  const split = splitWindows(table.rows, window, data, config.training.seed, table.file);
  const notes = [...table.notes];
  if (data.split === 'random') {
    notes.push('Windows of a random split overlap, so the validation loss is lower than on new data.');
  }
  const scaling = (column: TableColumn) => {
    const found = measureScaling(column.values.subarray(0, split.trainingRows), data.normalize);
    if (column.values.subarray(0, split.trainingRows).every((value) => value === column.values[0])) {
      notes.push(`Column "${column.name}" has the same value in every training row.`);
    }
    return found;
  };
  const scalings = new Map<string, Scaling>();
  const numeric = (column: TableColumn): Signal => {
    const own = scalings.get(column.name) ?? scaling(column);
    scalings.set(column.name, own);
    return {
      name: column.name,
      scaling: own,
      value: (row) => (column.values[row] - own.offset) / own.scale,
    };
  };
  const inputs = table.inputs.flatMap((name) => inputSignals(columnOf(table, name), numeric));
  const targetKind = kindOfTargets(config, data, table);
  const targets =
    targetKind === 'classes'
      ? []
      : data.targets.map((name) => targetSignal(table, name, targetKind, numeric));
  const classes = targetKind === 'classes' ? columnOf(table, data.targets[0]) : undefined;
  const sets = (starts: Float64Array) => sequenceSet(table, starts, shape, window, inputs, targets, classes);
  return {
    shape,
    targetKind,
    inputSize: inputs.length,
    outputSize: classes ? classes.words.length : targets.length,
    inputNames: inputs.map(({ name }) => name),
    outputNames: classes ? classes.words : targets.map(({ name }) => name),
    inputScaling: inputs.map((signal) => signal.scaling),
    targetScaling: classes ? classes.words.map(() => unscaled) : targets.map((signal) => signal.scaling),
    training: sets(split.training),
    validation: sets(split.validation),
    baseline: baselineOf(table, data, shape, window, split, targets, classes, targetKind),
    notes,
  };
}

function columnOf(table: Table, name: string): TableColumn {
  const column = table.columns.get(name);
  if (!column) {
    throw new Error(`column "${name}" was not read`);
  }
  return column;
}

/** With horizon 0 the target's own row is read: a target that is also an input would be its own answer. */
function checkLeak(table: Table, data: TableData): void {
  const leak = data.horizon === 0 ? data.targets.find((name) => table.inputs.includes(name)) : undefined;
  if (leak !== undefined) {
    throw new DataError(
      `data.horizon: with horizon 0 the target "${leak}" is among the inputs of its own row; use horizon 1 or leave it out of data.inputs`,
      ['data', 'horizon'],
    );
  }
}

function inputSignals(column: TableColumn, numeric: (column: TableColumn) => Signal): Signal[] {
  switch (column.kind) {
    case 'number':
      return [numeric(column)];
    case 'date':
      return ['sin', 'cos'].map((name, part) => ({
        name: `${name}(${column.name})`,
        scaling: unscaled,
        value: (row) => placeInYear(column.values[row])[part],
      }));
    case 'word':
      return column.words.map((word, code) => ({
        name: `${column.name}=${word}`,
        scaling: unscaled,
        value: (row) => (column.values[row] === code ? 1 : 0),
      }));
  }
}

function targetSignal(
  table: Table,
  name: string,
  kind: TargetKind,
  numeric: (column: TableColumn) => Signal,
): Signal {
  const column = columnOf(table, name);
  if (kind !== 'binary') {
    return numeric(column);
  }
  const bad = column.values.findIndex((value) => value !== 0 && value !== 1);
  if (bad >= 0) {
    throw new DataError(
      `line ${table.lines[bad]} of ${table.file}: binaryCrossEntropy needs 0 or 1 in "${name}", found ${column.values[bad]}`,
      ['data', 'targets'],
    );
  }
  return { name, scaling: unscaled, value: (row) => column.values[row] };
}

function kindOfTargets(config: Config, data: TableData, table: Table): TargetKind {
  const { loss } = config.task;
  const kinds = data.targets.map((name) => columnOf(table, name).kind);
  const date = kinds.indexOf('date');
  if (date >= 0) {
    const numbers = table.names.filter((name) => table.columns.get(name)?.kind === 'number');
    throw new DataError(
      `data.targets: "${data.targets[date]}" holds dates, which cannot be predicted${suggestion('', numbers)}`,
      ['data', 'targets', date],
    );
  }
  if (kinds.includes('word')) {
    if (kinds.length > 1) {
      throw new DataError(
        `data.targets: "${data.targets[kinds.indexOf('word')]}" holds words (classes), which can only be predicted alone`,
        ['data', 'targets'],
      );
    }
    if (loss !== undefined && loss !== 'crossEntropy') {
      throw new DataError(
        `task.loss: ${loss} needs numbers, but "${data.targets[0]}" holds words; use crossEntropy`,
        ['task', 'loss'],
      );
    }
    return 'classes';
  }
  if (loss === 'crossEntropy') {
    throw new DataError(
      `task.loss: crossEntropy needs classes, but ${data.targets.join(', ')} ${kinds.length > 1 ? 'hold' : 'holds'} numbers; use mse, or binaryCrossEntropy for 0 and 1`,
      ['task', 'loss'],
    );
  }
  return loss === 'binaryCrossEntropy' ? 'binary' : 'values';
}

function sequenceSet(
  table: Table,
  starts: Float64Array,
  shape: SequenceShape,
  window: WindowShape,
  inputs: readonly Signal[],
  targets: readonly Signal[],
  classes: TableColumn | undefined,
): SequenceSet {
  const own = shape === 'one-to-many' || shape === 'encoder-decoder';
  const writeTarget = (row: number, place: number, batch: BatchBuffer) => {
    batch.mask[place] = 1;
    if (classes) {
      batch.targetClass[place] = classes.values[row];
    }
    targets.forEach((target, j) => {
      batch.target[place * targets.length + j] = target.value(row);
    });
  };
  const dayText = (row: number) =>
    table.dates && new Date(table.dates.values[row] * 86_400_000).toISOString();
  const timed = table.dates?.values.some((day) => day % 1 !== 0) ?? false;
  const when = (row: number) => {
    const text = dayText(row);
    return timed ? text?.slice(0, 16).replace('T', ' ') : text?.slice(0, 10);
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
        if (own) {
          continue;
        }
        batch.mask[place] = 0;
        if (real && (shape !== 'many-to-one' || t === window.inputSteps - 1)) {
          writeTarget(row + window.targetRow, place, batch);
        }
      }
    },
    writeTargets(sequence, from, to, batch, b) {
      for (let t = from; t < to; t++) {
        const place = (t - from) * batch.size + b;
        batch.mask[place] = 0;
        if (t < window.outputSteps) {
          writeTarget(starts[sequence] + window.targetRow + t, place, batch);
        }
      }
    },
    label(sequence) {
      const first = starts[sequence];
      const last = first + window.inputSteps - 1;
      const [start, end] = [when(first), when(last)];
      return start !== undefined && end !== undefined
        ? `${start}${last > first ? ` to ${end}` : ''}`
        : `rows ${first + 1}${last > first ? `–${last + 1}` : ''}`;
    },
    stepLabel: (sequence, step) => when(starts[sequence] + step),
    position: (sequence, step) => ({ line: table.lines[starts[sequence] + step] - 1, column: 0 }),
  };
}

/** The naive forecast for numbers (the last known row goes on), training frequencies for classes and yes/no columns. */
function baselineOf(
  table: Table,
  data: TableData,
  shape: SequenceShape,
  window: WindowShape,
  split: Split,
  targets: readonly Signal[],
  classes: TableColumn | undefined,
  kind: TargetKind,
): Baseline {
  const own = shape === 'one-to-many' || shape === 'encoder-decoder';
  const steps =
    shape === 'many-to-one'
      ? [window.inputSteps - 1]
      : Array.from({ length: window.outputSteps }, (_, t) => t);
  /** Visits each target with the last row that is known when it is predicted. */
  const visit = (starts: Float64Array, each: (row: number, known: number) => void) => {
    for (const start of starts) {
      for (const t of steps) {
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
    return classBaseline(counts(split.training), counts(measured), measured.length * steps.length);
  }
  if (kind === 'binary' || data.horizon === 0) {
    return meanBaseline(targets, split, measured, visit, kind);
  }
  let sum = 0;
  let count = 0;
  visit(measured, (row, known) => {
    for (const target of targets) {
      sum += (target.value(row) - target.value(known)) ** 2;
      count++;
    }
  });
  const daily = table.dates !== undefined && table.rows > 1 && isDaily(table.dates.values);
  return {
    name:
      daily && data.horizon === 1 && !own
        ? 'naive forecast (tomorrow = today)'
        : 'naive forecast (last value)',
    loss: sum / count,
  };
}

function meanBaseline(
  targets: readonly Signal[],
  split: Split,
  measured: Float64Array,
  visit: (starts: Float64Array, each: (row: number) => void) => void,
  kind: TargetKind,
): Baseline {
  const means = targets.map((target) => {
    let sum = kind === 'binary' ? 1 : 0; // Laplace, as for classes
    let count = kind === 'binary' ? 2 : 0;
    visit(split.training, (row) => {
      sum += target.value(row);
      count++;
    });
    return sum / count;
  });
  let loss = 0;
  let count = 0;
  visit(measured, (row) => {
    targets.forEach((target, j) => {
      const value = target.value(row);
      loss +=
        kind === 'binary'
          ? -(value * Math.log(means[j]) + (1 - value) * Math.log(1 - means[j]))
          : (value - means[j]) ** 2;
      count++;
    });
  });
  return { name: kind === 'binary' ? 'class frequencies' : 'training mean', loss: loss / count };
}

/** Whether most rows are a day after the one before. */
function isDaily(days: Float64Array): boolean {
  let steps = 0;
  for (let row = 1; row < days.length; row++) {
    steps += days[row] - days[row - 1] === 1 ? 1 : 0;
  }
  return steps > (days.length - 1) / 2;
}
