import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { type Complex, matrix, type Value, vector } from '../../../../src/debug/expressions/value';
import { rotation } from '../../analysis/matrices';
import { names as lstm, namesOf } from './lstm';
import { fault, valueAt } from './outcome';

const complex = (value: Value): Complex => {
  assert.ok(typeof value === 'object' && value.kind === 'complex');
  return value;
};
const near = (value: Value, expected: number) => assert.ok(Math.abs(Number(value) - expected) < 1e-9);

describe('eig', () => {
  it('of rotations and of a triangle gives the eigenvalues that they are made with, by falling modulus', () => {
    const angle = fc.double({ min: 0.1, max: 3, noNaN: true });
    fc.assert(
      fc.property(angle, angle, fc.double({ min: -3, max: 3, noNaN: true }), (theta, other, coupling) => {
        // Blocks are on the diagonal, with anything above them: the eigenvalues are those of the blocks.
        const values = new Float64Array(25).map((_, at) => (Math.floor(at / 5) < at % 5 ? coupling : 0));
        for (const [at, block] of [
          [0, rotation(theta, 0.9)],
          [2, rotation(other, 0.5)],
        ] as const) {
          values.set(block.subarray(0, 2), at * 5 + at);
          values.set(block.subarray(2), (at + 1) * 5 + at);
        }
        values[24] = -1.25;
        const names = namesOf({ W: matrix(5, 5, values) });
        const at = (j: number) => complex(valueAt(`eig(W)[${j}]`, 0, names));
        near(at(0).re, -1.25);
        near(at(0).im, 0);
        near(at(1).re, 0.9 * Math.cos(theta));
        near(at(1).im, 0.9 * Math.sin(theta));
        near(at(2).im, -0.9 * Math.sin(theta));
        near(at(3).re, 0.5 * Math.cos(other));
        near(at(3).im, 0.5 * Math.sin(other));
        near(valueAt('abs(eig(W)[2])', 0, names), 0.9);
        near(valueAt('im(eig(W)[1]) + re(eig(W)[1])', 0, names), 0.9 * (Math.sin(theta) + Math.cos(theta)));
        near(valueAt('max(abs(eig(W)))', 0, names), 1.25);
        near(valueAt('radius(W)', 0, names), 1.25);
        near(valueAt('length(eig(W))', 0, names), 5);
      }),
    );
  });

  it('of the weights of several gates names the block of each', () => {
    for (const name of ['eig', 'radius']) {
      const { message, at } = fault(`1 + ${name}(W_hh)`, 3, lstm);
      assert.equal(
        message,
        `${name} takes a square matrix; this has 80 rows and 20 columns; each gate has a block of its own: ${name}(W_hh.i), ${name}(W_hh.f)`,
      );
      assert.equal(at, 'W_hh');
    }
  });

  it('of a block that is not finite is an error', () => {
    const names = namesOf({
      W: matrix(2, 2, Float32Array.of(1, 2, Number.NaN, 3)),
      v: vector(Float32Array.of(1)),
    });
    assert.match(fault('eig(W)', 0, names).message, /finite/);
    assert.match(fault('radius(v)', 0, names).message, /such as W_hh; this is a vector of 1 number/);
  });
});
