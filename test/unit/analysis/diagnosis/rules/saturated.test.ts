import assert from 'node:assert/strict';
import { assertSilent, epochs, findingOf, measured, setting, trained, withMetrics } from '../runs';

const once = { epochs: 1, optimizer: { learningRate: 1e-5 } };
const hiddenSize = 8;

describe('saturated gates and states', () => {
  it('are found by layer and gate, with their share of units and steps', () => {
    const shut = trained(
      { model: { cell: 'lstm', hiddenSize, layers: 2, init: { forgetBias: 1 } }, training: once },
      setting('rnn.bias_ih_l1', (values) => values.fill(-6, 0, hiddenSize)),
    );
    const finding = findingOf(shut, 'saturatedGate');
    assert.deepEqual([finding.severity, finding.layer, finding.gate], ['warning', 'l1', 'i']);
    assert.deepEqual(finding.key, ['training', 'optimizer', 'learningRate']);
    assert.equal(measured(finding, 'belowTenth'), 1);
    const learnt = withMetrics(shut, epochs([[0.05, 0.05]]));
    assert.equal(findingOf(learnt, 'saturatedGate').severity, 'information');
  });

  it('are attached to the gain, the forget bias or the scaling, whichever drives them there', () => {
    const flat = trained({
      model: { cell: 'rnn', hiddenSize, init: { gain: 40, input: 'xavier' } },
      training: once,
    });
    const state = findingOf(flat, 'saturatedState');
    assert.deepEqual([state.severity, state.key], ['warning', ['model', 'init', 'gain']]);
    assert.ok(measured(state, 'flat') >= 0.5);
    const stuck = trained({ model: { cell: 'lstm', hiddenSize, init: { forgetBias: 12 } }, training: once });
    const gate = findingOf(stuck, 'saturatedGate');
    assert.deepEqual([gate.gate, gate.key], ['f', ['model', 'init', 'forgetBias']]);
    const config = {
      ...flat.config,
      model: { ...flat.config.model, init: { ...flat.config.model.init, gain: 1 } },
      data: {
        kind: 'table' as const,
        file: 'x.csv',
        targets: ['x'],
        window: 30,
        horizon: 1,
        stride: 1,
        normalize: 'none' as const,
        missing: 'previous' as const,
        layout: 'long' as const,
        gaps: 'split' as const,
        validation: 0.2,
      },
    };
    // Inputs between 0 and 1 need no scaling; in thousands they do.
    const small = findingOf({ ...flat, config }, 'saturatedState');
    assert.deepEqual(small.key, ['training', 'optimizer', 'learningRate']);
    assert.ok(small.fixes.every(({ edits }) => edits[0].key[0] !== 'data'));
    const probes = (flat.traces?.probes ?? []).map((tensors) => {
      const x = tensors.get('x');
      assert.ok(x);
      return new Map([...tensors, ['x', { ...x, values: x.values.map((value) => 1000 * value) }] as const]);
    });
    const large = findingOf(
      { ...flat, config, traces: { step: flat.traces?.step ?? 0, probes } },
      'saturatedState',
    );
    assert.deepEqual(large.key, ['data', 'normalize']);
  });

  it('name the end at which a carry gate keeps the state', () => {
    const carry = (variant: string, bias: number) =>
      trained(
        { model: { cell: 'gru', variant, hiddenSize }, training: once },
        setting('rnn.bias_ih_l0', (values) => values.fill(bias, hiddenSize, 2 * hiddenSize)),
      );
    // In the original form, z is the part that is written; in cuDNN's, the part that is kept.
    assertSilent(carry('original', -3.4), 'saturatedGate');
    assertSilent(carry('cudnn', 3.4), 'saturatedGate');
    for (const evidence of [
      carry('original', 3.4),
      carry('cudnn', -3.4),
      carry('cudnn', 9),
      carry('original', -9),
    ]) {
      assert.equal(findingOf(evidence, 'saturatedGate').gate, 'z');
    }
  });

  it('are not found at the start of a training', () => {
    for (const cell of ['rnn', 'lstm', 'gru']) {
      const init = {
        recurrent: 'orthogonal',
        input: 'xavier',
        ...(cell === 'lstm' ? { forgetBias: 1 } : {}),
      };
      assertSilent(
        trained({ model: { cell, hiddenSize, init }, training: once }),
        'saturatedGate',
        'saturatedState',
      );
    }
  });
});
