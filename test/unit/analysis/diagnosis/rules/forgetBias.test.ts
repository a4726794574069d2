import assert from 'node:assert/strict';
import type { RunEvidence } from '../../../../../src/analysis/diagnosis/evidence/evidence';
import type { Training } from '../../../../../src/engine/training';
import { assertSilent, epochs, findingOf, measured, setting, trained, withMetrics } from '../runs';

const once = { epochs: 1, optimizer: { learningRate: 1e-5 } };
const hiddenSize = 8;

describe('the rule for the forget-gate bias', () => {
  const forget = (vector: 'ih' | 'hh', layer: number, bias: number) =>
    setting(`rnn.bias_${vector}_l${layer}`, (values) => values.fill(bias, hiddenSize, 2 * hiddenSize));
  const lstm = (
    init: object,
    others: object = {},
    ...changes: ((training: Training) => void)[]
  ): RunEvidence =>
    trained({ model: { cell: 'lstm', hiddenSize, ...others, init }, training: once }, (training) => {
      for (const change of changes) {
        change(training);
      }
    });

  it('warns of a missing one on a task with a lag that is not learnt, and otherwise informs', () => {
    for (const evidence of [lstm({}), lstm({}, { bias: false })]) {
      const finding = findingOf(evidence, 'forgetGateBias');
      assert.deepEqual(
        [finding.severity, finding.gate, finding.key],
        ['warning', 'f', ['model', 'init', 'forgetBias']],
      );
      assert.ok(Math.abs(measured(finding, 'forgetBias')) < 0.5);
      assert.deepEqual(finding.fixes[0].edits[0], { key: ['model', 'init', 'forgetBias'], value: 1 });
    }
    const learnt = withMetrics(lstm({}), epochs([[0.01, 0.01]]));
    assert.equal(findingOf(learnt, 'forgetGateBias').severity, 'information');
    assert.match(findingOf(lstm({}), 'forgetGateBias').sentence, /has no bias to start with .* about half/);
    // σ(-3) = 0.0474
    assert.match(
      findingOf(lstm({ forgetBias: -3 }), 'forgetGateBias').sentence,
      /starts with a bias of -3 .* keeps about 5 % of/,
    );
  });

  it('counts it twice where both vectors have it', () => {
    const finding = findingOf(lstm({}, {}, forget('ih', 0, 1), forget('hh', 0, 1)), 'forgetGateBias');
    assert.equal(finding.severity, 'warning');
    assert.match(finding.sentence, /counts twice/);
    assert.ok(Math.abs(measured(finding, 'sum') - 2) < 0.01);
  });

  it('is silent where updates that were too large have blown the biases up', () => {
    assertSilent(lstm({}, {}, forget('ih', 0, 3.15e13), forget('hh', 0, 3.15e13)), 'forgetGateBias');
    assertSilent(lstm({}, {}, forget('ih', 0, -1e8)), 'forgetGateBias');
  });

  it('looks at the first layer only', () => {
    const finding = findingOf(
      lstm({ input: 'xavier' }, { layers: 3 }, forget('ih', 0, 1), forget('ih', 1, 1)),
      'forgetGateBias',
    );
    assert.deepEqual([finding.severity, finding.layer], ['warning', 'l2']);
    assert.match(finding.sentence, /first layer only/);
  });

  it('is silent where the config sets it, in every layer, or where it was learnt', () => {
    assertSilent(lstm({ forgetBias: 1 }), 'forgetGateBias');
    assertSilent(lstm({ forgetBias: 1, input: 'xavier' }, { layers: 2 }), 'forgetGateBias');
    // A learnt bias differs from unit to unit.
    const learnt = (vector: 'ih' | 'hh') =>
      setting(`rnn.bias_${vector}_l0`, (values) => {
        for (let u = 0; u < hiddenSize; u++) {
          values[hiddenSize + u] = 0.3 + 0.25 * u;
        }
      });
    assertSilent(lstm({}, {}, learnt('ih'), learnt('hh')), 'forgetGateBias');
    assertSilent(trained({ model: { cell: 'gru', hiddenSize }, training: once }), 'forgetGateBias');
  });
});
