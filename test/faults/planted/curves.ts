/** Faults that show in the losses: learning rates, overfitting, and tasks that cannot be learnt. */
import { each, goodStart, type Planted } from '../case';

const sine = (count = 1000) => ({ generate: 'sine', length: 40, count });
const order = (length: number, count = 1200) => ({ generate: 'temporal-order', length, count });
const manyToMany = { shape: 'many-to-many' };
const season = { file: 'season.csv', targets: ['load'], window: 24 };
const clip = { norm: 1 };

const noBetter: readonly Planted[] = [
  ...each('noBetterThanBaseline', 'baseline-noise', 'a table of noise', (cell) => ({
    data: { file: 'noise.csv', targets: ['value'], window: 20 },
    model: { cell, hiddenSize: 16, init: goodStart(cell) },
    training: { epochs: 5, clip, optimizer: { learningRate: 0.001 } },
  })),
  ...each('noBetterThanBaseline', 'baseline-walk', 'a random walk', (cell) => ({
    data: { file: 'walk.csv', targets: ['price'], window: 20 },
    model: { cell, hiddenSize: 16, init: goodStart(cell) },
    training: { epochs: 20, clip, optimizer: { learningRate: 0.003 } },
  })),
  ...each('noBetterThanBaseline', 'baseline-guess', 'classes that the inputs do not determine', (cell) => ({
    data: { file: 'guess.jsonl', inputs: ['x'], targets: ['kind'] },
    task: { shape: 'many-to-one' },
    model: { cell, hiddenSize: 16, init: goodStart(cell) },
    training: { epochs: 5, clip, optimizer: { learningRate: 0.001 } },
  })),
];

const tooHigh: readonly Planted[] = [
  ...each('learningRateTooHigh', 'rate-high-sine', 'Adam with a learning rate of 1', (cell) => ({
    data: sine(),
    task: manyToMany,
    model: { cell, hiddenSize: 24, init: goodStart(cell) },
    training: { epochs: 5, clip, optimizer: { learningRate: 1 } },
  })),
  ...each('learningRateTooHigh', 'rate-high-order', 'Adam with a learning rate of 1', (cell) => ({
    data: order(20),
    model: { cell, hiddenSize: 24, init: goodStart(cell) },
    training: { epochs: 6, clip, optimizer: { learningRate: 1 } },
  })),
  ...each('learningRateTooHigh', 'rate-high-season', 'RMSProp with a learning rate of 0.3', (cell) => ({
    data: season,
    model: { cell, hiddenSize: 24, init: goodStart(cell) },
    training: { epochs: 6, clip, optimizer: { name: 'rmsprop', learningRate: 0.3 } },
  })),
  ...each(
    'learningRateTooHigh',
    'rate-high-sgd',
    'SGD with momentum 0.9 and a learning rate of 3',
    (cell) => ({
      data: sine(),
      task: manyToMany,
      model: { cell, hiddenSize: 24, init: goodStart(cell) },
      training: { epochs: 5, clip, optimizer: { name: 'sgd', learningRate: 3, momentum: 0.9 } },
    }),
  ),
];

const beyondStart: readonly Planted[] = each(
  'learningRateTooHigh',
  'rate-high-beating',
  'Adam with a learning rate of 0.3, which still beats the baseline',
  (cell) => ({
    data: season,
    model: { cell, hiddenSize: 24, init: goodStart(cell) },
    training: { epochs: 12, clip, optimizer: { learningRate: 0.3 }, schedule: { name: 'cosine' } },
  }),
);

const tooLow: readonly Planted[] = [
  ...each('learningRateTooLow', 'rate-low-sine', 'Adam with a learning rate of 0.00001', (cell) => ({
    data: sine(),
    task: manyToMany,
    model: { cell, hiddenSize: 24, init: goodStart(cell) },
    training: { epochs: 6, clip, optimizer: { learningRate: 0.00001 } },
  })),
  ...each('learningRateTooLow', 'rate-low-season', 'SGD with a learning rate of 0.00003', (cell) => ({
    data: season,
    model: { cell, hiddenSize: 24, init: goodStart(cell) },
    training: { epochs: 6, optimizer: { name: 'sgd', learningRate: 0.00003 } },
  })),
  ...each('learningRateTooLow', 'rate-low-text', 'RMSProp with a learning rate of 0.000003', (cell) => ({
    data: { file: 'text.txt', window: 50 },
    model: { cell, hiddenSize: 32, init: goodStart(cell) },
    training: { epochs: 8, clip, optimizer: { name: 'rmsprop', learningRate: 0.000003 } },
  })),
];

const overfitting: readonly Planted[] = [
  ...each(
    'overfitting',
    'overfitting-guess',
    '48 units on 100 sequences whose classes are chance',
    (cell) => ({
      data: { file: 'guess.jsonl', inputs: ['x'], targets: ['kind'], validation: 0.9 },
      task: { shape: 'many-to-one' },
      model: { cell, hiddenSize: 48, init: goodStart(cell) },
      training: { epochs: 40, batchSize: 16, clip, optimizer: { learningRate: 0.003 } },
    }),
  ),
  ...each('overfitting', 'overfitting-noise', '48 units on a short table of noise', (cell) => ({
    data: { file: 'noise.csv', targets: ['value'], window: 12, stride: 6 },
    model: { cell, hiddenSize: 48, init: goodStart(cell) },
    training: { epochs: 60, batchSize: 16, clip, optimizer: { learningRate: 0.003 } },
  })),
  ...each('overfitting', 'overfitting-names', '64 units on 500 names', (cell) => ({
    data: { file: 'few-names.txt', sequences: 'line', validation: 0.5 },
    model: { cell, hiddenSize: 64, init: goodStart(cell) },
    training: { epochs: 40, batchSize: 16, clip, optimizer: { learningRate: 0.005 } },
  })),
  ...each(
    'overfitting',
    'overfitting-adding',
    '64 units on 60 sums of 15 numbers',
    (cell) => ({
      data: { generate: 'adding', length: 15, count: 200, validation: 0.7 },
      model: { cell, hiddenSize: 64, init: goodStart(cell) },
      training: { epochs: 150, batchSize: 16, clip, optimizer: { learningRate: 0.003 } },
    }),
    ['rnn'],
  ),
];

export const curveFaults = [...noBetter, ...tooHigh, ...beyondStart, ...tooLow, ...overfitting];
