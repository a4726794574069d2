import assert from 'node:assert/strict';
import type { Finding } from '../../../../src/analysis/diagnosis/evidence/finding';
import type { Diagnosis } from '../../../../src/protocol/run';
import { countText, findingsOf, gradientBands, measureText } from '../../../../webview/state/findings';

const finding = (own: Partial<Finding>): Finding => ({
  rule: 'vanishingGradient',
  severity: 'warning',
  sentence: 'It vanishes.',
  evidence: [],
  key: ['model'],
  fixes: [],
  ...own,
});
const diagnosis = (...findings: readonly Finding[]): Diagnosis => ({ step: 10, findings, reach: null });

describe('findings in the panel', () => {
  it('are shown at their plot, under the number by which the host knows them', () => {
    const all = diagnosis(
      finding({ rule: 'overfitting' }),
      finding({ rule: 'saturatedGate' }),
      finding({ rule: 'truncation' }),
      finding({ rule: 'forgetGateBias' }),
    );
    const at = (view: 'loss' | 'gates' | 'gradients' | 'weights' | 'memory') =>
      findingsOf(all, view).map(({ index }) => index);
    assert.deepEqual(
      [at('loss'), at('gates'), at('gradients'), at('weights'), at('memory')],
      [[0], [1], [2], [3], []],
    );
    assert.deepEqual(findingsOf(null, 'loss'), []);
  });

  it('mark their steps in their layer, including both ends', () => {
    const all = diagnosis(
      finding({ steps: { from: 2, to: 5 }, layer: 'l1' }),
      finding({ steps: { from: 0, to: 0 }, severity: 'error' }),
      finding({ steps: { from: 1, to: 3 }, rule: 'saturatedState' }),
    );
    assert.deepEqual(gradientBands(all, 'l1'), [
      { from: 2, to: 6, severity: 'warning' },
      { from: 0, to: 1, severity: 'error' },
    ]);
    assert.deepEqual(gradientBands(all, 'l0'), [{ from: 0, to: 1, severity: 'error' }]);
  });

  it('are counted by their severity', () => {
    const note = finding({ severity: 'information' });
    assert.equal(countText(diagnosis(finding({}), note, note)), '1 warning, 2 notes');
    assert.equal(countText(diagnosis()), '');
  });

  it('show the measured value with its unit', () => {
    assert.equal(measureText({ name: 'halfLife', value: 1, unit: 'steps' }), 'half life: 1 step');
    assert.equal(measureText({ name: 'share', value: 0.25, unit: '1' }), 'share: 0.25');
  });
});
