/** Faults of gates, states and units. */
import { type Case, each, fillGate, goodStart, type Planted, type Weights } from '../case';

const order = (length: number, count = 1200) => ({ generate: 'temporal-order', length, count });
const adding = (length: number, count = 1200) => ({ generate: 'adding', length, count });
const usual = { epochs: 4, clip: { norm: 1 }, optimizer: { learningRate: 0.001 } };

/** Gates in PyTorch's order: i, f, g, o of an LSTM and r, z, n of a GRU. */
const gates = { lstm: { i: 0, f: 1, g: 2, o: 3 }, gru: { r: 0, z: 1, n: 2 } } as const;

const bias =
  (name: string, gate: number, value: number): Case['change'] =>
  (weights, H) =>
    fillGate(weights, name, gate, H, value);

const saturatedGate: readonly Planted[] = [
  ...each(
    'saturatedGate',
    'gate-gain',
    'recurrent weights of gain 30',
    (cell) => ({
      data: adding(40),
      model: { cell, hiddenSize: 32, init: { ...goodStart(cell), gain: 30 } },
      training: usual,
    }),
    ['lstm', 'gru'],
  ),
  ...each(
    'saturatedGate',
    'gate-input-shut',
    'the input gate shut by a bias of −8',
    (cell) => ({
      data: order(30),
      model: { cell, hiddenSize: 24, init: goodStart(cell) },
      training: usual,
    }),
    ['lstm'],
    bias('rnn.bias_ih_l0', gates.lstm.i, -8),
  ),
  ...each(
    'saturatedGate',
    'gate-forget-shut',
    'the forget gate shut by a bias of −10',
    (cell) => ({
      data: order(40),
      model: { cell, hiddenSize: 24, init: { ...goodStart(cell), forgetBias: -10 } },
      training: usual,
    }),
    ['lstm'],
  ),
  ...each(
    'saturatedGate',
    'gate-update-shut',
    'the update gate held at keeping by a bias of −8',
    (cell) => ({
      data: order(30),
      model: { cell, hiddenSize: 24, init: goodStart(cell) },
      training: usual,
    }),
    ['gru'],
    bias('rnn.bias_ih_l0', gates.gru.z, -8),
  ),
];

const saturatedState: readonly Planted[] = [
  ...each('saturatedState', 'state-gain', 'recurrent weights of gain 30', (cell) => ({
    data: order(40),
    model: { cell, hiddenSize: 32, init: { ...goodStart(cell), gain: 30 } },
    training: usual,
  })),
  ...each(
    'saturatedState',
    'state-bias',
    'a bias of 5 in every unit',
    (cell) => ({
      data: adding(40),
      model: { cell, hiddenSize: 24, init: goodStart(cell) },
      training: { ...usual, optimizer: { learningRate: 0.0003 } },
    }),
    undefined,
    (weights, H) => {
      const size = weights.get('rnn.bias_ih_l0')?.shape[0] ?? 0;
      const gate = { 1: 0, 3: gates.gru.n, 4: gates.lstm.g }[size / H] ?? 0;
      fillGate(weights, 'rnn.bias_ih_l0', gate, H, 5);
    },
  ),
];

/** Makes the first units dead: no sum of inputs and states reaches them. */
const killed =
  (share: number): Case['change'] =>
  (weights, H) =>
    weights.get('rnn.bias_ih_l0')?.values.fill(-50, 0, Math.ceil(share * H));

const relu = (cell: 'rnn' | 'lstm' | 'gru') => ({
  cell,
  activation: 'relu',
  hiddenSize: 24,
  init: { recurrent: 'identity', input: 'xavier' },
});

const deadReLU: readonly Planted[] = [
  ...each(
    'deadReLU',
    'dead-units',
    'nine units of ten killed by a bias of −50',
    (cell) => ({ data: adding(40), model: relu(cell), training: usual }),
    ['rnn'],
    killed(0.9),
  ),
  ...each(
    'deadReLU',
    'dead-half',
    'six units of ten killed by a bias of −50',
    (cell) => ({ data: adding(60), model: relu(cell), training: usual }),
    ['rnn'],
    killed(0.6),
  ),
  ...each(
    'deadReLU',
    'dead-rate',
    'killed by a learning rate of 0.3',
    (cell) => ({
      data: order(30),
      model: { cell, activation: 'relu', hiddenSize: 24 },
      training: { ...usual, optimizer: { learningRate: 0.3 } },
    }),
    ['rnn'],
  ),
];

/** Sets the forget part of one or both bias vectors. */
function setForget(weights: Weights, H: number, layer: number, ih: number, hh: number): void {
  fillGate(weights, `rnn.bias_ih_l${layer}`, gates.lstm.f, H, ih);
  fillGate(weights, `rnn.bias_hh_l${layer}`, gates.lstm.f, H, hh);
}

const forgetGateBias: readonly Planted[] = [
  ...[
    { name: 'adding', data: adding(60) },
    { name: 'order', data: order(60) },
  ].flatMap(({ name, data }) =>
    each(
      'forgetGateBias',
      `forget-bias-missing-${name}`,
      'no forget bias on a task with a lag of tens of steps',
      (cell) => ({ data, model: { cell, hiddenSize: 24 }, training: usual }),
      ['lstm'],
    ),
  ),
  ...[
    { name: 'season', data: { file: 'season.csv', targets: ['load'], window: 24 } },
    { name: 'order', data: order(40) },
  ].flatMap(({ name, data }) =>
    each(
      'forgetGateBias',
      `forget-bias-doubled-${name}`,
      'both bias vectors set to 1',
      (cell) => ({ data, model: { cell, hiddenSize: 24 }, training: usual }),
      ['lstm'],
      (weights, H) => setForget(weights, H, 0, 1, 1),
    ),
  ),
  ...[
    { name: 'adding', data: adding(60) },
    { name: 'order', data: order(50) },
  ].flatMap(({ name, data }) =>
    each(
      'forgetGateBias',
      `forget-bias-first-only-${name}`,
      'a forget bias of 1 in the first of two layers only',
      (cell) => ({ data, model: { cell, hiddenSize: 24, layers: 2 }, training: usual }),
      ['lstm'],
      (weights, H) => setForget(weights, H, 0, 1, 0),
    ),
  ),
];

export const unitFaults = [...saturatedGate, ...saturatedState, ...deadReLU, ...forgetGateBias];
