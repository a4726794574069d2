import assert from 'node:assert/strict';
import type { Spectrum } from '../../../../../src/analysis/spectrum/spectrum';
import {
  leadingModes,
  modulusSensitivity,
  turnOf,
  warnings,
} from '../../../../../webview/sections/weights/spectrumText';

/** A rotation by 0.3 with a stretch of 1.25: λ = 1.25·e^{±0.3i}, u = v. */
const rotation: Spectrum = {
  name: 'rnn.weight_hh_l0',
  size: 2,
  eigenvalues: [
    [1.25 * Math.cos(0.3), 1.25 * Math.sin(0.3)],
    [1.25 * Math.cos(0.3), -1.25 * Math.sin(0.3)],
  ],
  spectralRadius: 1.25,
  participation: null,
  largestSingularValue: 1.25,
  conditionOfEigenvectors: 1,
  departureFromNormality: 0,
  nearlyDefective: false,
  // v = (1, −i)/√2: ∂λ/∂w_ij = conj(v_i)·v_j
  leadingSensitivity: { re: Float64Array.of(0.5, 0, 0, 0.5), im: Float64Array.of(0, -0.5, 0.5, 0) },
  leadingMultiplicity: 1,
  equallyLarge: 2,
  leadingCondition: 1,
};

describe('eigenvalues in words', () => {
  it('move the modulus as a small change of the weight does', () => {
    const [a, b] = [1.25 * Math.cos(0.3), 1.25 * Math.sin(0.3)];
    // W = [[a, −b], [b, a]], |λ|² = det W
    const modulus = (w: readonly number[]) => Math.sqrt(w[0] * w[3] - w[1] * w[2]);
    for (let index = 0; index < 4; index++) {
      const shifted = (by: number) => modulus([a, -b, b, a].map((w, at) => (at === index ? w + by : w)));
      const slope = (shifted(1e-6) - shifted(-1e-6)) / 2e-6;
      assert.ok(Math.abs((modulusSensitivity(rotation, index) ?? Number.NaN) - slope) < 1e-8);
    }
  });

  it('have no slope of |λ| at λ = 0', () => {
    assert.equal(modulusSensitivity({ ...rotation, eigenvalues: [[0, 0]] }, 0), undefined);
  });

  it('list a complex pair once', () => {
    assert.equal(leadingModes(rotation, 6).length, 1);
    assert.equal(leadingModes(rotation, 6)[0].pair, true);
    assert.equal(
      leadingModes(
        {
          ...rotation,
          eigenvalues: [
            [-0.5, 0],
            [0.25, 0],
          ],
        },
        1,
      ).length,
      1,
    );
  });

  it('describe how a mode rotates', () => {
    assert.equal(turnOf(0, 1), 'turns once in 4 steps');
    assert.equal(turnOf(-0.5, 0), 'changes sign each step');
    assert.equal(turnOf(0.5, 0), '');
  });

  it('warn about a nearly defective matrix, and about growth before decay', () => {
    assert.deepEqual(warnings(rotation), []);
    const [defective] = warnings({
      ...rotation,
      nearlyDefective: true,
      conditionOfEigenvectors: Number.POSITIVE_INFINITY,
    });
    assert.match(defective, /^Nearly defective: .*P is singular/);
    const [fold] = warnings({ ...rotation, leadingMultiplicity: 3, equallyLarge: 6 });
    assert.match(fold, /^λ₁ is 3-fold: a change of one weight moves one of the 3/);
    const [ties] = warnings({ ...rotation, equallyLarge: 5 });
    assert.match(ties, /^5 eigenvalues are as large as λ₁/);
    const [none] = warnings({ ...rotation, leadingCondition: Number.POSITIVE_INFINITY });
    assert.match(none, /^λ₁ is nearly defective/);
    const [growth] = warnings({ ...rotation, spectralRadius: 0.8, largestSingularValue: 3 });
    assert.match(growth, /can grow first: one step multiplies it by up to 3/);
  });
});
