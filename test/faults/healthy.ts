/** Configs without a planted fault: each learns its task, or needs no memory that it lacks. */
import { type Case, type Cell, cells, goodStart, type Settings, watched } from './case';

const manyToMany = { shape: 'many-to-many' };
const clip = { norm: 1 };
const adam = (learningRate: number) => ({ name: 'adam', learningRate });

function healthy(name: string, what: string, settings: Settings): Case {
  return { name, what, settings: { probe: watched, ...settings } };
}

const perCell = (name: string, what: string, settings: (cell: Cell) => Settings, over = cells) =>
  over.map((cell) => healthy(`${name}-${cell}`, what, settings(cell)));

const model = (cell: Cell, hiddenSize = 24, others: object = {}) => ({
  cell,
  hiddenSize,
  init: goodStart(cell),
  ...others,
});

const sine = { generate: 'sine', length: 40, count: 1000 };
const season = { file: 'season.csv', targets: ['load'], window: 24 };

const examples: readonly Case[] = [
  healthy('example-weather', 'example: weather', {
    data: {
      file: 'seattle-weather.csv',
      inputs: ['date', 'temp_max', 'temp_min', 'precipitation', 'wind'],
      targets: ['temp_max'],
      window: 30,
      horizon: 1,
      validation: 0.2,
    },
    model: { cell: 'lstm', hiddenSize: 32, init: { recurrent: 'orthogonal', forgetBias: 1 } },
    training: { epochs: 25, batchSize: 32, optimizer: adam(0.003), clip, schedule: { name: 'cosine' } },
  }),
  healthy('example-names', 'example: first names', {
    data: { file: 'first-names.txt', sequences: 'line', validation: 0.1 },
    model: { cell: 'gru', variant: 'cudnn', hiddenSize: 64 },
    training: { epochs: 10, optimizer: adam(0.005), clip: { norm: 5 }, schedule: { name: 'cosine' } },
  }),
  healthy('example-co2', 'example: CO₂', {
    data: {
      file: 'co2-concentration.csv',
      inputs: ['Date', 'CO2'],
      targets: ['CO2'],
      window: 24,
      horizon: 12,
      validation: 0.2,
    },
    model: {
      cell: 'rnn',
      activation: 'relu',
      hiddenSize: 32,
      init: { recurrent: 'identity', gain: 0.5 },
    },
    training: { epochs: 40, batchSize: 16, optimizer: adam(0.002), clip, schedule: { name: 'cosine' } },
  }),
  healthy('example-adding', 'example: adding of 100 numbers', {
    data: { generate: 'adding', length: 100, count: 10000, validation: 0.05 },
    model: model('lstm', 32),
    training: { epochs: 5, optimizer: adam(0.005), clip },
  }),
];

const tasks: readonly Case[] = [
  ...perCell('adding', 'adding of 10 numbers', (cell) => ({
    data: { generate: 'adding', length: 10, count: 3000 },
    model: model(cell),
    training: { epochs: 15, optimizer: adam(0.005), clip },
  })),
  ...perCell('order', 'temporal order over 20 steps', (cell) => ({
    data: { generate: 'temporal-order', length: 20, count: 2000 },
    model: model(cell),
    training: { epochs: 12, optimizer: adam(0.005), clip },
  })),
  ...perCell(
    'copy',
    'copy over 2 steps',
    (cell) => ({
      data: { generate: 'copy', length: 2, count: 3000 },
      task: manyToMany,
      model: model(cell, 64),
      training: { epochs: 20, optimizer: adam(0.005), clip },
    }),
    ['lstm', 'gru'],
  ),
  ...perCell('sine', 'sine, which needs no long memory', (cell) => ({
    data: sine,
    task: manyToMany,
    model: model(cell),
    training: { epochs: 6, optimizer: adam(0.005), clip },
  })),
  ...perCell('sine-forgetful', 'sine, from a start that forgets', (cell) => ({
    data: { ...sine, length: 60 },
    task: manyToMany,
    model: model(cell, 24, {
      init: cell === 'lstm' ? { forgetBias: 0 } : { recurrent: 'orthogonal', gain: 0.5 },
    }),
    training: { epochs: 6, optimizer: adam(0.005), clip },
  })),
  ...perCell('echo', 'repeating the last input', (cell) => ({
    data: { file: 'echo.jsonl', inputs: ['x'], targets: ['y'] },
    task: manyToMany,
    model: model(cell),
    training: { epochs: 20, optimizer: adam(0.005), clip },
  })),
];

const trainings: readonly Case[] = [
  ...perCell('sgd', 'SGD with momentum', (cell) => ({
    data: sine,
    task: manyToMany,
    model: model(cell),
    training: { epochs: 10, optimizer: { name: 'sgd', learningRate: 0.1, momentum: 0.9 }, clip },
  })),
  healthy('sgd-plain', 'SGD, clipped at 1', {
    data: season,
    model: model('gru'),
    training: { epochs: 10, optimizer: { name: 'sgd', learningRate: 0.1 }, clip },
  }),
  ...perCell('rmsprop', 'RMSProp on a table', (cell) => ({
    data: season,
    model: model(cell),
    training: { epochs: 8, optimizer: { name: 'rmsprop', learningRate: 0.001 }, clip },
  })),
  healthy('adamw', 'AdamW with weight decay', {
    data: { generate: 'temporal-order', length: 15, count: 2000 },
    model: model('lstm'),
    training: { epochs: 12, optimizer: { name: 'adamw', learningRate: 0.005, weightDecay: 0.01 } },
  }),
  healthy('clip-value', 'elements clipped at 1', {
    data: sine,
    task: manyToMany,
    model: model('rnn'),
    training: { epochs: 6, optimizer: adam(0.003), clip: { value: 1 } },
  }),
  healthy('warm-up', 'warm-up and steps of the learning rate', {
    data: season,
    model: model('lstm'),
    training: {
      epochs: 12,
      optimizer: adam(0.01),
      clip,
      schedule: { name: 'step', warmup: 50, every: 5, factor: 0.3 },
    },
  }),
  healthy('truncated', 'pieces of 20 steps, where three are enough', {
    data: { file: 'echo.jsonl', inputs: ['x'], targets: ['y'] },
    task: manyToMany,
    model: model('gru'),
    training: { epochs: 20, optimizer: adam(0.005), clip, truncate: 20 },
  }),
  healthy('early-stopping', 'early stopping on few sequences', {
    data: { generate: 'temporal-order', length: 15, count: 300, validation: 0.2 },
    model: model('gru', 32),
    training: { epochs: 60, optimizer: adam(0.005), clip, earlyStopping: { patience: 5 } },
  }),
  healthy('dropout', 'two layers with dropout', {
    data: season,
    model: model('lstm', 24, { layers: 2, dropout: 0.2 }),
    training: { epochs: 10, optimizer: adam(0.003), clip },
  }),
];

const shapes: readonly Case[] = [
  ...perCell('two-layers', 'two layers', (cell) => ({
    data: { generate: 'temporal-order', length: 15, count: 2000 },
    model: model(cell, 24, { layers: 2 }),
    training: { epochs: 12, optimizer: adam(0.005), clip },
  })),
  ...perCell('bidirectional', 'bidirectional', (cell) => ({
    data: { generate: 'adding', length: 12, count: 3000 },
    model: model(cell, 24, { bidirectional: true }),
    training: { epochs: 10, optimizer: adam(0.005), clip },
  })),
  ...perCell('text', 'a stream of characters', (cell) => ({
    data: { file: 'text.txt', window: 50 },
    model: model(cell, 48),
    training: { epochs: 12, optimizer: adam(0.005), clip },
  })),
  ...perCell('words', 'a class of a word', (cell) => ({
    data: { file: 'letters.jsonl', inputs: ['word'], targets: ['kind'] },
    task: { shape: 'many-to-one' },
    model: model(cell),
    training: { epochs: 20, optimizer: adam(0.005), clip },
  })),
  ...perCell('records', 'records of different lengths', (cell) => ({
    data: { file: 'counts.jsonl', inputs: ['x'], targets: ['y'] },
    task: manyToMany,
    model: model(cell),
    training: { epochs: 20, optimizer: adam(0.005), clip },
  })),
  ...perCell('season', 'a table with a season', (cell) => ({
    data: season,
    model: model(cell),
    training: { epochs: 10, optimizer: adam(0.003), clip },
  })),
  healthy('minmax', 'a table scaled to 0 … 1', {
    data: { ...season, normalize: 'minmax' },
    model: model('gru'),
    training: { epochs: 12, optimizer: adam(0.005), clip },
  }),
  healthy('cudnn', 'a GRU in the form of cuDNN', {
    data: { generate: 'temporal-order', length: 20, count: 2000 },
    model: model('gru', 24, { variant: 'cudnn' }),
    training: { epochs: 12, optimizer: adam(0.005), clip },
  }),
  ...perCell(
    'encoder-decoder',
    'an encoder and a decoder that reverse a word',
    (cell) => ({
      data: { file: 'reverse.jsonl', inputs: ['word'], targets: ['back'] },
      task: { shape: 'encoder-decoder' },
      model: model(cell, 48),
      training: { epochs: 20, optimizer: adam(0.005), clip },
    }),
    ['lstm', 'gru'],
  ),
  healthy('forecast', 'an encoder and a decoder on a table', {
    data: { ...season, horizon: 6 },
    task: { shape: 'encoder-decoder' },
    model: model('lstm'),
    training: { epochs: 10, optimizer: adam(0.005), clip },
  }),
  healthy('one-to-one', 'a network of one step', {
    data: { ...season, window: 1 },
    task: { shape: 'one-to-one' },
    model: model('lstm'),
    training: { epochs: 10, optimizer: adam(0.005), clip },
  }),
];

export const healthyCases: readonly Case[] = [...examples, ...tasks, ...trainings, ...shapes];
