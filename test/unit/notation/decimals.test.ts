import assert from 'node:assert/strict';
import fc from 'fast-check';
import { doubleDecimal, exact, shortest, singleDecimal } from '../../../src/notation/decimals';
import { bitsOf, single } from './singles';

describe('decimals that read back', () => {
  it('print a Float32 so that it can be read back to the same bits, without invented digits', () => {
    assert.equal(exact(Math.fround(0.1)), '0.1');
    assert.equal(exact(Math.fround(-0.99371094)), '-0.99371094');
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
        assert.equal(Math.fround(Number(exact(value))), value === 0 ? 0 : value);
        assert.ok(
          exact(value)
            .replace(/e.*|[-.]/g, '')
            .replace(/^0+/, '').length <= 9,
        );
      }),
    );
  });

  it('print a Float32 with as few digits as distinguish it from all others', () => {
    fc.assert(
      fc.property(single, (value) => {
        const text = singleDecimal(value);
        assert.equal(bitsOf(Number(text)), bitsOf(value));
        if (Number.isFinite(value) && value !== 0) {
          const digits = text
            .replace(/e.*$|^-/g, '')
            .replace(/^0\.0*|\./g, '')
            .replace(/0+$/, '').length;
          assert.ok(digits <= 9, text);
          assert.ok(digits === 1 || bitsOf(Number(value.toPrecision(digits - 1))) !== bitsOf(value), text);
        }
      }),
      { numRuns: 5000 },
    );
    for (const [value, text] of [
      [0.1, '0.1'],
      [-0, '-0'],
      [1 / 3, '0.33333334'],
      [100_000, '100000'],
      [1e-45, '1e-45'],
    ] as const) {
      assert.equal(singleDecimal(Math.fround(value)), text);
    }
  });

  it('print a Float64 so that it reads back', () => {
    fc.assert(fc.property(fc.double(), (value) => assert.ok(Object.is(Number(doubleDecimal(value)), value))));
  });

  it('have for the debugger at most nine digits of a value that is not a Float32', () => {
    assert.deepEqual([Math.fround(0.1), 0.1 + 0.2, 1 / 3, -0, 12, Number.NaN].map(shortest), [
      '0.1',
      '0.3',
      '0.333333333',
      '-0',
      '12',
      'NaN',
    ]);
    fc.assert(fc.property(single, (value) => assert.equal(bitsOf(Number(shortest(value))), bitsOf(value))));
  });
});
