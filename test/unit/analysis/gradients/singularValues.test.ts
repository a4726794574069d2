/**
 * Matrices with few distinct singular values, at which a Krylov space ends early: starts of weights, ReLU
 * networks and saturated gates are full of them.
 */
import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { Matrix } from 'ml-matrix';
import { powerNorms, productNorms } from '../../../../src/analysis/gradients/products';
import { SingularValues } from '../../../../src/analysis/gradients/singularValues';
import { Random } from '../../../../src/data/common/random';
import { jacobiSingularValues } from '../jacobi';
import { tracedLayer } from '../layers';
import { denseJacobian, diagonal, gaussian, inOtherCoordinates, matrixOf } from '../matrices';

/** An orthogonal matrix that is not symmetric: the identity, with its rows turned in every plane. */
function orthogonal(n: number, seed: number): Float64Array {
  const random = new Random(seed, 'orthogonal');
  const Q = diagonal(...new Float64Array(n).fill(1));
  for (let i = 0; i < n; i++) {
    for (let k = i + 1; k < n; k++) {
      const angle = random.uniform(0, 2 * Math.PI);
      for (let j = 0; j < n; j++) {
        const [a, b] = [Q[i * n + j], Q[k * n + j]];
        Q[i * n + j] = Math.cos(angle) * a - Math.sin(angle) * b;
        Q[k * n + j] = Math.sin(angle) * a + Math.cos(angle) * b;
      }
    }
  }
  return Q;
}

const times = (n: number, left: Float64Array, right: Float64Array) =>
  Float64Array.from(matrixOf(n, left).mmul(matrixOf(n, right)).to1DArray());

/** A few values, each of them many times. */
const fewValues = fc.constantFrom(
  [1],
  [0.5, 0],
  [1, 1, 0],
  [2, 1],
  [3, 1, 1, 0],
  [0.97, 0.5, 0.1],
  [1, 1 - 1e-9],
  [1, 1 - 1e-6, 0.3],
  [1e-8, 1e-9],
);

/** Matrices as they occur, by kind. */
const degenerate = fc
  .record({
    kind: fc.constantFrom('diagonal', 'turned', 'both sides', 'mask', 'orthogonal', 'blocks', 'low rank'),
    n: fc.integer({ min: 1, max: 24 }),
    values: fewValues,
    seed: fc.nat(1e6),
  })
  .map(({ kind, n, values, seed }) => {
    const random = new Random(seed, kind);
    const D = diagonal(
      ...Array.from({ length: n }, () => values[Math.floor(random.uniform(0, values.length))]),
    );
    const Q = orthogonal(n, seed);
    switch (kind) {
      case 'diagonal':
        return { n, matrix: D };
      case 'turned':
        return { n, matrix: inOtherCoordinates(n, D) };
      case 'both sides':
        return { n, matrix: times(n, times(n, Q, D), orthogonal(n, seed + 1)) };
      case 'mask':
        return { n, matrix: times(n, D, Q) };
      case 'orthogonal':
        return { n, matrix: Q.map((value) => values[0] * value) };
      case 'blocks': {
        const small = gaussian(Math.max(1, n >> 2), seed);
        const size = Math.sqrt(small.length);
        const repeated = new Float64Array(n * n);
        for (let i = 0; i < n; i++) {
          for (let j = 0; j < n; j++) {
            const same = Math.floor(i / size) === Math.floor(j / size);
            repeated[i * n + j] = same ? small[(i % size) * size + (j % size)] : 0;
          }
        }
        return { n, matrix: repeated };
      }
      default:
        return {
          n,
          matrix: Float64Array.from({ length: n * n }, (_, at) => Q[at % n] * Q[Math.floor(at / n)]),
        };
    }
  });

describe('the singular values of a matrix that has few different ones', () => {
  it('are those of Jacobi’s method, at the first search and at a later one', () => {
    fc.assert(
      fc.property(degenerate, degenerate, ({ n, matrix }, next) => {
        const singular = new SingularValues(n, n);
        // The second search begins at the first one's vector.
        for (const values of next.n === n ? [matrix, next.matrix, matrix] : [matrix, matrix]) {
          const found = singular.largest(denseJacobian(n, values));
          const smallest = singular.smallest(denseJacobian(n, values));
          const expected = jacobiSingularValues(n, values);
          const error = Math.abs(found - expected[0]);
          assert.ok(error <= 1e-9 * expected[0], `${found} against ${expected[0]}`);
          assert.ok(
            Math.abs(smallest - expected[n - 1]) <= 1e-9 * expected[n - 1] + 1e-13 * expected[0],
            `${smallest} against ${expected[n - 1]}`,
          );
        }
      }),
      { numRuns: 500 },
    );
  });

  it('are exact for what an identity start and a ReLU make of it', () => {
    const n = 32;
    for (let dead = 0; dead < n; dead++) {
      const mask = diagonal(...Array.from({ length: n }, (_, unit) => (unit < dead ? 0 : 0.5)));
      const found = new SingularValues(n, n).largest(denseJacobian(n, mask));
      assert.ok(Math.abs(found - 0.5) < 1e-14, `${found} with ${dead} dead units`);
    }
  });

  it('are those of the start of the CO₂ example: 0.5 where a unit is active, and 0 where none is', () => {
    const { at, layer } = tracedLayer({
      model: {
        cell: 'rnn',
        activation: 'relu',
        hiddenSize: 32,
        init: { recurrent: 'identity', input: 'uniform', gain: 0.5 },
      },
      steps: 24,
    });
    const singular = new SingularValues(32, 32);
    for (let t = 0; t < layer.steps; t++) {
      const active = layer.gates.subarray(t * 32, (t + 1) * 32).some((h) => h > 0);
      const found = singular.largest(at(t));
      assert.ok(Math.abs(found - (active ? 0.5 : 0)) < 1e-14, `${found} at step ${t}`);
    }
    for (const [d, log] of productNorms(at, layer.steps - 1).entries()) {
      assert.ok(log <= d * Math.log(0.5) + 1e-12, `${log} at distance ${d}`);
    }
  });

  it('do not take long at a large identity', () => {
    const n = 512;
    const identity = diagonal(...new Float64Array(n).fill(1));
    assert.equal(Math.abs(new SingularValues(n, n).largest(denseJacobian(n, identity)) - 1) < 1e-14, true);
  });
});

describe('the norm of a product', () => {
  it('is that of Jacobi’s method, and no more than the product of the factors’ norms', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 12 }), fewValues, fc.nat(1e6), (n, values, seed) => {
        const random = new Random(seed, 'factors');
        const steps = 8;
        const factors = Array.from({ length: steps + 1 }, (_, t) => {
          const picked = Array.from(
            { length: n },
            () => values[Math.floor(random.uniform(0, values.length))],
          );
          return times(n, diagonal(...picked), t % 3 === 0 ? diagonal(...picked) : orthogonal(n, seed + t));
        });
        const logs = productNorms((t) => denseJacobian(n, factors[t]), steps);
        let product = Matrix.eye(n);
        let bound = 0;
        for (let d = 1; d <= steps; d++) {
          const factor = factors[steps - d + 1];
          product = product.mmul(matrixOf(n, factor));
          bound += Math.log(jacobiSingularValues(n, factor)[0]);
          const expected = Math.log(jacobiSingularValues(n, product.to1DArray())[0]);
          const same = logs[d] === expected || Math.abs(logs[d] - expected) < 1e-9;
          assert.ok(same, `${logs[d]} against ${expected} at distance ${d}`);
          assert.ok(logs[d] <= bound + 1e-9, `${logs[d]} above its bound ${bound}`);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('of an orthogonal start, to any power, is 1', () => {
    for (const n of [2, 8, 31]) {
      for (const log of powerNorms(n, orthogonal(n, n), 60)) {
        assert.ok(Math.abs(log) < 1e-10, `${log}`);
      }
    }
  });
});
