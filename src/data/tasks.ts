/**
 * The synthetic tasks: sequences generated on the fly from the seed, each task with its published chance
 * level.
 */
import type { Config, TaskData } from '../config/schema';
import { unscaled } from '../notation/scaling';
import {
  type Baseline,
  type BatchBuffer,
  DataError,
  type Dataset,
  type SequenceShape,
  type TargetKind,
} from './common/dataset';
import { Random } from './common/random';
import { validationCount } from './common/validationCount';

/** One task: the length of its sequences and what they contain. */
interface SyntheticTask {
  readonly shape: SequenceShape;
  readonly targetKind: TargetKind;
  readonly steps: number;
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  readonly baseline: Baseline;
  /** Calls `step` for each step in order; `inputs` may be reused after the call. */
  write(
    random: Random,
    step: (t: number, inputs: readonly number[], target: number | undefined) => void,
  ): void;
}

/** @throws DataError where the config asks for another shape or loss than the task has */
export function taskDataset(config: Config, data: TaskData): Dataset {
  const task = makers[data.generate](data.length);
  const { shape, loss } = config.task;
  if (shape !== task.shape) {
    throw new DataError(`task.shape: the task "${data.generate}" is ${task.shape}, not ${shape}`, [
      'task',
      'shape',
    ]);
  }
  const fitting = task.targetKind === 'classes' ? 'crossEntropy' : 'mse';
  if (loss !== undefined && loss !== fitting) {
    throw new DataError(`task.loss: the task "${data.generate}" needs ${fitting}, not ${loss}`, [
      'task',
      'loss',
    ]);
  }
  const held = validationCount(data.count, data.validation);
  const set = (name: string, count: number) =>
    taskSet(task, config.training.seed, `${data.generate}/${name}`, count);
  return {
    shape: task.shape,
    targetKind: task.targetKind,
    inputSize: task.inputNames.length,
    outputSize: task.outputNames.length,
    inputNames: task.inputNames,
    outputNames: task.outputNames,
    inputScaling: task.inputNames.map(() => unscaled),
    targetScaling: task.outputNames.map(() => unscaled),
    training: set('training', data.count - held),
    validation: set('validation', held),
    baseline: task.baseline,
    notes: [],
  };
}

const makers: Readonly<Record<TaskData['generate'], (length: number) => SyntheticTask>> = {
  adding,
  copy,
  'temporal-order': temporalOrder,
  sine,
};

function taskSet(task: SyntheticTask, seed: number, name: string, count: number): Dataset['training'] {
  const I = task.inputNames.length;
  return {
    count,
    inputSteps: () => task.steps,
    outputSteps: () => task.steps,
    writeInputs(sequence, from, to, batch, b) {
      for (let t = Math.max(from, task.steps); t < to; t++) {
        writeStep(batch, (t - from) * batch.size + b, I, undefined, undefined, task);
      }
      task.write(new Random(seed, 'task', name, sequence), (t, inputs, target) => {
        if (t >= from && t < to) {
          writeStep(batch, (t - from) * batch.size + b, I, inputs, target, task);
        }
      });
    },
    writeTargets: () => undefined,
    label: (sequence) => `sequence ${sequence}`,
    stepLabel: () => undefined,
  };
}

function writeStep(
  batch: BatchBuffer,
  place: number,
  I: number,
  inputs: readonly number[] | undefined,
  target: number | undefined,
  task: SyntheticTask,
): void {
  for (let i = 0; i < I; i++) {
    batch.x[place * I + i] = inputs?.[i] ?? 0;
  }
  batch.mask[place] = target === undefined ? 0 : 1;
  if (task.targetKind === 'classes') {
    batch.targetClass[place] = target ?? 0;
  } else {
    batch.target[place] = target ?? 0;
  }
}

/**
 * Hochreiter and Schmidhuber 1997, experiment 4, in the form of Arjovsky, Shah and Bengio 2016: T random
 * numbers, two of them marked, one in each half; the target at the end is the sum of the marked ones. Always
 * answering 1 costs the variance of the sum of two uniform numbers, 1/6.
 */
function adding(T: number): SyntheticTask {
  const half = Math.floor(T / 2);
  return {
    shape: 'many-to-one',
    targetKind: 'values',
    steps: T,
    inputNames: ['value', 'marker'],
    outputNames: ['sum'],
    baseline: { name: 'chance level 1/6', loss: 1 / 6 },
    write(random, step) {
      const first = random.integer(half);
      const second = half + random.integer(T - half);
      const inputs = [0, 0];
      let sum = 0;
      for (let t = 0; t < T; t++) {
        const value = random.next();
        const marked = t === first || t === second;
        sum += marked ? value : 0;
        inputs[0] = value;
        inputs[1] = marked ? 1 : 0;
        step(t, inputs, t === T - 1 ? sum : undefined);
      }
    },
  };
}

const symbols = 8;
const remembered = 10;

/**
 * Hochreiter and Schmidhuber 1997, in the form of Arjovsky, Shah and Bengio 2016: 10 random symbols of 8,
 * then T − 1 blanks, a delimiter and 10 more blanks; the target is blank for T + 10 steps and then the 10
 * symbols. Knowing all but the symbols costs 10·ln 8/(T + 20).
 */
function copy(T: number): SyntheticTask {
  const steps = T + 2 * remembered;
  const blank = symbols;
  const delimiter = symbols + 1;
  const names = [...Array.from({ length: symbols }, (_, k) => String(k)), 'blank', 'delimiter'];
  const rows = oneHotRows(names.length);
  return {
    shape: 'many-to-many',
    targetKind: 'classes',
    steps,
    inputNames: names,
    outputNames: names.slice(0, -1),
    baseline: {
      name: `memoryless level 10·ln 8/${steps}`,
      loss: (remembered * Math.log(symbols)) / steps,
    },
    write(random, step) {
      const message = Array.from({ length: remembered }, () => random.integer(symbols));
      for (let t = 0; t < steps; t++) {
        const input = t < remembered ? message[t] : t === T + remembered - 1 ? delimiter : blank;
        step(t, rows[input], t >= T + remembered ? message[t - T - remembered] : blank);
      }
    },
  };
}

/**
 * Hochreiter and Schmidhuber 1997, experiment 6a: among distractors a–d, two symbols X or Y, the first within
 * [T/10, 2T/10], the second within [5T/10, 6T/10]; the class at the end is which two appeared, in which
 * order. Chance is ln 4.
 */
function temporalOrder(T: number): SyntheticTask {
  const names = ['X', 'Y', 'a', 'b', 'c', 'd', 'E', 'B'];
  const rows = oneHotRows(names.length);
  const within = (random: Random, from: number, to: number) => {
    const low = Math.min(T - 2, Math.max(1, Math.round(from * T)));
    const high = Math.min(T - 2, Math.max(low, Math.round(to * T)));
    return low + random.integer(high - low + 1);
  };
  if (T < 10) {
    throw new DataError(`data.length: temporal-order needs 10 steps or more, not ${T}`, ['data', 'length']);
  }
  return {
    shape: 'many-to-one',
    targetKind: 'classes',
    steps: T,
    inputNames: names,
    outputNames: ['XX', 'XY', 'YX', 'YY'],
    baseline: { name: 'chance level ln 4', loss: Math.log(4) },
    write(random, step) {
      const [first, second] = [random.integer(2), random.integer(2)];
      const [t1, t2] = [within(random, 0.1, 0.2), within(random, 0.5, 0.6)];
      for (let t = 0; t < T; t++) {
        const distractor = 2 + random.integer(4);
        const symbol = t === 0 ? 6 : t === T - 1 ? 7 : t === t1 ? first : t === t2 ? second : distractor;
        step(t, rows[symbol], t === T - 1 ? 2 * first + second : undefined);
      }
    },
  };
}

const noise = 0.05;

/**
 * The next value of a sine of random frequency (periods of 10 to 40 steps) and phase with Gaussian noise. The
 * baseline is the naive forecast: E(x_{t+1} − x_t)² = E(2 sin²(ω/2)) + 2·0.05², averaged over the
 * frequencies.
 */
function sine(T: number): SyntheticTask {
  const [slow, fast] = [(2 * Math.PI) / 40, (2 * Math.PI) / 10];
  // This is the mean of 1 − cos ω over uniform ω.
  const change = 1 - (Math.sin(fast) - Math.sin(slow)) / (fast - slow);
  return {
    shape: 'many-to-many',
    targetKind: 'values',
    steps: T,
    inputNames: ['x'],
    outputNames: ['next x'],
    baseline: { name: 'naive forecast (last value)', loss: change + 2 * noise ** 2 },
    write(random, step) {
      const frequency = random.uniform(slow, fast);
      const phase = random.uniform(0, 2 * Math.PI);
      const value = (t: number) => Math.sin(frequency * t + phase) + noise * random.normal();
      let now = value(0);
      for (let t = 0; t < T; t++) {
        const next = value(t + 1);
        step(t, [now], next);
        now = next;
      }
    },
  };
}

/** One-hot inputs of each symbol. */
function oneHotRows(size: number): readonly (readonly number[])[] {
  return Array.from({ length: size }, (_, k) => Array.from({ length: size }, (__, i) => (i === k ? 1 : 0)));
}
