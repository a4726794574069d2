import { strict as assert } from 'node:assert';
import { applyOutput, rowLoss, rowLossGradient } from '../../../src/engine/loss';

const none = new Float64Array(3);

describe('losses of extreme outputs', () => {
  it('cross-entropy of a certain and wrong answer is its margin, with a full gradient', () => {
    const a = Float64Array.of(1000, 0, -1000);
    const y = new Float64Array(3);
    const da = new Float64Array(3);
    applyOutput('softmax', a, y, 0, 3);
    assert.equal(rowLoss('crossEntropy', a, y, 0, 3, none, 0, 2), 2000);
    rowLossGradient('crossEntropy', 'softmax', y, 0, 3, none, 0, 2, 1, da, new Float64Array(3));
    assert.deepEqual([...da], [1, 0, -1]);
  });

  it('binary cross-entropy of saturated logits is finite, and the mean over the columns', () => {
    const a = Float64Array.of(800, -800);
    const y = new Float64Array(2);
    applyOutput('sigmoid', a, y, 0, 2);
    assert.equal(rowLoss('binaryCrossEntropy', a, y, 0, 2, Float64Array.of(0, 0), 0, 0), 400);
    assert.equal(rowLoss('binaryCrossEntropy', a, y, 0, 2, Float64Array.of(1, 0), 0, 0), 0);
  });

  it('at even odds they are ln K and ln 2, as published chance levels have it', () => {
    const a = new Float64Array(3);
    const y = new Float64Array(3);
    applyOutput('softmax', a, y, 0, 3);
    assert.ok(Math.abs(rowLoss('crossEntropy', a, y, 0, 3, none, 0, 1) - Math.log(3)) < 1e-15);
    applyOutput('sigmoid', a, y, 0, 3);
    assert.ok(
      Math.abs(rowLoss('binaryCrossEntropy', a, y, 0, 3, Float64Array.of(1, 0, 1), 0, 0) - Math.LN2) < 1e-15,
    );
  });
});
