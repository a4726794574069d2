import { strict as assert } from 'node:assert';
import path from 'node:path';
import fc from 'fast-check';
import { spectrum } from '../../../../src/analysis/spectrum/spectrum';
import { Random } from '../../../../src/data/common/random';
import { readReference } from '../../../reference/format';
import { root } from '../../../vscode/folders';
import { diagonal, rotation } from '../matrices';

const reference = path.join(root, 'test', 'reference', 'cells.json');

const gaussian = (n: number, seed: number) => {
  const random = new Random(seed, 'matrix');
  return Float64Array.from({ length: n * n }, () => random.normal() / Math.sqrt(n));
};
const of = (values: ArrayLike<number>) => spectrum('W', Math.sqrt(values.length), values);

describe('the spectrum of a block', () => {
  it('agrees with PyTorch on eigenvalues and singular values', () => {
    let compared = 0;
    for (const each of readReference(reference)) {
      const { eigenvaluesOfFirstOrCandidateBlock: expected, singularValuesOfThatBlock: singular } = each;
      if (!expected || !singular) {
        continue;
      }
      const H = each.hiddenSize;
      const rows = each.weights.weight_hh_l0.flat();
      // "First or candidate" is the RNN's only block, and the candidate's block of the other cells.
      const candidate = { rnn: 0, lstm: 2, gru: 2 }[each.cell];
      const sorted = (values: readonly (readonly number[])[]) =>
        values
          .map(([re, im]) => ({ re, im }))
          .sort(
            (a, b) =>
              Math.abs(b.re) + Math.abs(b.im) - (Math.abs(a.re) + Math.abs(a.im)) ||
              b.re - a.re ||
              b.im - a.im,
          );
      const theirs = sorted(expected.map((value) => (typeof value === 'number' ? [value, 0] : value)));
      const errors = [0, candidate].map((gate) => {
        const found = spectrum('W', H, rows.slice(gate * H * H, (gate + 1) * H * H));
        const ours = sorted(found.eigenvalues);
        return Math.max(
          ...ours.map(({ re, im }, j) => Math.hypot(re - theirs[j].re, im - theirs[j].im)),
          Math.abs(found.largestSingularValue - Math.max(...singular)),
        );
      });
      assert.ok(Math.min(...errors) < 1e-10, `${each.name}: ${errors}`);
      compared++;
    }
    assert.equal(compared, 9); // the cases with one layer and one direction
  });

  it('of a rotation by θ times g is g·e^±iθ, normal, with perfectly conditioned eigenvectors', () => {
    const [g, theta] = [0.9, 0.7];
    const found = of([g * Math.cos(theta), -g * Math.sin(theta), g * Math.sin(theta), g * Math.cos(theta)]);
    assert.ok(Math.abs(found.eigenvalues[0][0] - g * Math.cos(theta)) < 1e-15);
    assert.ok(Math.abs(found.eigenvalues[0][1] - g * Math.sin(theta)) < 1e-15);
    assert.deepEqual(found.eigenvalues[1], [found.eigenvalues[0][0], -found.eigenvalues[0][1]]);
    assert.ok(Math.abs(found.conditionOfEigenvectors - 1) < 1e-12);
    assert.ok(found.departureFromNormality < 1e-7);
    assert.ok(Math.abs(found.largestSingularValue - g) < 1e-15);
  });

  it('of a triangular matrix is its diagonal, and ρ < 1 < σ_max where it is far from normal', () => {
    const found = of([0.5, 30, 0, 0.4]);
    assert.deepEqual(
      found.eigenvalues.map(([re]) => re),
      [0.5, 0.4],
    );
    assert.equal(found.spectralRadius, 0.5);
    assert.ok(found.largestSingularValue > 30);
    // cond₂ of P = [[1, −30/√(0.01+900)·…]] by its two unit columns (1, 0) and (30, −0.1)/‖·‖
    const cosine = 30 / Math.hypot(30, 0.1);
    assert.ok(Math.abs(found.conditionOfEigenvectors / Math.sqrt((1 + cosine) / (1 - cosine)) - 1) < 1e-6);
    assert.ok(found.departureFromNormality > 0.99);
  });

  it('of a Jordan block is called nearly defective', () => {
    const found = of([0.9, 1, 0, 0, 0.9, 1, 0, 0, 0.9]);
    assert.equal(found.nearlyDefective, true);
    assert.ok(found.conditionOfEigenvectors > 1e8);
    assert.ok(Math.abs(found.spectralRadius - 0.9) < 1e-4);
  });

  it('of zeros and of the identity is what it must be', () => {
    const zero = of(new Float64Array(9));
    assert.deepEqual(
      [zero.spectralRadius, zero.largestSingularValue, zero.departureFromNormality],
      [0, 0, 0],
    );
    const identity = of([1, 0, 0, 0, 1, 0, 0, 0, 1]);
    assert.deepEqual([identity.spectralRadius, identity.conditionOfEigenvectors], [1, 1]);
    assert.equal(identity.nearlyDefective, false);
    assert.deepEqual(of([-0.3]).eigenvalues, [[-0.3, 0]]);
  });

  it('has the trace and the power sums of the matrix, whatever it is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.nat(1e6), (n, seed) => {
        const W = gaussian(n, seed);
        const { eigenvalues, spectralRadius, largestSingularValue, departureFromNormality } = of(W);
        let trace = 0;
        let square = 0;
        for (let i = 0; i < n; i++) {
          trace += W[i * n + i];
          for (let j = 0; j < n; j++) {
            square += W[i * n + j] * W[j * n + i];
          }
        }
        const sum = eigenvalues.reduce((total, [re]) => total + re, 0);
        const squares = eigenvalues.reduce((total, [re, im]) => total + re * re - im * im, 0);
        assert.ok(Math.abs(sum - trace) < 1e-10 && Math.abs(squares - square) < 1e-9);
        assert.ok(spectralRadius <= largestSingularValue * (1 + 1e-12));
        assert.ok(departureFromNormality >= 0 && departureFromNormality <= 1);
        const moduli = eigenvalues.map((value) => Math.hypot(...value));
        assert.ok(moduli.every((modulus, j) => j === 0 || modulus <= moduli[j - 1] * (1 + 1e-12)));
      }),
    );
  });

  it('has the derivative of the leading eigenvalue by every weight that central differences have', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 7 }), fc.nat(1e6), (n, seed) => {
        const W = gaussian(n, seed);
        const found = of(W);
        const moduli = found.eigenvalues.map((value) => Math.hypot(...value));
        const pair = found.eigenvalues[0][1] !== 0 ? 2 : 1;
        // Where another eigenvalue is as large, the dominant one changes within the difference.
        fc.pre(found.leadingCondition < 50 && (n === pair || moduli[pair] < 0.98 * moduli[0]));
        const h = 1e-6;
        for (let at = 0; at < n * n; at++) {
          const moved = (by: number) => {
            const changed = W.slice();
            changed[at] += by;
            return of(changed).eigenvalues[0];
          };
          const [above, below] = [moved(h), moved(-h)];
          const numeric = [0, 1].map((part) => (above[part] - below[part]) / (2 * h));
          const { re, im } = found.leadingSensitivity;
          assert.ok(
            Math.hypot(re[at] - numeric[0], im[at] - numeric[1]) < 1e-5 * found.leadingCondition,
            `${re[at]} + ${im[at]}i against ${numeric}`,
          );
        }
      }),
      { numRuns: 60 },
    );
  });

  it('names the weight that is not finite', () => {
    assert.throws(
      () => spectrum('rnn.weight_hh_l0', 2, [1, 2, Number.NaN, 4]),
      /rnn\.weight_hh_l0: the weight of row 1, column 0 is NaN/,
    );
  });
});

describe('the participation of a unit in a mode', () => {
  const factors = (W: Float64Array) => {
    const H = Math.sqrt(W.length);
    const { participation, eigenvalues, nearlyDefective } = spectrum('W', H, W);
    return { participation, eigenvalues, nearlyDefective, H };
  };

  it('is all of its own in a diagonal block, and shared evenly in a rotation', () => {
    const own = factors(diagonal(0.5, -2, 1)).participation;
    // Modes by falling modulus: −2, 1, 0.5.
    assert.deepEqual([...(own ?? [])], [0, 1, 0, 0, 0, 1, 1, 0, 0]);
    const shared = factors(rotation(0.7, 0.9)).participation;
    assert.ok(shared?.every((part) => Math.abs(part - 0.5) < 1e-7));
  });

  it('is how far the eigenvalue moves with the unit’s weight on itself', () => {
    const H = 6;
    const W = gaussian(H, 3);
    const { participation } = factors(W);
    assert.ok(participation);
    const step = 1e-6;
    for (let k = 0; k < H; k++) {
      const moved = (by: number) => {
        const changed = W.slice();
        changed[k * H + k] += by;
        return spectrum('W', H, changed).eigenvalues;
      };
      const [up, down] = [moved(step), moved(-step)];
      for (let mode = 0; mode < H; mode++) {
        const slope = Math.hypot(up[mode][0] - down[mode][0], up[mode][1] - down[mode][1]) / (2 * step);
        assert.ok(Math.abs(slope - participation[mode * H + k]) < 1e-5, `${mode} ${k}`);
      }
    }
  });

  it('is not given for a block without a full set of eigenvectors', () => {
    assert.equal(factors(Float64Array.of(1, 1, 0, 1)).participation, null);
  });
});
