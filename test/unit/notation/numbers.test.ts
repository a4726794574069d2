import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  bytes,
  complex,
  count,
  duration,
  exact,
  number,
  percent,
  plural,
  steps,
} from '../../../src/notation/numbers';

describe('format', () => {
  it('prints four significant digits, and powers of ten where they are shorter', () => {
    assert.equal(number(0.43117), '0.4312');
    assert.equal(number(-12.5), '-12.5');
    assert.equal(number(0.00123456), '0.001235');
    assert.equal(number(0.000123456), '1.235e-4');
    assert.equal(number(1.2e-9), '1.2e-9');
    assert.equal(number(123456.7), '1.235e5');
    assert.equal(number(768), '768');
    assert.equal(number(0), '0');
  });

  it('says what is not a finite number', () => {
    assert.equal(number(Number.NaN), 'not a number');
    assert.equal(number(Number.POSITIVE_INFINITY), 'infinite');
    assert.equal(number(Number.NEGATIVE_INFINITY), '-infinite');
  });

  it('prints a Float32 so that it can be read back to the same bits, without invented digits', () => {
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

  it('never rounds a share to nothing or to all', () => {
    assert.deepEqual([0, 0.004, 0.31, 0.996, 1].map(percent), ['0 %', '<1 %', '31 %', '>99 %', '100 %']);
  });

  it('prints durations, sizes, counts and steps as people say them', () => {
    assert.deepEqual([0.44, 42, 200, 3599.7, 3900].map(duration), [
      '0.4 s',
      '42 s',
      '3 min 20 s',
      '1 h 00 min',
      '1 h 05 min',
    ]);
    assert.deepEqual([999, 43_100_000].map(bytes), ['999 bytes', '43.1 MB']);
    assert.equal(count(1204), '1,204');
    assert.equal(plural(1, 'unit'), '1 unit');
    assert.deepEqual([1, 3.41, 41.44, 1200.4].map(steps), [
      '1 step',
      '3.41 steps',
      '41.4 steps',
      '1,200 steps',
    ]);
    assert.equal(complex(0.9123, -0.3671), '0.9123 - 0.3671i');
    assert.equal(complex(-0.5, 0), '-0.5');
  });
});
