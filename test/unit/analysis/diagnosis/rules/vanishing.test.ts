import assert from 'node:assert/strict';
import { assertSilent, epochs, findingOf, measured, trained, withMetrics } from '../runs';
import { withData } from '../runWithData';

const shortMemory = { cell: 'rnn', hiddenSize: 12, init: { recurrent: 'orthogonal', gain: 0.4 } };
const longMemory = { cell: 'lstm', hiddenSize: 12, init: { recurrent: 'orthogonal', forgetBias: 2 } };
const once = { epochs: 1, optimizer: { learningRate: 0.0001 } };

describe('a vanishing gradient', () => {
  it('is a warning where the task has a longer lag and is not learnt', () => {
    for (const [data, lag] of [
      [{ generate: 'adding', length: 30 }, 15],
      [{ generate: 'temporal-order', length: 30 }, 23],
      [{ generate: 'copy', length: 20 }, 30],
    ] as const) {
      const finding = findingOf(
        trained({
          data,
          model: shortMemory,
          training: once,
          task: { shape: data.generate === 'copy' ? 'many-to-many' : 'many-to-one' },
        }),
        'vanishingGradient',
      );
      assert.equal(finding.severity, 'warning', data.generate);
      assert.deepEqual(finding.key, ['model', 'init', 'gain']);
      assert.equal(measured(finding, 'shortestLag'), lag);
      assert.ok(measured(finding, 'horizon') < lag);
      // At a gain of 0.4 the gradient falls by a factor of at most 0.4 per step.
      assert.ok(measured(finding, 'factorPerStep') < 0.45);
      assert.equal(finding.layer, 'l0');
    }
  });

  it('has a fix with a gated cell for a vanilla one, which clears keys that such a cell does not know', () => {
    const finding = findingOf(trained({ model: shortMemory, training: once }), 'vanishingGradient');
    const [first] = finding.fixes;
    assert.deepEqual(first.edits, [
      { key: ['model', 'cell'], value: 'lstm' },
      { key: ['model', 'activation'], value: null },
      { key: ['model', 'init', 'forgetBias'], value: 1 },
    ]);
  });

  it('states a half-life with which it is gone where the sentence says', () => {
    for (const [model, length] of [
      [shortMemory, 30],
      [{ cell: 'rnn', hiddenSize: 32, init: { recurrent: 'orthogonal', input: 'xavier' } }, 100],
      [{ cell: 'lstm', hiddenSize: 12 }, 60],
    ] as const) {
      const training = { epochs: 1, optimizer: { learningRate: 0.005 } };
      const finding = findingOf(trained({ data: { length }, model, training }), 'vanishingGradient');
      const [distance, halfLife] = [measured(finding, 'horizon') + 1, measured(finding, 'halfLife')];
      const left = 2 ** (-distance / halfLife);
      assert.ok(left < 1.5e-3 && left > 1e-5, `${left} is left: ${finding.sentence}`);
      assert.match(finding.sentence, /\(on average it (halves every|is multiplied by)/);
    }
  });

  it('is attached to the forget bias of an LSTM, with a bias that it does not have', () => {
    for (const [forgetBias, expected] of [
      [-2, 1],
      [undefined, 1],
      // ln(79/ln 2) = 4.7
      [1, 4.5],
    ] as const) {
      const init = { gain: 0.3, ...(forgetBias === undefined ? {} : { forgetBias }) };
      const model = { cell: 'lstm', hiddenSize: 12, init };
      const found = findingOf(trained({ data: { length: 80 }, model, training: once }), 'vanishingGradient');
      assert.deepEqual(found.key, ['model', 'init', 'forgetBias']);
      assert.deepEqual(found.fixes[0].edits, [{ key: ['model', 'init', 'forgetBias'], value: expected }]);
    }
  });

  it('is information where no lag is known: noise and random walks need no memory', () => {
    const evidence = trained({
      model: shortMemory,
      training: { epochs: 3, optimizer: { learningRate: 1e-4 } },
    });
    const { config } = withData({ file: 'noise.csv', targets: ['x'], window: 30 }, undefined);
    const noise = withMetrics(evidence, epochs(Array.from({ length: 6 }, () => [0.17, 0.17] as const)));
    const finding = findingOf(
      { ...noise, config: { ...noise.config, data: config.data } },
      'vanishingGradient',
    );
    assert.equal(finding.severity, 'information');
  });

  it('names the time steps that are not reached', () => {
    const finding = findingOf(trained({ model: shortMemory, training: once }), 'vanishingGradient');
    assert.deepEqual(finding.steps, { from: 0, to: 29 - measured(finding, 'horizon') - 1 });
  });

  it('names the steps at the end that a backward layer does not reach', () => {
    const finding = findingOf(
      trained({
        data: { generate: 'sine' },
        task: { shape: 'many-to-many' },
        model: { ...shortMemory, bidirectional: true },
        training: once,
      }),
      'vanishingGradient',
    );
    const horizon = measured(finding, 'horizon');
    const steps = finding.layer === 'l0' ? { from: 0, to: 28 - horizon } : { from: horizon + 1, to: 29 };
    assert.deepEqual([finding.severity, finding.steps], ['information', steps]);
  });

  it('is information where the task is learnt anyway, or needs no memory', () => {
    const adding = trained({ model: shortMemory, training: once });
    const learnt = withMetrics(adding, epochs([[0.02, 0.02]]));
    assert.equal(findingOf(learnt, 'vanishingGradient').severity, 'information');
    const sine = trained({
      data: { generate: 'sine' },
      task: { shape: 'many-to-many' },
      model: shortMemory,
      training: once,
    });
    assert.equal(findingOf(sine, 'vanishingGradient').severity, 'information');
  });

  it('is not found where credit bridges the lag, in any cell', () => {
    for (const model of [
      longMemory,
      { cell: 'rnn', hiddenSize: 12, init: { recurrent: 'orthogonal', input: 'xavier' } },
      { cell: 'gru', hiddenSize: 12, init: { recurrent: 'orthogonal' } },
      { cell: 'gru', variant: 'cudnn', hiddenSize: 12 },
    ]) {
      assertSilent(trained({ data: { length: 20 }, model, training: once }), 'vanishingGradient');
    }
  });

  it('is measured in the cell of an LSTM as well as in h', () => {
    const copy = { generate: 'copy', length: 10, count: 64 };
    const task = { shape: 'many-to-many' };
    assertSilent(
      trained({
        data: copy,
        task,
        model: { ...longMemory, init: { ...longMemory.init, forgetBias: 4 } },
        training: once,
      }),
      'vanishingGradient',
    );
  });

  it('is found in a trace with one target even where the weights have changed since', () => {
    const evidence = trained({ model: shortMemory, training: once });
    const later = {
      ...evidence,
      checkpoint: { ...evidence.checkpoint, metadata: { ...evidence.checkpoint.metadata, step: '999' } },
    };
    const [finding, same] = [later, evidence].map((each) => findingOf(each, 'vanishingGradient'));
    assert.deepEqual(finding, same);
  });

  it('is not looked for in a run without watched sequences', () => {
    const evidence = trained({ model: shortMemory, training: once, probe: { sequences: [] } });
    assertSilent(evidence, 'vanishingGradient', 'explodingGradient', 'saturatedGate', 'saturatedState');
  });
});
