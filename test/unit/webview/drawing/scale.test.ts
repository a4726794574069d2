import assert from 'node:assert/strict';
import {
  extremes,
  logPositiveOf,
  logScaleOf,
  symmetric,
  symmetricOf,
  unitInterval,
} from '../../../../webview/drawing/scale';

describe('a colour scale', () => {
  it('puts zero in the middle and the limit at the end', () => {
    const scale = symmetricOf(extremes([-0.25, 0.5, 0.1]));
    assert.deepEqual([0.5, -0.25, 0, -9].map(scale.position), [1, -0.5, 0, -1]);
    assert.deepEqual(
      scale.ticks.map(({ label }) => label),
      ['0.5', '0', '-0.5'],
    );
  });

  it('leaves values that are not finite out of the extremes and counts them', () => {
    assert.deepEqual(extremes([Number.NaN, 2, Number.POSITIVE_INFINITY, -1]), {
      low: -1,
      high: 2,
      nonFinite: 2,
    });
    assert.deepEqual(extremes([]), { low: 0, high: 0, nonFinite: 0 });
  });

  it('draws a matrix of zeros as zeros', () => {
    assert.equal(symmetric(0).position(0), 0);
    assert.equal(logScaleOf(new Float32Array(3)).position(0), 0);
  });

  it('keeps values that are smaller than Float64 can divide by on the right side of zero', () => {
    assert.equal(symmetric(5e-324).position(-5e-324), -1);
  });

  it('gives equal room to each power of ten, on both sides', () => {
    // The floor is a tenth below the smallest step.
    const { position } = logScaleOf([1, 1e-7]);
    for (const [value, place] of [
      [1, 1],
      [1e-4, 0.5],
      [-1e-4, -0.5],
      [1e-8, 0],
      [-1e-12, 0],
    ]) {
      assert.ok(Math.abs(position(value) - place) < 1e-12, `${value} at ${position(value)}`);
    }
  });

  it('shows the largest value of each step on a log scale, however small', () => {
    const { position } = logScaleOf([1e-30, 1e-20, 1]);
    assert.ok(position(1e-30) > 0);
    assert.ok(position(1e-20) > position(1e-25));
  });

  it('separates non-negative values from zero by powers of ten', () => {
    const scale = logPositiveOf([0, 1e-3, 10]);
    assert.equal(scale.position(10), 1);
    assert.equal(scale.position(0), 0);
    assert.ok(scale.position(1e-3) > 0 && scale.position(1e-3) < 0.1);
    assert.ok(
      Math.abs(scale.position(0.1) - scale.position(0.01) - (scale.position(1) - scale.position(0.1))) <
        1e-12,
    );
    const wide = logPositiveOf([1e-40, 1]);
    assert.equal(wide.position(1e-40), 0);
    assert.ok(Math.abs(wide.position(1e-6) - 0.5) < 1e-9);
    assert.equal(logPositiveOf([0, 0]).position(0), 0);
  });

  it('clamps gates to 0 … 1', () => {
    assert.deepEqual([-0.1, 0, 0.4, 1, 2].map(unitInterval.position), [0, 0, 0.4, 1, 1]);
  });
});
