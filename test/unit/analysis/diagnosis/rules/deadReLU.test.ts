import assert from 'node:assert/strict';
import { assertSilent, findingOf, measured, setting, trained } from '../runs';

const once = { epochs: 1, optimizer: { learningRate: 1e-5 } };
const hiddenSize = 8;

describe('dead ReLU units', () => {
  const model = { cell: 'rnn', activation: 'relu', hiddenSize, init: { input: 'uniform' } };
  const dead = (units: number) =>
    trained(
      { model, training: once, probe: { sequences: [0, 1, 2] } },
      setting('rnn.bias_ih_l0', (values) => values.fill(1, units).fill(-20, 0, units)),
    );

  it('are a warning where they are many, and information where they are some', () => {
    const many = findingOf(dead(6), 'deadReLU');
    assert.deepEqual([many.severity, many.layer, many.key], ['warning', 'l0', ['model', 'activation']]);
    assert.equal(measured(many, 'deadShare'), 0.75);
    assert.equal(measured(many, 'probes'), 3);
    const one = findingOf(dead(1), 'deadReLU');
    assert.deepEqual([one.severity, one.unit], ['information', 0]);
  });

  it('are not found where each fires at some step, nor in a tanh layer', () => {
    assertSilent(dead(0), 'deadReLU');
    assertSilent(trained({ model: { cell: 'rnn', hiddenSize }, training: once }), 'deadReLU');
  });
});
