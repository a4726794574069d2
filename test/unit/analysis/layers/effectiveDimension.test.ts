import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { covariance, EVD, Matrix } from 'ml-matrix';
import { effectiveDimension } from '../../../../src/analysis/layers/effectiveDimension';
import { Random } from '../../../../src/data/common/random';
import { tracedLayer } from '../layers';

const base = tracedLayer({}).layer;
const of = (rows: readonly (readonly number[])[]) =>
  effectiveDimension({
    ...base,
    hiddenSize: rows[0].length,
    steps: rows.length,
    // The initial state does not count as a step.
    h: Float64Array.from([...rows[0].map(() => 100), ...rows.flat()]),
  });

describe('the effective dimension of the states', () => {
  it('is the participation ratio of ml-matrix’ eigenvalues of the covariance', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 2, max: 30 }),
        fc.nat(1e6),
        (H, T, seed) => {
          const random = new Random(seed, 'states');
          const rows = Array.from({ length: T }, () =>
            Array.from({ length: H }, (_, u) => 3 + random.normal() * (u + 1)),
          );
          const mu = new EVD(covariance(new Matrix(rows)), { assumeSymmetric: true }).realEigenvalues;
          const sum = mu.reduce((total, value) => total + value, 0);
          const squares = mu.reduce((total, value) => total + value * value, 0);
          assert.ok(Math.abs(of(rows) - (sum * sum) / squares) < 1e-9);
        },
      ),
    );
  });

  it('is 1 along a line, H where every direction is the same, and 0 where nothing moves', () => {
    const line = Array.from({ length: 20 }, (_, t) => [0.1 * t, 1 - 0.3 * t, 5]);
    assert.ok(Math.abs(of(line) - 1) < 1e-12);
    const axes = [1, -1].flatMap((sign) => [0, 1, 2].map((u) => [0, 1, 2].map((j) => (j === u ? sign : 0))));
    assert.ok(Math.abs(of(axes) - 3) < 1e-12);
    assert.equal(
      of([
        [0.1, 0.7],
        [0.1, 0.7],
        [0.1, 0.7],
      ]),
      0,
    );
    assert.equal(of([[0.3, 0.4]]), 0);
  });
});
