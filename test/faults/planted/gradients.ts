/** Faults of the gradients that flow back through time. */
import { type Case, type Cell, each, fillGate, goodStart, type Planted } from '../case';

const order = (length: number, count = 1200) => ({ generate: 'temporal-order', length, count });
const adding = (length: number, count = 1200) => ({ generate: 'adding', length, count });
const manyToMany = { shape: 'many-to-many' };
const usual = { epochs: 4, clip: { norm: 1 }, optimizer: { learningRate: 0.001 } };

/**
 * Initial weights with which a cell forgets within a few steps; a GRU also needs an open update gate for it.
 */
const forgetful = (cell: Cell): object =>
  cell === 'lstm'
    ? { recurrent: 'orthogonal', input: 'xavier', forgetBias: -2 }
    : { recurrent: 'orthogonal', input: 'xavier', gain: 0.4 };
const openUpdateGate: Case['change'] = (weights, H) => fillGate(weights, 'rnn.bias_ih_l0', 1, H, 3);

const vanishing: readonly Planted[] = [
  ...each(
    'vanishingGradient',
    'vanishing-adding',
    'adding with a start that forgets',
    (cell) => ({
      data: adding(60),
      model: { cell, hiddenSize: 24, init: forgetful(cell) },
      training: usual,
    }),
    ['rnn', 'lstm'],
  ),
  ...each(
    'vanishingGradient',
    'vanishing-adding',
    'adding with a start that forgets',
    (cell) => ({
      data: adding(60),
      model: { cell, hiddenSize: 24, init: forgetful(cell) },
      training: usual,
    }),
    ['gru'],
    openUpdateGate,
  ),
  ...each(
    'vanishingGradient',
    'vanishing-order',
    'temporal order with a start that forgets',
    (cell) => ({
      data: order(60),
      model: { cell, hiddenSize: 24, init: forgetful(cell) },
      training: usual,
    }),
    ['rnn', 'lstm'],
  ),
  ...each(
    'vanishingGradient',
    'vanishing-order',
    'temporal order with a start that forgets',
    (cell) => ({
      data: order(60),
      model: { cell, hiddenSize: 24, init: forgetful(cell) },
      training: usual,
    }),
    ['gru'],
    openUpdateGate,
  ),
  ...each('vanishingGradient', 'vanishing-copy', 'copy over 60 steps with the usual start', (cell) => ({
    data: { generate: 'copy', length: 60, count: 600 },
    task: manyToMany,
    model: { cell, hiddenSize: 24, init: cell === 'lstm' ? { forgetBias: 1 } : {} },
    training: usual,
  })),
  ...each(
    'vanishingGradient',
    'vanishing-example',
    'example: adding of 100 numbers with a vanilla RNN',
    (cell) => ({
      data: { generate: 'adding', length: 100, count: 10000, validation: 0.05 },
      model: { cell, hiddenSize: 32, init: goodStart(cell) },
      training: { epochs: 5, batchSize: 32, clip: { norm: 1 }, optimizer: { learningRate: 0.005 } },
    }),
    ['rnn'],
  ),
];

const still = { epochs: 4, optimizer: { learningRate: 0.0003 } };

const exploding: readonly Planted[] = [
  ...each(
    'explodingGradient',
    'exploding-relu',
    'ReLU with 1.3 times the identity, not clipped',
    (cell) => ({
      data: adding(40),
      model: {
        cell,
        activation: 'relu',
        hiddenSize: 24,
        init: { recurrent: 'identity', input: 'xavier', gain: 1.3 },
      },
      training: still,
    }),
    ['rnn'],
  ),
  ...each(
    'explodingGradient',
    'exploding-order',
    'recurrent weights of gain 2 to 12, not clipped',
    (cell) => ({
      data: order(60),
      model: {
        cell,
        hiddenSize: 48,
        init: { ...goodStart(cell), gain: { rnn: 2, lstm: 12, gru: 8 }[cell] },
      },
      training: still,
    }),
  ),
  ...each(
    'explodingGradient',
    'exploding-adding',
    'recurrent weights of gain 2 to 12, not clipped',
    (cell) => ({
      data: adding(80, 600),
      model: {
        cell,
        hiddenSize: 48,
        init: { ...goodStart(cell), gain: { rnn: 2, lstm: 12, gru: 8 }[cell] },
      },
      training: still,
    }),
  ),
];

const nonFinite: readonly Planted[] = [
  ...each(
    'nonFinite',
    'non-finite-growing',
    'ReLU with twice the identity over 200 steps',
    (cell) => ({
      data: adding(200, 600),
      model: { cell, activation: 'relu', hiddenSize: 16, init: { recurrent: 'identity', gain: 2 } },
      training: { epochs: 3, optimizer: { name: 'sgd', learningRate: 0.1 } },
    }),
    ['rnn'],
  ),
  ...each('nonFinite', 'non-finite-sine', 'SGD with a learning rate of 50', (cell) => ({
    data: { generate: 'sine', length: 40, count: 2000 },
    task: manyToMany,
    model: { cell, hiddenSize: 32, init: goodStart(cell) },
    training: { epochs: 10, optimizer: { name: 'sgd', learningRate: 50 } },
  })),
  ...each('nonFinite', 'non-finite-adding', 'SGD with a learning rate of 50', (cell) => ({
    data: adding(20, 2000),
    model: { cell, hiddenSize: 32, init: goodStart(cell) },
    training: { epochs: 10, optimizer: { name: 'sgd', learningRate: 50 } },
  })),
];

const clipping: readonly Planted[] = [
  ...each('gradientClipping', 'clipping-norm', 'SGD clipped to norm 0.0003', (cell) => ({
    data: order(20),
    model: { cell, hiddenSize: 24, init: goodStart(cell) },
    training: { epochs: 4, clip: { norm: 0.0003 }, optimizer: { name: 'sgd', learningRate: 0.1 } },
  })),
  ...each('gradientClipping', 'clipping-value', 'every element clipped to 0.000001', (cell) => ({
    data: adding(20),
    model: { cell, hiddenSize: 24, init: goodStart(cell) },
    training: {
      epochs: 4,
      clip: { value: 0.000001 },
      optimizer: { name: 'sgd', learningRate: 0.1, momentum: 0.9 },
    },
  })),
];

/** Long enough for a cell to learn what is not cut. */
const longer = { epochs: 15, clip: { norm: 1 }, optimizer: { learningRate: 0.005 } };
const copying = { generate: 'copy', length: 5, count: 2000 };

const truncation: readonly Planted[] = [
  ...each('truncation', 'truncation-adding', 'adding over 60 steps in pieces of 5', (cell) => ({
    data: adding(60),
    model: { cell, hiddenSize: 24, init: goodStart(cell) },
    training: { ...usual, truncate: 5 },
  })),
  ...each('truncation', 'truncation-order', 'temporal order over 30 steps in pieces of 10', (cell) => ({
    data: order(30),
    model: { cell, hiddenSize: 24, init: goodStart(cell) },
    training: { ...longer, truncate: 10 },
  })),
  ...each('truncation', 'truncation-boundary', 'temporal order over 40 steps in pieces of 36', (cell) => ({
    data: order(40),
    model: { cell, hiddenSize: 24, init: goodStart(cell) },
    training: { ...longer, truncate: 36 },
  })),
  ...each('truncation', 'truncation-copy', 'copy over 5 steps in pieces of 8', (cell) => ({
    data: copying,
    task: manyToMany,
    model: { cell, hiddenSize: 48, init: goodStart(cell) },
    training: { ...longer, truncate: 8 },
  })),
  ...each('truncation', 'truncation-parted', 'copy over 5 steps in pieces of 16', (cell) => ({
    data: copying,
    task: manyToMany,
    model: { cell, hiddenSize: 48, init: goodStart(cell) },
    training: { ...longer, truncate: 16 },
  })),
];

export const gradientFaults = [...vanishing, ...exploding, ...nonFinite, ...clipping, ...truncation];
