/** Faults in the data as the network receives it. */
import { type Cell, each, goodStart, type Planted } from '../case';

const usual = { epochs: 5, clip: { norm: 1 }, optimizer: { learningRate: 0.002 } };

const notScaled: readonly Planted[] = [
  ...each('inputsNotScaled', 'inputs-pressure', 'a pressure in pascal, not scaled', (cell) => ({
    data: {
      file: 'pressure.csv',
      inputs: ['pressure', 'temperature'],
      targets: ['temperature'],
      window: 20,
      normalize: 'none',
    },
    model: { cell, hiddenSize: 16, init: goodStart(cell) },
    training: usual,
  })),
  ...each('inputsNotScaled', 'inputs-co2', 'a concentration in ppm, not scaled', (cell) => ({
    data: { file: 'co2-concentration.csv', targets: ['CO2'], window: 24, normalize: 'none' },
    model: { cell, hiddenSize: 16, init: goodStart(cell) },
    training: usual,
  })),
  ...each('inputsNotScaled', 'inputs-records', 'counts of a few thousand in records, not scaled', (cell) => ({
    data: { file: 'counts.jsonl', inputs: ['x'], targets: ['y'], normalize: 'none' },
    task: { shape: 'many-to-many' },
    model: { cell, hiddenSize: 16, init: goodStart(cell) },
    training: usual,
  })),
];

const leaking: readonly Planted[] = [
  ...each('leakingTarget', 'leaking-units', 'the target in another unit, of its own row', (cell) => ({
    data: {
      file: 'units.csv',
      inputs: ['fahrenheit', 'wind'],
      targets: ['celsius'],
      window: 24,
      horizon: 0,
    },
    model: { cell, hiddenSize: 16, init: goodStart(cell) },
    training: usual,
  })),
  ...each('leakingTarget', 'leaking-tomorrow', "tomorrow's value in a column of today's row", (cell) => ({
    data: { file: 'tomorrow.csv', inputs: ['celsius', 'ahead'], targets: ['celsius'], window: 24 },
    model: { cell, hiddenSize: 16, init: goodStart(cell) },
    training: usual,
  })),
];

const model = (cell: Cell) => ({ cell, hiddenSize: 16, init: goodStart(cell) });

const padded: readonly Planted[] = [
  ...each('paddedSteps', 'padded-records', 'records filled up with zeros to one length', (cell) => ({
    data: { file: 'padded.jsonl', inputs: ['x'], targets: ['y'] },
    task: { shape: 'many-to-many' },
    model: model(cell),
    training: usual,
  })),
  ...each('paddedSteps', 'padded-classes', 'records filled up at the end, a class after that', (cell) => ({
    data: { file: 'padded-classes.jsonl', inputs: ['x'], targets: ['kind'] },
    task: { shape: 'many-to-one' },
    model: model(cell),
    training: usual,
  })),
];

const carried: readonly Planted[] = [
  ...each('carriedState', 'carried-stations', 'windows across stations, one after the other', (cell) => ({
    data: {
      file: 'stations.csv',
      inputs: ['station', 'level'],
      targets: ['level'],
      window: 30,
      split: 'random',
    },
    model: model(cell),
    training: usual,
  })),
  ...each('carriedState', 'carried-names', 'a list of names read as one stream', (cell) => ({
    data: { file: 'first-names.txt', sequences: 'stream', window: 50 },
    model: { ...model(cell), hiddenSize: 32 },
    training: usual,
  })),
];

export const dataFaults = [...notScaled, ...leaking, ...padded, ...carried];
