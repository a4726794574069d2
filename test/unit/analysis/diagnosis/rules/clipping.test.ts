import assert from 'node:assert/strict';
import { assertSilent, epochs, findingOf, measured, trained, updates, withMetrics } from '../runs';

describe('gradient clipping', () => {
  const clippedBy = (name: string, clip: object) =>
    trained({ training: { epochs: 1, clip, optimizer: { name } }, model: { hiddenSize: 4 } });
  const base = clippedBy('sgd', { norm: 1 });
  const clippedUpdates = (share: number, gradientNorm: number, evidence = base) =>
    withMetrics(
      evidence,
      updates(Array.from({ length: 100 }, () => 1)).map((update) => ({
        ...update,
        gradientNorm,
        clipped: update.step % 10 < 10 * share,
      })),
    );

  it('is a warning where it acts on most updates and is far below their norm', () => {
    const finding = findingOf(clippedUpdates(0.8, 8), 'gradientClipping');
    assert.equal(finding.severity, 'warning');
    assert.deepEqual(finding.key, ['training', 'clip', 'norm']);
    assert.equal(measured(finding, 'clippedShare'), 0.8);
    assert.deepEqual(finding.fixes[0].edits, [{ key: ['training', 'clip', 'norm'], value: 16 }]);
  });

  it('is information where the limit is near the norm, or the optimizer undoes it', () => {
    assert.equal(findingOf(clippedUpdates(0.8, 1.5), 'gradientClipping').severity, 'information');
    const adaptive = clippedUpdates(0.8, 8, clippedBy('adam', { norm: 1 }));
    assert.equal(findingOf(adaptive, 'gradientClipping').severity, 'information');
  });

  it('is a warning with any optimizer where it cuts single values, unless the model learns', () => {
    const byValue = clippedUpdates(0.8, 8, clippedBy('adam', { value: 0.1 }));
    const finding = findingOf(byValue, 'gradientClipping');
    assert.deepEqual([finding.severity, finding.key], ['warning', ['training', 'clip', 'value']]);
    assert.deepEqual(finding.fixes, [
      {
        title: 'Clip the gradient to norm 16, and not its single values',
        edits: [
          { key: ['training', 'clip', 'norm'], value: 16 },
          { key: ['training', 'clip', 'value'], value: null },
        ],
      },
    ]);
    const learns = withMetrics(byValue, [...byValue.metrics, ...epochs([[0.05, 0.05]])]);
    assert.equal(findingOf(learns, 'gradientClipping').severity, 'information');
  });

  it('is not reported where it cuts rarely, or only at the beginning', () => {
    assertSilent(clippedUpdates(0.3, 0.8), 'gradientClipping');
    const early = updates(Array.from({ length: 100 }, () => 1)).map((update) => ({
      ...update,
      clipped: update.step < 60,
    }));
    assertSilent(withMetrics(base, early), 'gradientClipping');
  });
});
