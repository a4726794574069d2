import { strict as assert } from 'node:assert';
import { determinant } from 'ml-matrix';
import type { Jacobian } from '../../../../src/analysis/gradients/jacobian';
import { lyapunovExponents } from '../../../../src/analysis/gradients/lyapunov';
import { Random } from '../../../../src/data/common/random';
import { cells, relativeError, tracedLayer } from '../layers';
import { denseJacobian, diagonal, gaussian, lstmJacobian, matrixOf, rotation } from '../matrices';

function* repeated(count: number, of: (t: number) => Jacobian): Generator<Jacobian> {
  for (let t = 0; t < count; t++) {
    yield of(t);
  }
}

/** ψ(x). Small x are shifted by ψ(x) = ψ(x+1) − 1/x up to where the asymptotic series holds. */
function digamma(x: number): number {
  if (x < 20) {
    return digamma(x + 1) - 1 / x;
  }
  const y = 1 / (x * x);
  return Math.log(x) - 1 / (2 * x) - y * (1 / 12 - y * (1 / 120 - y * (1 / 252 - y / 240)));
}

describe('Lyapunov exponents', () => {
  it('of products of Gaussian matrices are Newman’s (1986): ln g + ½[ln(2/N) + ψ((N−i+1)/2)]', () => {
    assert.ok(Math.abs(digamma(1) + 0.5772156649015329) < 1e-12);
    const [N, g, T] = [8, 1.4, 40_000];
    const random = new Random(2, 'newman');
    const values = new Float64Array(N * N);
    const J = denseJacobian(N, values);
    const found = lyapunovExponents(
      repeated(T, () => {
        for (let j = 0; j < values.length; j++) {
          values[j] = (g * random.normal()) / Math.sqrt(N);
        }
        return J;
      }),
    );
    found.forEach((exponent, j) => {
      const expected = Math.log(g) + (Math.log(2 / N) + digamma((N - j) / 2)) / 2;
      assert.ok(Math.abs(exponent - expected) < 0.01, `λ_${j + 1} = ${exponent}, expected ${expected}`);
    });
  });

  it('of one diagonal matrix are the logarithms of its diagonal, in falling order', () => {
    const found = lyapunovExponents(repeated(50, () => denseJacobian(3, diagonal(0.2, -3, 1))));
    assert.ok(relativeError(found, [Math.log(3), 0, Math.log(0.2)]) < 1e-12);
  });

  it('of rotations are all the same, and of powers of one matrix the logarithms of the moduli of its eigenvalues', () => {
    const turning = lyapunovExponents(repeated(100, (t) => denseJacobian(2, rotation(t, 0.9))));
    assert.ok(relativeError(turning, [Math.log(0.9), Math.log(0.9)]) < 1e-12);
    const triangular = Float64Array.of(0.5, 0, 0, 3, 0.9, 0, 1, 2, 0.7);
    const powers = lyapunovExponents(repeated(20_000, () => denseJacobian(3, triangular)));
    assert.ok(relativeError(powers, [Math.log(0.9), Math.log(0.7), Math.log(0.5)]) < 1e-3);
  });

  it('add up to the mean of ln|det J|, on the trace of every cell', () => {
    for (const kind of cells) {
      if (kind.activation === 'relu') {
        continue; // the determinant is zero as soon as one unit is dead
      }
      const { name, layer, at } = tracedLayer({ model: kind, steps: 20 });
      const found = lyapunovExponents(repeated(layer.steps, at));
      let expected = 0;
      for (let t = 0; t < layer.steps; t++) {
        const { size, values } = at(t);
        expected += Math.log(Math.abs(determinant(matrixOf(size, values)))) / layer.steps;
      }
      const sum = found.reduce((total, value) => total + value, 0);
      assert.ok(Math.abs(sum - expected) < 1e-9, `${name}: ${sum} against ${expected}`);
      assert.ok(found.every((value, j) => j === 0 || value <= found[j - 1]));
    }
  });

  it('are the same where fewer are requested, and where an LSTM’s blocks are treated as dense', () => {
    const J = (t: number) => lstmJacobian(6, 7 * t);
    const all = lyapunovExponents(repeated(400, J));
    assert.equal(all.length, 12);
    // The exponents of the first four columns have reached their order by then.
    assert.ok(relativeError(lyapunovExponents(repeated(400, J), 4), all.subarray(0, 4)) < 1e-12);
    const plain = lyapunovExponents(repeated(400, (t) => denseJacobian(12, J(t).values)));
    assert.ok(relativeError(plain, all) < 1e-10);
  });

  it('are −∞ for lost directions, and the others stay', () => {
    const found = lyapunovExponents(repeated(10, () => denseJacobian(2, diagonal(0.5, 0))));
    assert.equal(found[1], Number.NEGATIVE_INFINITY);
    assert.ok(Math.abs(found[0] - Math.log(0.5)) < 1e-12);
  });

  it('need at least one step', () => {
    assert.throws(() => lyapunovExponents([]), /at least one step/);
    assert.equal(lyapunovExponents([denseJacobian(3, gaussian(3, 1))]).length, 3);
  });
});
