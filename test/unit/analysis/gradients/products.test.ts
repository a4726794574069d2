import { strict as assert } from 'node:assert';
import { Matrix } from 'ml-matrix';
import { powerNorms, productNorms, vanillaBounds } from '../../../../src/analysis/gradients/products';
import { vanillaFactors } from '../../../../src/analysis/gradients/stepJacobians';
import { cells, relativeError, tracedLayer } from '../layers';
import {
  denseJacobian,
  diagonal,
  gaussian,
  lstmJacobian,
  matrixOf,
  rotation,
  singularValuesOf,
} from '../matrices';

describe('the norms of products of Jacobians', () => {
  it('are those of the products as ml-matrix makes them, on the trace of every cell', () => {
    for (const kind of cells) {
      const { name, layer, at } = tracedLayer({ model: { ...kind, hiddenSize: 7 }, steps: 9 });
      for (const t of [layer.steps - 1, 4, 0]) {
        const logs = productNorms(at, t);
        assert.equal(logs.length, t + 1);
        assert.equal(logs[0], 0);
        let product = Matrix.eye(at(0).size);
        for (let d = 1; d <= t; d++) {
          const { size, values } = at(t - d + 1);
          product = product.mmul(matrixOf(size, values));
          const expected = Math.log(singularValuesOf(product)[0]);
          assert.ok(Math.abs(logs[d] - expected) < 1e-9, `${name}: ${logs[d]} against ${expected}`);
        }
      }
    }
  });

  it('are exact where every factor rotates differently', () => {
    const logs = productNorms((t) => denseJacobian(2, rotation(t, 0.9)), 100);
    logs.forEach((log, d) => {
      assert.ok(Math.abs(log - d * Math.log(0.9)) < 1e-10);
    });
  });

  it('neither underflow nor overflow', () => {
    for (const g of [1e-3, 1e3]) {
      const logs = productNorms((t) => denseJacobian(2, rotation(t, g)), 3000);
      assert.ok(Math.abs(logs[3000] / (3000 * Math.log(g)) - 1) < 1e-12);
    }
  });

  it('are those of zero from where a factor is zero', () => {
    const logs = productNorms((t) => denseJacobian(2, t === 3 ? new Float64Array(4) : rotation(t)), 5);
    assert.deepEqual([...logs.subarray(3)], [-Infinity, -Infinity, -Infinity]);
    assert.ok(Math.abs(logs[2]) < 1e-12);
  });

  it('of an LSTM’s blocks are those of the same matrices without that structure', () => {
    const J = (t: number) => lstmJacobian(5, 10 * t);
    const plain = productNorms((t) => denseJacobian(10, J(t).values), 12);
    assert.ok(relativeError(productNorms(J, 12), plain) < 1e-10);
  });
});

describe('the norms of powers', () => {
  it('of a Jordan block are those of its closed form', () => {
    const [a, b] = [0.9, 10];
    const logs = powerNorms(2, Float64Array.of(a, b, 0, a), 200);
    for (const t of [1, 2, 9, 50, 200]) {
      const power = new Matrix([
        [a ** t, t * a ** (t - 1) * b],
        [0, a ** t],
      ]);
      assert.ok(Math.abs(logs[t] - Math.log(singularValuesOf(power)[0])) < 1e-9);
    }
  });
});

describe('the textbook’s bounds of an RNN', () => {
  it('are all the same for an orthogonal W in a linear network, and so is the product', () => {
    const W = rotation(0.4, 0.95);
    const factors = {
      meanSlope: new Float64Array(20).fill(1),
      maxSlope: new Float64Array(20).fill(1),
      largestSingularValue: 0.95,
      spectralRadius: 0.95,
    };
    const { spectralRadius, largestSingularValue, withSlopes } = vanillaBounds(factors, 19);
    const product = productNorms(() => denseJacobian(2, W), 19);
    for (const bound of [spectralRadius, largestSingularValue, withSlopes]) {
      assert.ok(relativeError(bound, product) < 1e-10);
    }
  });

  it('bound the product by slopes and σ_max on a trace, tighter than σ_max alone', () => {
    const { layer, weights, at } = tracedLayer({
      model: { cell: 'rnn', hiddenSize: 8, init: { recurrent: 'orthogonal', input: 'xavier', gain: 1.3 } },
      steps: 30,
    });
    const factors = vanillaFactors(layer, weights);
    const bounds = vanillaBounds(factors, 29);
    productNorms(at, 29).forEach((log, d) => {
      assert.ok(log <= bounds.withSlopes[d] + 1e-9);
      assert.ok(bounds.withSlopes[d] <= bounds.largestSingularValue[d] + 1e-12);
    });
    const slopes = factors.maxSlope.subarray(20).reduce((product, slope) => product * slope, 1);
    assert.ok(Math.abs(bounds.withSlopes[10] - Math.log(slopes * 1.3 ** 10)) < 1e-6);
    assert.ok(Math.abs(bounds.spectralRadius[10] - 10 * Math.log(1.3)) < 1e-6);
  });

  it('are −∞ where W is zero, but for the empty product', () => {
    const factors = {
      meanSlope: new Float64Array(3),
      maxSlope: new Float64Array(3),
      largestSingularValue: 0,
      spectralRadius: 0,
    };
    const { spectralRadius, withSlopes } = vanillaBounds(factors, 2);
    assert.deepEqual([...spectralRadius], [0, -Infinity, -Infinity]);
    assert.deepEqual([...withSlopes], [0, -Infinity, -Infinity]);
  });
});

describe('a product’s norm', () => {
  it('is found though a wide matrix of noise comes after a diagonal one', () => {
    const Js = [diagonal(1, 1, 1), diagonal(9, 1, 1), diagonal(1, 1, 5), gaussian(3, 4), gaussian(3, 5, 3)];
    const logs = productNorms((t) => denseJacobian(3, Js[t]), 4);
    let product = Matrix.eye(3);
    for (let d = 1; d <= 4; d++) {
      product = product.mmul(matrixOf(3, Js[4 - d + 1]));
      assert.ok(Math.abs(logs[d] - Math.log(singularValuesOf(product)[0])) < 1e-9);
    }
  });
});
