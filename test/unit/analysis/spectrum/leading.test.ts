import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { type Spectrum, spectrum } from '../../../../src/analysis/spectrum/spectrum';
import { diagonal, inOtherCoordinates, matrixOf, rotation } from '../matrices';

const of = (values: ArrayLike<number>) => spectrum('W', Math.sqrt(values.length), values);

/** d|λ₁|/dw as the panel shows it. */
function modulusChanges({ eigenvalues: [[a, b]], leadingSensitivity: { re, im } }: Spectrum): number[] {
  return [...re].map((change, at) => (a * change + b * im[at]) / Math.hypot(a, b));
}

/** Blocks on the diagonal. */
function blocks(...parts: readonly Float64Array[]): Float64Array {
  const sizes = parts.map(({ length }) => Math.sqrt(length));
  const n = sizes.reduce((sum, size) => sum + size, 0);
  const whole = new Float64Array(n * n);
  let from = 0;
  parts.forEach((part, p) => {
    for (let i = 0; i < sizes[p]; i++) {
      whole.set(part.subarray(i * sizes[p], (i + 1) * sizes[p]), (from + i) * n + from);
    }
    from += sizes[p];
  });
  return whole;
}

/** S·W·S⁻¹ with a triangular S, which is far from orthogonal. */
function sheared(n: number, W: Float64Array, shear: number): Float64Array {
  const S = matrixOf(n, diagonal(...new Float64Array(n).fill(1)));
  const inverse = S.clone();
  for (let i = 0; i + 1 < n; i += 2) {
    S.set(i, i + 1, shear);
    inverse.set(i, i + 1, -shear);
  }
  return Float64Array.from(S.mmul(matrixOf(n, W)).mmul(inverse).to1DArray());
}

describe('the leading eigenvalue', () => {
  it('of an identity start has condition 1, and only the diagonal moves it', () => {
    for (const [n, gain] of [
      [2, 1],
      [7, 0.5],
      [32, 1],
      [96, -0.9],
    ]) {
      const found = of(diagonal(...new Float64Array(n).fill(gain)));
      assert.equal(found.leadingMultiplicity, n);
      assert.ok(Math.abs(found.leadingCondition - 1) < 1e-10, `${found.leadingCondition}`);
      found.leadingSensitivity.re.forEach((change, at) => {
        const expected = at % (n + 1) === 0 ? 1 : 0;
        assert.ok(Math.abs(change - expected) < 1e-10, `${change} at ${at} of ${n}`);
      });
      assert.ok(found.leadingSensitivity.im.every((change) => change === 0));
    }
  });

  it('is moved by a weight as its multiple is: one of them, and the others not at all', () => {
    const pair = rotation(0.7, 0.9);
    const cases: readonly (readonly [name: string, times: number, W: Float64Array])[] = [
      ['a double one beside others', 2, diagonal(0.8, 0.8, 0.3, -0.1)],
      ['a triple one in other coordinates', 3, inOtherCoordinates(5, diagonal(0.8, 0.8, 0.8, 0.3, -0.1))],
      ['a double one that is ill-conditioned', 2, sheared(4, diagonal(0.8, 0.3, 0.8, -0.1), 3)],
      ['a negative one', 3, inOtherCoordinates(4, diagonal(-0.8, -0.8, -0.8, 0.2))],
      ['a double pair', 2, inOtherCoordinates(5, blocks(pair, pair, Float64Array.of(0.1)))],
      [
        'a sheared double pair',
        2,
        sheared(5, inOtherCoordinates(5, blocks(pair, pair, Float64Array.of(0.1))), 2),
      ],
    ];
    for (const [name, times, W] of cases) {
      const found = of(W);
      const n = found.size;
      assert.equal(found.leadingMultiplicity, times, name);
      const [lambda] = found.eigenvalues;
      const h = 1e-6;
      const nearest = (at: number, by: number) => {
        const changed = W.slice();
        changed[at] += by;
        return of(changed)
          .eigenvalues.filter(([a, b]) => Math.hypot(a - lambda[0], b - lambda[1]) < 0.05)
          .map(([a, b]) => [(a - lambda[0]) / by, (b - lambda[1]) / by])
          .sort((one, other) => Math.hypot(other[0], other[1]) - Math.hypot(one[0], one[1]));
      };
      for (let at = 0; at < n * n; at++) {
        const [mover, ...others] = nearest(at, h);
        const { re, im } = found.leadingSensitivity;
        const error = Math.hypot(mover[0] - re[at], mover[1] - im[at]);
        assert.ok(
          error < 1e-4 * found.leadingCondition,
          `${name}, ${at}: ${mover} against ${re[at]}, ${im[at]}`,
        );
        assert.equal(others.length, times - 1);
        assert.ok(
          others.every(([a, b]) => Math.hypot(a, b) < 1e-4 * found.leadingCondition),
          name,
        );
      }
    }
  });

  it('does not claim to be moved by a weight that does not move ρ', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(0.9, 0.9, 0.5, -0.2), { minLength: 2, maxLength: 7 }),
        fc.boolean(),
        (values, turned) => {
          const n = values.length;
          const D = diagonal(0.9, ...values.slice(1));
          const W = turned ? inOtherCoordinates(n, D) : D;
          const found = of(W);
          const changes = modulusChanges(found);
          const h = 1e-6;
          for (let at = 0; at < n * n; at++) {
            const radius = (by: number) => {
              const changed = W.slice();
              changed[at] += by;
              return of(changed).spectralRadius;
            };
            // ρ is the largest of all, so it grows by a positive derivative and keeps by a negative one.
            const [up, down] = [(radius(h) - 0.9) / h, (radius(-h) - 0.9) / h];
            const fold = found.leadingMultiplicity > 1;
            const expected = fold ? Math.max(0, changes[at]) : changes[at];
            const below = fold ? Math.max(0, -changes[at]) : -changes[at];
            assert.ok(Math.abs(up - expected) < 1e-4, `${up} against ${expected}`);
            assert.ok(Math.abs(down - below) < 1e-4, `${down} against ${below}`);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it('has no derivative where it is defective', () => {
    const jordan = Float64Array.of(0.9, 1, 0, 0.9);
    for (const W of [jordan, inOtherCoordinates(2, jordan), blocks(jordan, diagonal(0.9, 0.2))]) {
      const found = of(W);
      assert.ok(found.leadingCondition > 1e7, `${found.leadingCondition}`);
      assert.ok(found.leadingSensitivity.re.every((change) => !(Math.abs(change) < 1e7) || change === 0));
    }
    assert.equal(of(jordan).leadingCondition, Number.POSITIVE_INFINITY);
    assert.ok(of(jordan).leadingSensitivity.re.every(Number.isNaN));
    assert.equal(of(blocks(jordan, diagonal(0.9, 0.2))).leadingCondition, Number.POSITIVE_INFINITY);
  });

  it('is one of several as large in an orthogonal start', () => {
    assert.equal(of(rotation(0.4)).equallyLarge, 2);
    assert.equal(of(blocks(rotation(0.4), rotation(1.3))).equallyLarge, 4);
    assert.equal(of(diagonal(1, -1, 0.5)).equallyLarge, 2);
    assert.equal(of(diagonal(1, 0.5)).equallyLarge, 1);
  });
});
