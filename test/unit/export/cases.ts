/** Configs that have, together, every cell in every shape, on every kind of data. */

const table = { file: 'weather.csv', validation: 0.3, window: 9 };
const inputs = ['temperature', 'pressure', 'weather', 'date'];
const cells = {
  tanh: { cell: 'rnn' },
  relu: { cell: 'rnn', activation: 'relu' },
  lstm: { cell: 'lstm' },
  original: { cell: 'gru', variant: 'original' },
  cudnn: { cell: 'gru', variant: 'cudnn' },
};
const shapes = {
  'one-to-one': { data: { ...table, inputs, targets: ['temperature', 'pressure'], window: 1 } },
  'many-to-one': { data: { ...table, inputs, targets: ['temperature'] } },
  'many-to-many': { data: { ...table, inputs, targets: ['pressure'] } },
  'one-to-many': { data: { ...table, inputs, targets: ['temperature'], horizon: 5 } },
  'encoder-decoder': { data: { ...table, inputs, targets: ['temperature', 'pressure'], horizon: 4 } },
};

/** Every cell in every shape on numbers; layers, directions and biases take turns. */
export const cellsAndShapes: readonly (readonly [string, object])[] = Object.entries(cells).flatMap(
  ([cell, kind], c) =>
    Object.entries(shapes).flatMap(([shape, { data }], s) => {
      const model = { ...kind, hiddenSize: 5 + c, layers: 1 + ((c + s) % 2), bias: (c + s) % 3 > 0 };
      const both = shape !== 'one-to-many' && shape !== 'encoder-decoder';
      const one: readonly [string, object] = [`${cell}-${shape}`, { data, task: { shape }, model }];
      const two: readonly [string, object] = [
        `${cell}-${shape}-bidirectional`,
        { data, task: { shape }, model: { ...model, layers: 2 - ((c + s) % 2), bidirectional: true } },
      ];
      return both ? [one, two] : [one];
    }),
);

const text = { file: 'names.txt', validation: 0.2 };
const records = { file: 'sums.jsonl', validation: 0.2 };

/** Classes, yes and no, texts and symbols, in the shapes in which they occur. */
export const kindsOfData: readonly (readonly [string, object])[] = [
  [
    'stream',
    { data: { ...text, window: 12 }, task: { shape: 'many-to-many' }, model: { cell: 'gru', hiddenSize: 6 } },
  ],
  [
    'lines',
    { data: { ...text, sequences: 'line' }, task: { shape: 'many-to-many' }, model: { hiddenSize: 6 } },
  ],
  ['next-letter', { data: { ...text, window: 8 }, task: { shape: 'many-to-one' }, model: { hiddenSize: 6 } }],
  ['letters', { data: { ...text, window: 6 }, task: { shape: 'one-to-many' }, model: { hiddenSize: 6 } }],
  [
    'sums',
    {
      data: { ...records, inputs: ['question'], targets: ['answer'] },
      task: { shape: 'encoder-decoder' },
      model: { hiddenSize: 6, layers: 2 },
    },
  ],
  [
    'oddity',
    {
      data: { ...records, inputs: ['question'], targets: ['odd'] },
      task: { shape: 'many-to-one' },
      model: { hiddenSize: 6 },
    },
  ],
  [
    'weather-class',
    {
      data: { ...table, inputs, targets: ['weather'] },
      task: { shape: 'many-to-one' },
      model: { hiddenSize: 6 },
    },
  ],
  [
    'storms',
    {
      data: { ...table, inputs, targets: ['storm'] },
      task: { shape: 'many-to-many', loss: 'binaryCrossEntropy' },
      model: { hiddenSize: 6 },
    },
  ],
  [
    'squashed',
    {
      data: { ...table, inputs, targets: ['temperature'], normalize: 'minmax' },
      task: { shape: 'many-to-one', output: 'sigmoid' },
      model: { hiddenSize: 6 },
    },
  ],
  [
    'embedded-lines',
    {
      data: { ...text, sequences: 'line' },
      task: { shape: 'many-to-many' },
      model: { cell: 'gru', hiddenSize: 6, embedding: { size: 4 } },
    },
  ],
  [
    'embedded-words',
    {
      data: { ...text, file: 'verses.txt', tokens: 'word', sequences: 'line', minCount: 2 },
      task: { shape: 'many-to-many' },
      model: { hiddenSize: 6, embedding: { size: 5 } },
    },
  ],
  [
    'embedded-sums',
    {
      data: { ...records, inputs: ['question'], targets: ['answer'] },
      task: { shape: 'encoder-decoder' },
      model: { cell: 'gru', variant: 'cudnn', hiddenSize: 6, embedding: { size: 4 } },
    },
  ],
  [
    'embedded-letters',
    {
      data: { ...text, window: 6 },
      task: { shape: 'one-to-many' },
      model: { cell: 'rnn', hiddenSize: 6, embedding: { size: 3 } },
    },
  ],
  [
    'embedded-columns',
    {
      data: { ...table, inputs: ['weather', 'temperature', 'sky'], targets: ['temperature'] },
      task: { shape: 'many-to-one' },
      model: { hiddenSize: 6, embedding: { size: 3 } },
    },
  ],
  [
    'embedded-words-alone',
    {
      data: { ...table, inputs: ['weather', 'sky'], targets: ['weather'], horizon: 3 },
      task: { shape: 'one-to-many' },
      model: { cell: 'gru', hiddenSize: 6, embedding: { size: 3 } },
    },
  ],
  ['sine', { data: { generate: 'sine', length: 20, count: 60 }, model: { hiddenSize: 6 } }],
  ['order', { data: { generate: 'temporal-order', length: 20, count: 60 }, model: { hiddenSize: 6 } }],
];
