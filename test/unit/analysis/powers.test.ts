import { strict as assert } from 'node:assert';
import { Matrix } from 'ml-matrix';
import { modes } from '../../../src/analysis/modes';
import { eigenvaluePowers, transientGrowth } from '../../../src/analysis/powers';
import { diagonal, gaussian, matrixOf, rotation, singularValuesOf } from './matrices';

describe('the powers of a block', () => {
  it('have traces that are the sums of the powers of its eigenvalues', () => {
    const n = 6;
    const W = gaussian(n, 5);
    const powers = modes(n, W).modes.map((mode) => eigenvaluePowers(mode, 12));
    let power = Matrix.eye(n);
    for (let t = 0; t <= 12; t++) {
      const sum = powers.reduce((total, p) => total + Math.exp(p.logModulus[t]) * Math.cos(p.argument[t]), 0);
      const other = powers.reduce(
        (total, p) => total + Math.exp(p.logModulus[t]) * Math.sin(p.argument[t]),
        0,
      );
      assert.ok(Math.abs(sum - power.trace()) < 1e-10 && Math.abs(other) < 1e-10);
      power = power.mmul(matrixOf(n, W));
    }
  });

  it('have arguments in (−π, π], and a zero to the power of 0 is 1', () => {
    const [pair] = modes(2, rotation(2, 0.5)).modes;
    const { logModulus, argument } = eigenvaluePowers(pair, 4);
    assert.ok(argument.every((angle) => angle > -Math.PI && angle <= Math.PI));
    assert.ok(Math.abs(argument[2] - (4 - 2 * Math.PI)) < 1e-12);
    assert.ok(Math.abs(logModulus[4] - 4 * Math.log(0.5)) < 1e-12);
    const zero = eigenvaluePowers({ value: [0, 0], modulus: 0 }, 2);
    assert.deepEqual([...zero.logModulus], [0, -Infinity, -Infinity]);
  });

  it('grow first and then fade where W is far from normal, to a peak that is known of a Jordan block', () => {
    // ‖W^t‖ ≈ t·a^(t−1)·b is largest at t = −1/ln a = 9.49, where the norm is larger at 9 than at 10.
    const [a, b] = [0.9, 10];
    const { logNorms, logRadius, peak } = transientGrowth(2, Float64Array.of(a, b, 0, a), 60);
    const normAt = (t: number) =>
      singularValuesOf(
        new Matrix([
          [a ** t, t * a ** (t - 1) * b],
          [0, a ** t],
        ]),
      )[0];
    const norms = Array.from({ length: 61 }, (_, t) => normAt(t));
    const expected = norms.indexOf(Math.max(...norms));
    assert.equal(peak.step, expected);
    assert.ok(expected === 9 || expected === 10);
    assert.ok(Math.abs(peak.logNorm - Math.log(normAt(expected))) < 1e-9);
    assert.equal(peak.logNorm, logNorms[expected]);
    assert.ok(Math.abs(logRadius - Math.log(a)) < 1e-7);
  });

  it('do not grow at all where W is normal and ρ is at most 1', () => {
    for (const W of [rotation(0.7, 1), rotation(1.1, 0.8), diagonal(0.9, -0.2)]) {
      assert.deepEqual(transientGrowth(2, W, 40).peak, { step: 0, logNorm: 0 });
    }
    const { logNorms, logRadius } = transientGrowth(2, diagonal(1.2, 0.1), 30);
    assert.ok(logNorms.every((log, t) => Math.abs(log - t * logRadius) < 1e-10));
  });
});
