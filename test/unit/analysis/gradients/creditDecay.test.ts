import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { Matrix, solve } from 'ml-matrix';
import type { CreditMatrix } from '../../../../src/analysis/gradients/credit';
import { creditDecay, creditHorizon } from '../../../../src/analysis/gradients/creditDecay';
import { Random } from '../../../../src/data/common/random';

/** C[t][k] = own(t)·of(t − k, t) */
function matrix(
  T: number,
  of: (distance: number, t: number) => number,
  own = (t: number) => t + 1,
): CreditMatrix {
  const norms = new Float64Array(T * T).fill(Number.NaN);
  for (let t = 0; t < T; t++) {
    for (let k = 0; k <= t; k++) {
      norms[t * T + k] = own(t) * of(t - k, t);
    }
  }
  return { targets: Array.from({ length: T }, (_, t) => t), steps: T, norms };
}

describe('the decay of credit', () => {
  it('of a geometric series is its ratio, and half-life or doubling time follow', () => {
    const falling = creditDecay(matrix(30, (d) => 0.8 ** d));
    assert.ok(Math.abs((falling.slope ?? 0) - Math.log(0.8)) < 1e-12);
    assert.ok(Math.abs(0.8 ** (falling.halfLife ?? 0) - 0.5) < 1e-12);
    assert.equal(falling.doublingTime, null);
    const rising = creditDecay(matrix(30, (d) => 1.1 ** d));
    assert.ok(Math.abs(1.1 ** (rising.doublingTime ?? 0) - 2) < 1e-12);
    assert.equal(rising.halfLife, null);
    assert.deepEqual(creditDecay(matrix(5, () => 1)), { slope: 0, halfLife: null, doublingTime: null });
  });

  it('is the weighted least squares that ml-matrix solves, each distance weighing the same', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 12 }), fc.nat(1e6), (T, seed) => {
        const random = new Random(seed, 'credit');
        const noise = Array.from({ length: T * T }, () => Math.exp(random.normal()));
        const credit = matrix(T, (d, t) => (d === 0 ? 1 : 0.9 ** d * noise[t * T + d]));
        const rows: number[][] = [];
        const logs: number[] = [];
        for (let t = 0; t < T; t++) {
          for (let d = 0; d <= t; d++) {
            const weight = Math.sqrt(1 / (T - d)); // T − d target steps reach so far back
            rows.push([weight, weight * d]);
            logs.push(weight * Math.log(credit.norms[t * T + t - d] / credit.norms[t * T + t]));
          }
        }
        const [, expected] = solve(new Matrix(rows), Matrix.columnVector(logs), true).to1DArray();
        assert.ok(Math.abs((creditDecay(credit).slope ?? Number.NaN) - expected) < 1e-9);
      }),
    );
  });

  it('leaves out what has no logarithm: credit of zero, and targets without a gradient', () => {
    const cut = matrix(
      10,
      (d) => (d > 6 ? 0 : 0.5 ** d),
      (t) => (t === 3 ? 0 : 1),
    );
    assert.ok(Math.abs((creditDecay(cut).slope ?? 0) - Math.log(0.5)) < 1e-12);
    const none = matrix(
      4,
      () => 1,
      () => 0,
    );
    assert.deepEqual(creditDecay(none), { slope: null, halfLife: null, doublingTime: null });
    assert.equal(creditDecay(matrix(1, () => 1)).slope, null);
  });

  it('takes a single target, Float32, and zeros above the diagonal', () => {
    const norms = new Float32Array(12);
    for (let k = 0; k <= 9; k++) {
      norms[k] = 0.25 ** (9 - k);
    }
    const { slope } = creditDecay({ targets: [9], steps: 12, norms });
    assert.ok(Math.abs((slope ?? 0) - Math.log(0.25)) < 1e-7);
  });
});

describe('the horizon of credit', () => {
  it('is the largest distance at which the median still reaches the threshold', () => {
    assert.equal(creditHorizon(matrix(40, (d) => 0.5 ** d)), 9); // 2⁻¹⁰ < 10⁻³ ≤ 2⁻⁹
    assert.equal(
      creditHorizon(
        matrix(40, (d) => 0.5 ** d),
        0.1,
      ),
      3,
    );
    assert.equal(creditHorizon(matrix(40, () => 1)), 39);
    // From 5 on, only the last target has it: it is the only one at 7, and therefore the median there.
    const T = 8;
    const partly = matrix(T, (d, t) => (d >= 5 && t !== 7 ? 0 : 1));
    assert.equal(creditHorizon(partly), 7);
    const later = matrix(T, (d, t) => (d >= 3 && t > 4 ? 0 : 1));
    // By 3: t = 3 and 4 have it; 5, 6 and 7 do not. By 2 all have it.
    assert.equal(creditHorizon(later), 2);
    // By 4, two of the four targets have it, and the median is ½; further back none has it.
    const half = matrix(T, (d, t) => (d > 4 || (d === 4 && t % 2 === 0) ? 0 : 1));
    assert.equal(creditHorizon(half, 0.5), 4);
    assert.equal(creditHorizon(half, 0.6), 3);
  });

  it('is none where no target has a gradient', () => {
    assert.equal(
      creditHorizon(
        matrix(
          4,
          () => 1,
          () => 0,
        ),
      ),
      null,
    );
  });
});
