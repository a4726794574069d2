import assert from 'node:assert/strict';
import { flowSentence, rowNorm } from '../../../../../webview/sections/common/flow';

const halving = Float64Array.from({ length: 21 }, (_, t) => 2 ** (t - 20));

describe('gradient flow', () => {
  it('takes the 2-norm of each row, even where its squares would underflow', () => {
    assert.deepEqual([rowNorm([3, 4, 0, 0], 0, 2), rowNorm([3, 4, 0, 0], 2, 4)], [5, 0]);
    const tiny = rowNorm([3e-200, 4e-200], 0, 2);
    assert.ok(Math.abs(tiny - 5e-200) < 1e-214);
    assert.ok(Math.abs(rowNorm([3e200, 4e200], 0, 2) - 5e200) < 1e186);
    assert.ok(Number.isNaN(rowNorm([1, Number.NaN], 0, 2)));
    assert.equal(rowNorm([1, Number.NEGATIVE_INFINITY], 0, 2), Number.POSITIVE_INFINITY);
  });

  it('states how much is left at step 0 and how fast it falls', () => {
    assert.equal(
      flowSentence(halving),
      'The gradient at step 0 is 9.5e-7 of what it is at step 20, the last: on the way back it halves every step.',
    );
  });

  it('states when it grows on the way back', () => {
    assert.equal(
      flowSentence(Float64Array.from(halving).reverse()),
      'The gradient at step 0 is 1e6 times what it is at step 20, the last: on the way back it doubles every step.',
    );
  });

  it('counts per step where a gradient more than halves each step', () => {
    const norms = Float64Array.from({ length: 5 }, (_, t) => 0.1 ** (4 - t));
    assert.match(flowSentence(norms), /on the way back it is multiplied by 0\.1 each step\.$/);
  });

  it('names the step before which it underflowed, and measures from there', () => {
    const norms = Float64Array.from(halving).fill(0, 0, 8);
    assert.match(
      flowSentence(norms),
      /^The gradient underflowed to zero before step 8, where it is 2\.4e-4 of.*halves every step\.$/,
    );
  });

  it('begins at the last step that has a gradient', () => {
    const norms = [0.5, 1, 2, 0, 0];
    assert.match(flowSentence(norms), /at step 2, the last with a gradient/);
  });

  it('runs the other way for the backward direction', () => {
    const norms = Float64Array.from(halving).reverse();
    assert.match(
      flowSentence(norms, { backward: true }),
      /^The gradient at step 20 is 9\.5e-7 of what it is at step 0, the first: on the way back it halves/,
    );
  });

  it('states when it neither vanishes nor explodes, is zero, is not finite, or has one step', () => {
    assert.match(flowSentence([1, 1.2, 1.1]), /it neither vanishes nor explodes\.$/);
    assert.equal(flowSentence([0, 0]), 'The gradient is zero at every step.');
    assert.equal(flowSentence([1, Number.POSITIVE_INFINITY]), 'The gradient is not finite at step 1.');
    assert.equal(flowSentence([0.25]), 'There is one step, and its gradient has norm 0.25.');
    assert.match(flowSentence([0, 3, 0]), /^Only step 1 has a gradient/);
  });
});
