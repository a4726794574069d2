import assert from 'node:assert/strict';
import type { RunEvidence } from '../../../../../src/analysis/diagnosis/evidence/evidence';
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
    assert.deepEqual(finding.fixes[0].edits, [{ key: ['training', 'truncate'], value: null }]);
    const learnt = withMetrics(evidence, epochs([[0.01, 0.01]]));
    assert.equal(findingOf(learnt, 'truncation').severity, 'information');
  });

  it('is judged by where the pieces fall, not by their length', () => {
    const at = (generate: string, length: number, truncate: number) =>
      trained({
        data: { generate, length, count: 32 },
        task: { shape: generate === 'copy' ? 'many-to-many' : 'many-to-one' },
        model: { hiddenSize: 4 },
        training: { ...once, truncate },
      });
    // Step 39 is the fourth of its piece in either case; step 99 the tenth of a piece of 90.
    for (const [generate, length, truncate, back] of [
      ['adding', 40, 36, 3],
      ['adding', 40, 12, 3],
      ['adding', 100, 99, 0],
      ['temporal-order', 100, 90, 9],
    ] as const) {
      const finding = findingOf(at(generate, length, truncate), 'truncation');
      assert.equal(finding.severity, 'warning');
      assert.equal(measured(finding, 'stepsBack'), back);
      assert.match(
        finding.sentence,
        back === 0 ? /begins at the target/ : new RegExp(`${back} steps before`),
      );
    }
    // Of the targets 30 … 39 of copy, which need the steps 0 … 9, only the first is in the first piece of 31.
    const copied = findingOf(at('copy', 20, 31), 'truncation');
    assert.equal(measured(copied, 'cutShare'), 0.9);
    assert.match(copied.sentence, /90 % of the 10 targets from step 30 on lie in another piece/);
    for (const [generate, length, truncate] of [
      ['adding', 40, 40],
      ['temporal-order', 100, 100],
      ['copy', 20, 40],
    ] as const) {
      assertSilent(at(generate, length, truncate), 'truncation');
    }
  });

  it('has fixes that change the training and end what is cut', () => {
    const settings = (truncate?: number) => ({
      data: { length: 40, count: 64 },
      model: { hiddenSize: 4 },
      training: { ...once, ...(truncate === undefined ? {} : { truncate }) },
    });
    const losses = (evidence: RunEvidence) => evidence.metrics.map((metric) => JSON.stringify(metric));
    for (const truncate of [36, 12, 39]) {
      const before = trained(settings(truncate));
      for (const { edits } of findingOf(before, 'truncation').fixes) {
        assert.deepEqual(edits[0].key, ['training', 'truncate']);
        const after = trained(settings(edits[0].value === null ? undefined : Number(edits[0].value)));
        assert.notDeepEqual(losses(after), losses(before));
        assertSilent(after, 'truncation');
      }
    }
    // Pieces of 36 and of 12 are the same training, so neither is a fix of the other.
    assert.deepEqual(losses(trained(settings(36))), losses(trained(settings(12))));
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
