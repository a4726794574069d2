import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { type Modes, modes, sensitivity } from '../../../../src/analysis/spectrum/modes';
import { spectrum } from '../../../../src/analysis/spectrum/spectrum';
import { relativeError } from '../layers';
import { diagonal, gaussian, inOtherCoordinates, rotation } from '../matrices';

const of = (values: ArrayLike<number>) => modes(Math.sqrt(values.length), values);

/** Largest |Wv − λv| and |Wᵀy − λy| of all modes. */
function residual(n: number, W: ArrayLike<number>, found: Modes): number {
  let largest = 0;
  for (const { value, right, left } of found.modes) {
    for (const [vector, row, column] of [
      [right, n, 1],
      [left, 1, n],
    ] as const) {
      for (let i = 0; i < n; i++) {
        let re = -value[0] * vector.re[i] + value[1] * vector.im[i];
        let im = -value[0] * vector.im[i] - value[1] * vector.re[i];
        for (let j = 0; j < n; j++) {
          re += W[i * row + j * column] * vector.re[j];
          im += W[i * row + j * column] * vector.im[j];
        }
        largest = Math.max(largest, Math.hypot(re, im));
      }
    }
  }
  return largest;
}

describe('the modes of a block', () => {
  it('of a rotation are one pair that turns once in 2π/θ steps and fades with its modulus', () => {
    const [g, theta] = [0.9, 0.7];
    const { modes: found, nearlyDefective, biorthogonality } = of(rotation(theta, g));
    for (const mode of found) {
      assert.ok(Math.abs(mode.modulus - g) < 1e-15);
      assert.ok(Math.abs((mode.period ?? 0) - (2 * Math.PI) / theta) < 1e-12);
      assert.ok(Math.abs(g ** (mode.halfLife ?? 0) - 0.5) < 1e-12);
      assert.equal(mode.doublingTime, null);
      assert.ok(Math.abs(mode.condition - 1) < 1e-12);
    }
    assert.ok(found[0].value[1] > 0 && found[1].value[1] < 0);
    assert.equal(nearlyDefective, false);
    assert.ok(biorthogonality < 1e-14);
  });

  it('of a diagonal matrix fade, grow, change sign, stay, or are gone', () => {
    const { modes: found } = of(diagonal(1, -0.5, 2, 0));
    assert.deepEqual(
      found.map(({ value, halfLife, doublingTime, period }) => [value[0], halfLife, doublingTime, period]),
      [
        [2, null, 1, null],
        [1, null, null, null],
        [-0.5, 1, null, 2],
        [0, 0, null, null],
      ],
    );
    assert.ok(found.every(({ condition }) => Math.abs(condition - 1) < 1e-12));
  });

  it('have eigenvectors from both sides, which are orthogonal to those of the other modes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 16 }), fc.nat(1e6), (n, seed) => {
        const W = gaussian(n, seed);
        const found = of(W);
        const sure = 1e-13 * found.conditionOfEigenvectors;
        assert.ok(residual(n, W, found) < sure, `${residual(n, W, found)}`);
        assert.ok(found.biorthogonality < sure);
        for (const { right, left } of found.modes) {
          assert.ok(Math.abs(Math.hypot(...right.re, ...right.im) - 1) < 1e-12);
          assert.ok(Math.abs(Math.hypot(...left.re, ...left.im) - 1) < 1e-12);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('keep the vectors of a multiple eigenvalue apart', () => {
    const { modes: found, biorthogonality } = of(diagonal(0.5, 0.5, 0.5, 0.5));
    assert.ok(found.every(({ condition }) => condition === 1));
    assert.equal(biorthogonality, 0);
  });

  it('have the condition of an eigenvalue that a triangular matrix gives by hand', () => {
    const [a, b, d] = [0.5, 30, 0.4];
    const { modes: found } = of([a, b, 0, d]);
    for (const { condition } of found) {
      assert.ok(Math.abs(condition / Math.hypot(1, b / (a - d)) - 1) < 1e-9);
    }
  });

  it('of a Jordan block are called nearly defective, and have no condition', () => {
    for (const values of [
      [0.9, 1, 0, 0.9],
      [0.9, 1, 0, 0, 0.9, 1, 0, 0, 0.9],
    ]) {
      const found = of(values);
      assert.equal(found.nearlyDefective, true);
      assert.ok(found.conditionOfEigenvectors > 1e8);
      assert.ok(found.modes.every(({ condition }) => condition > 1e7));
      assert.ok(found.modes.every(({ modulus }) => Math.abs(modulus - 0.9) < 1e-4));
    }
  });

  it('are still good beside a Jordan block, in a mode that has nothing to do with it', () => {
    // A Jordan block of 0.9 and [0.3 5; 0 0.2], in other coordinates.
    const n = 6;
    const W = new Float64Array(n * n);
    for (let i = 0; i < 4; i++) {
      W[i * n + i] = 0.9;
      W[i * n + i + 1] = i < 3 ? 1 : 0;
    }
    W.set([0.3, 5], 4 * n + 4);
    W[5 * n + 5] = 0.2;
    const turned = inOtherCoordinates(n, W);
    const found = of(turned);
    assert.equal(found.nearlyDefective, true);
    const others = found.modes.filter(({ modulus }) => modulus < 0.5);
    assert.equal(others.length, 2);
    for (const { condition } of others) {
      assert.ok(Math.abs(condition / Math.hypot(1, 5 / 0.1) - 1) < 1e-9, `${condition}`);
    }
    // P⁻¹ would lose half of the digits here.
    assert.ok(residual(n, turned, { ...found, modes: others }) < 1e-12);
  });
});

describe('the sensitivity of an eigenvalue', () => {
  it('is what central differences give, of every eigenvalue by every weight', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.nat(1e6), (n, seed) => {
        const W = gaussian(n, seed);
        const found = of(W);
        // Eigenvalues that are close to each other cannot be followed by their place.
        const apart = Math.min(
          1,
          ...found.modes.flatMap(({ value: a }, i) =>
            found.modes.slice(i + 1).map(({ value: b }) => Math.hypot(a[0] - b[0], a[1] - b[1])),
          ),
        );
        const conditions = found.modes.map(({ condition }) => condition);
        fc.pre(apart > 0.1 && Math.max(...conditions) < 20);
        const h = 1e-6;
        for (const mode of found.modes) {
          const { re, im } = sensitivity(mode);
          for (let at = 0; at < n * n; at++) {
            const moved = (by: number) => {
              const changed = W.slice();
              changed[at] += by;
              const values = of(changed).modes.map(({ value }) => value);
              return values.reduce((near, value) =>
                Math.hypot(value[0] - mode.value[0], value[1] - mode.value[1]) <
                Math.hypot(near[0] - mode.value[0], near[1] - mode.value[1])
                  ? value
                  : near,
              );
            };
            const [above, below] = [moved(h), moved(-h)];
            const numeric = [0, 1].map((part) => (above[part] - below[part]) / (2 * h));
            assert.ok(
              Math.hypot(re[at] - numeric[0], im[at] - numeric[1]) < 1e-5 * mode.condition,
              `${re[at]} + ${im[at]}i against ${numeric}`,
            );
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it('of the leading eigenvalue is that of the spectrum', () => {
    for (let seed = 0; seed < 10; seed++) {
      const W = gaussian(9, seed);
      const { leadingSensitivity, leadingCondition } = spectrum('W', 9, W);
      const [leading] = of(W).modes;
      const { re, im } = sensitivity(leading);
      assert.ok(relativeError(re, leadingSensitivity.re) < 1e-9);
      assert.ok(relativeError([...im, 1], [...leadingSensitivity.im, 1]) < 1e-9);
      assert.ok(Math.abs(leading.condition / leadingCondition - 1) < 1e-9);
    }
  });

  it('sums along the diagonal to 1 for each eigenvalue, as the trace does for all of them', () => {
    for (const mode of of(gaussian(7, 3)).modes) {
      const { re, im } = sensitivity(mode);
      let [real, imaginary] = [0, 0];
      for (let i = 0; i < 7; i++) {
        real += re[i * 8];
        imaginary += im[i * 8];
      }
      assert.ok(Math.hypot(real - 1, imaginary) < 1e-10);
    }
  });
});
