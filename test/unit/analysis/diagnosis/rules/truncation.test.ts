import assert from 'node:assert/strict';
import { assertSilent, epochs, findingOf, measured, trained, withMetrics } from '../runs';

const once = { epochs: 1, optimizer: { learningRate: 1e-5 } };
const hiddenSize = 8;

describe('truncation', () => {
  const training = { ...once, truncate: 5 };

  it('is a warning where it is shorter than a known lag, and information once the task is learnt', () => {
    const evidence = trained({ model: { hiddenSize }, training });
    const finding = findingOf(evidence, 'truncation');
    assert.deepEqual([finding.severity, finding.key], ['warning', ['training', 'truncate']]);
    assert.deepEqual([measured(finding, 'truncate'), measured(finding, 'longestLag')], [5, 29]);
    assert.deepEqual(finding.fixes[0].edits, [{ key: ['training', 'truncate'], value: 30 }]);
    const learnt = withMetrics(evidence, epochs([[0.01, 0.01]]));
    assert.equal(findingOf(learnt, 'truncation').severity, 'information');
  });

  it('is compared with the measured credit where no lag is known', () => {
    const evidence = trained({
      data: { generate: 'sine' },
      task: { shape: 'many-to-many' },
      model: { cell: 'lstm', hiddenSize, init: { forgetBias: 3 } },
      training,
    });
    const finding = findingOf(evidence, 'truncation');
    assert.equal(finding.severity, 'warning');
    const learns = withMetrics(evidence, epochs([[0.01, 0.01]]));
    assert.equal(findingOf(learns, 'truncation').severity, 'information');
    assert.ok(measured(finding, 'horizon') > 5);
  });

  it('is not found where it is long enough, or where there is none', () => {
    assertSilent(trained({ model: { hiddenSize }, training: { ...once, truncate: 30 } }), 'truncation');
    assertSilent(trained({ model: { hiddenSize }, training: once }), 'truncation');
    const short = { cell: 'rnn', hiddenSize, init: { gain: 0.1 } };
    assertSilent(
      trained({
        data: { generate: 'sine' },
        task: { shape: 'many-to-many' },
        model: short,
        training: { ...once, truncate: 10 },
      }),
      'truncation',
    );
  });
});
