import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fedOf, isScaled, rawOf, readableRaw, unscaled } from '../../../src/notation/scaling';

const scaling = fc.record({
  offset: fc.double({ min: -1e9, max: 1e9, noNaN: true }),
  scale: fc.double({ min: 1e-6, max: 1e9, noNaN: true }),
});

describe('raw and fed values', () => {
  it('are (raw − offset) / scale and back', () => {
    assert.equal(fedOf(12, { offset: 16, scale: 8 }), -0.5);
    assert.equal(rawOf(-0.5, { offset: 16, scale: 8 }), 12);
  });

  it('are the same without a scaling', () => {
    assert.deepEqual([undefined, null, unscaled, { offset: 0, scale: 2 }].map(isScaled), [
      false,
      false,
      false,
      true,
    ]);
    assert.equal(readableRaw(Math.fround(0.1), unscaled), Math.fround(0.1));
  });

  it('come back from a Float32 as they stand in the data, with as many decimals as it can hold', () => {
    const decimals = fc.record({ digits: fc.integer({ min: -99_999, max: 99_999 }), point: fc.nat(6) });
    fc.assert(
      fc.property(
        decimals,
        fc.integer({ min: -1000, max: 1000 }),
        fc.integer({ min: 1, max: 500 }),
        (raw, mean, spread) => {
          const by = { offset: mean / 10 ** raw.point, scale: (spread * 100) / 10 ** raw.point };
          const value = Number(`${raw.digits}e-${raw.point}`);
          assert.equal(readableRaw(Math.fround(fedOf(value, by)), by), value + 0);
        },
      ),
    );
  });

  it('keep every digit that a Float32 holds, of small values beside a large scale too', () => {
    const large = { offset: 0, scale: 1000 };
    assert.equal(readableRaw(Math.fround(fedOf(0.001234567, large)), large), 0.001234567);
    const late = { offset: 1_600_000_000, scale: 1000 };
    assert.equal(readableRaw(Math.fround(fedOf(1_600_000_123, late)), late), 1_600_000_123);
  });

  it('show no digit that a Float32 does not hold', () => {
    const kelvin = { offset: 280, scale: 10 };
    assert.equal(readableRaw(Math.fround(fedOf(0.1, kelvin)), kelvin), 0.1);
    assert.equal(readableRaw(Math.fround(fedOf(0, kelvin)), kelvin), 0);
    const huge = { offset: 0, scale: 1e9 };
    assert.equal(readableRaw(Math.fround(fedOf(123_456_700_000, huge)), huge), 123_456_700_000);
  });

  it('are rounded by no more than the Float32 was', () => {
    fc.assert(
      fc.property(scaling, fc.float({ noNaN: true, min: -1e6, max: 1e6 }), (by, fed) => {
        const bound = Math.abs(fed * by.scale) * 2 ** -23 * 10 + Math.abs(rawOf(fed, by)) * 2 ** -50;
        assert.ok(Math.abs(readableRaw(fed, by) - rawOf(fed, by)) <= bound);
      }),
    );
  });

  it('may be infinite or no numbers', () => {
    for (const fed of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      assert.equal(readableRaw(fed, { offset: 1, scale: 2 }), fed);
    }
    assert.equal(readableRaw(0, { offset: 0.3, scale: 2 }), 0.3);
  });
});
