import assert from 'node:assert/strict';
import {
  apart,
  bytes,
  compact,
  complex,
  count,
  measurement,
  megabytes,
  number,
  percent,
  plural,
  quantity,
  signed,
  significant,
  smallPercent,
  typeset,
  wholePercent,
} from '../../../src/notation/numbers';

describe('numbers as text', () => {
  it('have four significant digits, and powers of ten where they are shorter', () => {
    assert.equal(number(0.43117), '0.4312');
    assert.equal(number(-12.5), '-12.5');
    assert.equal(number(0.00123456), '0.001235');
    assert.equal(number(0.000123456), '1.235e-4');
    assert.equal(number(1.2e-9), '1.2e-9');
    assert.equal(number(123456.7), '1.235e5');
    assert.equal(number(768), '768');
    assert.equal(number(0), '0');
  });

  it('name a value that is not finite', () => {
    assert.equal(number(Number.NaN), 'not a number');
    assert.equal(number(Number.POSITIVE_INFINITY), 'infinite');
    assert.equal(number(Number.NEGATIVE_INFINITY), '-infinite');
  });

  it('have as many digits as a sentence, a list, a table or a hover needs', () => {
    assert.deepEqual(
      [0, 0.0123456, 123_456, 1.23456e-7].map((value) => significant(value)),
      ['0', '0.0123', '123000', '1.23e-7'],
    );
    assert.equal(significant(0.0123456, 4), '0.01235');
    // Two numbers have the digits that tell them apart.
    assert.deepEqual(apart(1.1, 0.9), ['1.1', '0.9']);
    assert.deepEqual(apart(1.1004, 1.0996), ['1.1004', '1.0996']);
    assert.deepEqual(apart(2, 2), ['2', '2']);
    assert.deepEqual(
      [0, 0.0123456, 123.456, 1.23456e-7, 12_345_678].map((value) => compact(value)),
      ['0', '0.0123', '123', '1.23e-7', '1.23e7'],
    );
    assert.deepEqual([0.5, 12, 1234.5].map(measurement), ['0.500', '12.0', '1235']);
    assert.deepEqual([-0.43117, 1.2e-9, -123_456, Number.NEGATIVE_INFINITY].map(typeset), [
      '−0.4312',
      '1.20·10⁻⁹',
      '−1.23·10⁵',
      '−∞',
    ]);
    assert.deepEqual(
      [1.5, -1.5, 0].map((value) => signed(value)),
      ['+1.5', '-1.5', '0'],
    );
    assert.equal(complex(0.9123, -0.3671), '0.9123 - 0.3671i');
    assert.equal(complex(-0.5, 0), '-0.5');
  });

  it('never round a fraction to nothing or to all, unless that is requested', () => {
    const shares = [0, 0.004, 0.31, 0.996, 1];
    assert.deepEqual(shares.map(percent), ['0 %', '<1 %', '31 %', '>99 %', '100 %']);
    assert.deepEqual(shares.map(smallPercent), ['0 %', '0.4 %', '31 %', '100 %', '100 %']);
    assert.deepEqual(shares.map(wholePercent), ['0 %', '0 %', '31 %', '100 %', '100 %']);
  });

  it('count things and bytes', () => {
    assert.equal(count(1204), '1,204');
    assert.deepEqual(
      [1, 1204].map((value) => plural(value, 'unit')),
      ['1 unit', '1,204 units'],
    );
    assert.deepEqual(
      [1, 1485, 4.6512].map((value) => quantity(value, 'step')),
      ['1 step', '1485 steps', '4.65 steps'],
    );
    assert.deepEqual([999, 43_100_000].map(bytes), ['999 bytes', '43.1 MB']);
    assert.equal(megabytes(12_345_678, 1), '12.3');
  });
});
