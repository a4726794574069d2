import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { describe as described } from '../../../../src/debug/expressions/describe';
import { matrix, vector } from '../../../../src/debug/expressions/value';

describe('a value in one line', () => {
  it('reads back to the same Float32, and no shorter text does', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true }), (value) => {
        const { text } = described(value);
        assert.ok(Object.is(Math.fround(Number(text)), value), text);
        const shorter = Array.from({ length: 8 }, (_, digits) => Number(value.toPrecision(digits + 1)));
        const shortest = shorter.find((decimal) => Math.fround(decimal) === value);
        assert.ok(
          Number.isInteger(value) || shortest === undefined || Number(text) === shortest,
          `${text} ${shortest}`,
        );
      }),
    );
  });

  it('states its kind, and summarises what is long', () => {
    const text = (value: Parameters<typeof described>[0]) =>
      `${described(value).type}: ${described(value).text}`;
    assert.equal(text(Math.fround(0.1)), 'number: 0.1');
    assert.equal(text(1 / 3), 'number: 0.333333333');
    assert.equal(text(Number.NaN), 'number: NaN');
    assert.equal(text(123_456_789_012), 'number: 123456789012');
    assert.equal(text(true), 'boolean: true');
    assert.equal(text('a"b'), 'text: "a\\"b"');
    assert.equal(
      text(vector(Float32Array.of(3, -4, 0, 0, 0))),
      'vector: [5] norm 5, min −4, max 3, mean −0.2',
    );
    assert.equal(text(vector(Float32Array.of(0.1, -2), ['temp', 'wind'])), 'vector: [2] temp 0.1, wind -2');
    assert.equal(text(vector(new Float32Array(0))), 'vector: [0]');
    assert.equal(
      text(matrix(2, 2, Float32Array.of(3, 4, 0, 0))),
      'matrix: [2 × 2] norm 5, min 0, max 4, mean 1.75',
    );
    assert.equal(text({ kind: 'complex', re: 0.6, im: -0.8 }), 'complex number: 0.6 − 0.8i, |λ| 1');
    assert.equal(text({ kind: 'complex', re: -0.5, im: 0 }), 'complex number: −0.5, |λ| 0.5');
    assert.equal(
      text({ kind: 'complexes', re: Float64Array.of(0.6, 0.1), im: Float64Array.of(0.8, 0) }),
      'complex numbers: [2] largest |λ| 1, smallest |λ| 0.1',
    );
  });
});
