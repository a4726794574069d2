/**
 * Faults whose rules are still to come: data and configs are here, and join the others once the rule's name is one of `Rule`:
 * each then becomes `each('paddedSteps', …)` and so on, in `planted/data.ts`.
 */
import { type Cell, cells, goodStart, type Settings, watched } from '../case';

interface Waiting {
  readonly rule: 'paddedSteps' | 'carriedState';
  readonly name: string;
  readonly what: string;
  readonly settings: (cell: Cell) => Settings;
}

const usual = { epochs: 5, clip: { norm: 1 }, optimizer: { learningRate: 0.002 } };
const model = (cell: Cell) => ({ cell, hiddenSize: 16, init: goodStart(cell) });

const waiting: readonly Waiting[] = [
  {
    rule: 'paddedSteps',
    name: 'padded-records',
    what: 'records filled up with zeros to one length',
    settings: (cell) => ({
      data: { file: 'padded.jsonl', inputs: ['x'], targets: ['y'] },
      task: { shape: 'many-to-many' },
      model: model(cell),
      training: usual,
    }),
  },
  {
    rule: 'paddedSteps',
    name: 'padded-classes',
    what: 'records filled up in front with a constant to one length, a class at the end',
    settings: (cell) => ({
      data: { file: 'padded-front.jsonl', inputs: ['x'], targets: ['kind'] },
      task: { shape: 'many-to-one' },
      model: model(cell),
      training: usual,
    }),
  },
  {
    rule: 'carriedState',
    name: 'carried-stations',
    what: 'windows across stations that stand one after the other',
    settings: (cell) => ({
      data: { file: 'stations.csv', inputs: ['station', 'level'], targets: ['level'], window: 30 },
      model: model(cell),
      training: usual,
    }),
  },
  {
    rule: 'carriedState',
    name: 'carried-names',
    what: 'a list of names read as one stream',
    settings: (cell) => ({
      data: { file: 'first-names.txt', sequences: 'stream', window: 50 },
      model: { ...model(cell), hiddenSize: 32 },
      training: usual,
    }),
  },
];

/** As cases, which no rule finds yet. */
export const waitingFaults = waiting.flatMap(({ rule, name, what, settings }) =>
  cells.map((cell) => ({
    rule,
    name: `${name}-${cell}`,
    what,
    settings: { probe: watched, ...settings(cell) },
  })),
);
