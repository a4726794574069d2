import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decimate, logTicks, roundTicks } from '../../../../webview/drawing/decimate';

describe('decimation', () => {
  it('keeps the extremes of the whole, the order, and no more than two points a bucket', () => {
    const values = fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), {
      minLength: 1,
      maxLength: 500,
    });
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 40 }), (y, buckets) => {
        const x = y.map((_, index) => index * 3);
        const points = decimate(x, y, y.length, buckets);
        assert.ok(points.x.length <= Math.max(2 * buckets, 1));
        assert.equal(Math.max(...points.y), Math.max(...y));
        assert.equal(Math.min(...points.y), Math.min(...y));
        points.x.forEach((at, index) => {
          assert.equal(points.y[index], y[at / 3]);
          assert.ok(index === 0 || at > points.x[index - 1]);
        });
      }),
    );
  });

  it('leaves a gap a gap, and lets no gap hide a value', () => {
    const y = Array.from({ length: 100 }, (_, index) => (index >= 40 && index < 60 ? Number.NaN : index));
    const { y: kept } = decimate(
      y.map((_, index) => index),
      y,
      100,
      10,
    );
    assert.equal(kept.filter(Number.isNaN).length, 2);
    assert.deepEqual([...kept.slice(0, 2)], [0, 9]);
  });
});

describe('ticks of an axis', () => {
  it('are round and lie within the range', () => {
    assert.deepEqual(roundTicks(0, 31, 8), [0, 5, 10, 15, 20, 25, 30]);
    assert.deepEqual(roundTicks(0, 3, 20, 1), [0, 1, 2, 3]);
    assert.deepEqual(roundTicks(-0.5, 0.5, 4), [-0.5, 0, 0.5]);
    assert.deepEqual(roundTicks(4, 4, 5), [4]);
  });

  it('of a log axis are 1, 2 and 5 over a short range and powers of ten over a long one', () => {
    assert.deepEqual(logTicks(0.06, 2), [0.1, 0.2, 0.5, 1, 2]);
    assert.deepEqual(logTicks(1e-6, 1), [1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.1, 1]);
    assert.ok(logTicks(1e-40, 1).length <= 9);
    assert.deepEqual(logTicks(0, 1), []);
  });

  it('of a log axis within less than a decade are kept', () => {
    assert.deepEqual(logTicks(1.31, 1.49), [1.35, 1.4, 1.45]);
    assert.deepEqual(logTicks(0.9, 1.4), [0.9, 1, 1.1, 1.2, 1.3, 1.4]);
    assert.deepEqual(logTicks(0.9, 2.4), [1, 2]);
  });
});
