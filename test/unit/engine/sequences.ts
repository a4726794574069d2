/** A small data set of random sequences, for tests of the trainer. */
import type { Config } from '../../../src/config/schema';
import type { Dataset, SequenceSet, SequenceShape } from '../../../src/data/common/dataset';
import { Random } from '../../../src/data/common/random';

const noScaling = { offset: 0, scale: 1 };

/**
 * Two inputs; each target is the sum of the first input over all steps so far (over the whole sequence, for a
 * single target).
 */
export function runningSums(
  shape: SequenceShape,
  count: number,
  steps: (sequence: number) => number,
  validationCount = 4,
): Dataset {
  const set = (name: string, size: number): SequenceSet => {
    const length = (sequence: number) => (shape === 'one-to-many' ? 1 : steps(sequence));
    const outputs = (sequence: number) => (shape === 'encoder-decoder' ? 3 : steps(sequence));
    const own = shape === 'one-to-many' || shape === 'encoder-decoder';
    return {
      count: size,
      inputSteps: length,
      outputSteps: outputs,
      writeInputs(sequence, from, to, batch, b) {
        const random = new Random(7, name, sequence);
        let sum = 0;
        for (let t = 0; t < to; t++) {
          const real = t < length(sequence);
          const x = real ? random.normal() * 0.5 : 0;
          const z = real ? random.normal() * 0.5 : 0;
          sum += x;
          if (t < from) {
            continue;
          }
          const place = (t - from) * batch.size + b;
          batch.x[place * 2] = x;
          batch.x[place * 2 + 1] = z;
          if (!own) {
            batch.target[place] = sum;
            batch.mask[place] = real && (shape !== 'many-to-one' || t === length(sequence) - 1) ? 1 : 0;
          }
        }
      },
      writeTargets(sequence, from, to, batch, b) {
        for (let t = from; t < to; t++) {
          batch.target[(t - from) * batch.size + b] = Math.sin(sequence + t);
          batch.mask[(t - from) * batch.size + b] = t < outputs(sequence) ? 1 : 0;
        }
      },
      label: (sequence) => `${name} ${sequence}`,
      stepLabel: () => undefined,
    };
  };
  return {
    shape,
    targetKind: 'values',
    inputSize: 2,
    outputSize: 1,
    inputNames: ['x', 'z'],
    outputNames: ['sum'],
    inputScaling: [noScaling, noScaling],
    targetScaling: [noScaling],
    training: set('training', count),
    validation: set('validation', validationCount),
    baseline: { name: 'zero', loss: 1 },
    notes: [],
  };
}

/** The same with a token in each step besides the numbers. */
export function withTokens(dataset: Dataset): Dataset {
  const set = (numbers: SequenceSet): SequenceSet => ({
    ...numbers,
    writeInputs(sequence, from, to, batch, b) {
      numbers.writeInputs(sequence, from, to, batch, b);
      for (let t = from; t < to; t++) {
        const real = t < numbers.inputSteps(sequence);
        for (const codes of batch.codes ?? []) {
          codes[(t - from) * batch.size + b] = real ? (sequence * 7 + t * t) % 4 : -1;
        }
      }
    },
  });
  return {
    ...dataset,
    embedded: [{ name: 'word', tokens: ['a', 'b', 'c', 'd'] }],
    training: set(dataset.training),
    validation: set(dataset.validation),
  };
}

/** The same with one of three classes in each step as targets, which have weights. */
export function withClasses(dataset: Dataset): Dataset {
  const own = dataset.shape === 'one-to-many' || dataset.shape === 'encoder-decoder';
  const set = (values: SequenceSet): SequenceSet => ({
    ...values,
    writeInputs(sequence, from, to, batch, b) {
      values.writeInputs(sequence, from, to, batch, b);
      for (let t = from; t < to && !own; t++) {
        batch.targetClass[(t - from) * batch.size + b] = (sequence + t * t) % 3;
      }
    },
    writeTargets(sequence, from, to, batch, b) {
      values.writeTargets(sequence, from, to, batch, b);
      for (let t = from; t < to; t++) {
        batch.targetClass[(t - from) * batch.size + b] = (sequence + t * t) % 3;
      }
    },
  });
  return {
    ...dataset,
    targetKind: 'classes',
    outputSize: 3,
    classWeights: [0.3, 1.7, 2.1],
    training: set(dataset.training),
    validation: set(dataset.validation),
  };
}

type Changes = {
  readonly model?: Partial<Config['model']>;
  readonly training?: Partial<Config['training']>;
  readonly probe?: Partial<Config['probe']>;
};

/** A config with every default, and some changes. */
export function configOf(shape: SequenceShape, changes: Changes = {}): Config {
  return {
    data: { kind: 'task', generate: 'adding', length: 10, count: 10, validation: 0.1 },
    task: { shape, teacherForcing: true },
    model: {
      cell: 'lstm',
      hiddenSize: 5,
      layers: 1,
      bidirectional: false,
      bias: true,
      dropout: 0,
      activation: 'tanh',
      variant: 'original',
      init: { recurrent: 'uniform', input: 'uniform', gain: 1 },
      ...changes.model,
    },
    training: {
      epochs: 3,
      batchSize: 4,
      optimizer: {
        name: 'adam',
        learningRate: 0.01,
        momentum: 0,
        betas: [0.9, 0.999],
        alpha: 0.99,
        eps: 1e-8,
        weightDecay: 0,
      },
      schedule: { name: 'constant', warmup: 0, every: 10, factor: 0.1, final: 0 },
      seed: 1,
      threads: 'auto',
      memory: 1.5,
      logEvery: 1,
      ...changes.training,
    },
    probe: { sequences: [0], every: 'epoch', ...changes.probe },
  };
}
