import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { EVD } from 'ml-matrix';
import type { Jacobian } from '../../../../src/analysis/gradients/jacobian';
import { measureSteps, vanillaFactors } from '../../../../src/analysis/gradients/stepJacobians';
import { cells, referenceLayers, relativeError, tracedLayer } from '../layers';
import {
  denseJacobian,
  diagonal,
  gaussian,
  inOtherCoordinates,
  lstmJacobian,
  matrixOf,
  rotation,
  singularValuesOf,
} from '../matrices';

const measured = (J: Jacobian) => {
  const [found] = measureSteps(() => J, { steps: [0], spectralRadius: true });
  return found;
};

/**
 * Compares to 1e-8 relative, except for the effect that rounding of σ_max has on σ_min in any decomposition.
 */
function assertSingularValues(J: Jacobian): void {
  const theirs = singularValuesOf(matrixOf(J.size, J.values));
  const [largest, smallest] = [theirs[0], theirs[theirs.length - 1]];
  const found = measured(J);
  assert.ok(
    Math.abs(found.largestSingularValue - largest) <= 1e-8 * largest,
    `σ_max ${found.largestSingularValue} against ${largest}`,
  );
  assert.ok(
    Math.abs(found.smallestSingularValue - smallest) <= 1e-8 * smallest + 1e-14 * largest,
    `σ_min ${found.smallestSingularValue} against ${smallest}`,
  );
}

function radiusOf(J: Jacobian): number {
  const { realEigenvalues: re, imaginaryEigenvalues: im } = new EVD(matrixOf(J.size, J.values), {
    assumeSymmetric: false,
  });
  return Math.max(...re.map((a, j) => Math.hypot(a, im[j])));
}

describe('the Jacobian of a step', () => {
  it('is PyTorch’s', () => {
    let compared = 0;
    for (const { name, at, jacobian } of referenceLayers()) {
      if (jacobian) {
        const error = relativeError(at(jacobian.step).values, jacobian.values.flat());
        assert.ok(error < 1e-12, `${name}: ${error}`);
        compared++;
      }
    }
    assert.equal(compared, 7); // the cases with one layer and one direction, except for two whose step is padding
  });

  it('takes the trace’s gradients back from step to step where nothing else reaches the state', () => {
    // With 33 units, the product in a GRU's Jacobian is large enough to be computed in WebAssembly.
    for (const [kind, hiddenSize] of cells.flatMap((cell) => [[cell, 5] as const, [cell, 33] as const])) {
      const model = { ...kind, hiddenSize };
      const { name, layer, at } = tracedLayer({ shape: 'many-to-one', model, steps: 7 });
      const { hiddenSize: H, dh, dc } = layer;
      for (let t = layer.steps - 1; t > 0; t--) {
        const { size, values } = at(t);
        const after = [...dh.subarray(t * H, (t + 1) * H), ...(dc?.subarray(t * H, (t + 1) * H) ?? [])];
        const before = [...dh.subarray((t - 1) * H, t * H), ...(dc?.subarray((t - 1) * H, t * H) ?? [])];
        const expected = before.map((_, j) =>
          after.reduce((sum, delta, i) => sum + delta * values[i * size + j], 0),
        );
        assert.ok(relativeError(expected, before) < 1e-5, `${name}, step ${t}`);
      }
    }
  });
});

describe('the singular values of a step’s Jacobian', () => {
  it('are those of ml-matrix, whatever the matrix is', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(1, 2, 3, 5, 8, 17, 33),
        fc.nat(1e6),
        fc.constantFrom(1e-6, 1, 1e4),
        (n, seed, g) => {
          assertSingularValues(denseJacobian(n, gaussian(n, seed, g)));
          assertSingularValues(lstmJacobian(n, seed));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('are found where they lie close together, far apart, or all at the same place', () => {
    const near = Array.from({ length: 40 }, (_, j) => 1 - j * 1e-7);
    const far = Array.from({ length: 12 }, (_, j) => 10 ** -j);
    for (const values of [near, far, [1, 1, 1, 1], [0.7], [2, 1e-9], [-3, 2, -1]]) {
      assertSingularValues(denseJacobian(values.length, diagonal(...values)));
      // The same values without the axes that a start might happen to match.
      const turned = inOtherCoordinates(values.length, diagonal(...values));
      assertSingularValues(denseJacobian(values.length, turned));
    }
    assertSingularValues(denseJacobian(2, rotation(0.3, 0.8)));
  });

  it('are found from step to step though the leading direction leaps', () => {
    const Js = [diagonal(3, 1, 2), diagonal(1, 3, 2), diagonal(1, 2, 3.5), diagonal(0.1, 0.1, 0.1)];
    const found = [
      ...measureSteps((t) => denseJacobian(3, Js[t]), { steps: [0, 1, 2, 3], spectralRadius: false }),
    ];
    const expected = [3, 3, 3.5, 0.1];
    found.forEach(({ step, largestSingularValue }) => {
      assert.ok(
        Math.abs(largestSingularValue - expected[step]) < 1e-9,
        `step ${step}: ${largestSingularValue}`,
      );
    });
  });

  it('have a smallest one of exactly 0 where a unit passes nothing on', () => {
    const J = denseJacobian(3, Float64Array.of(1, 2, 3, 0, 0, 0, 4, 5, 6));
    assert.equal(measured(J).smallestSingularValue, 0);
    assert.equal(measured(denseJacobian(2, new Float64Array(4))).largestSingularValue, 0);
    const { size, hiddenSize, values } = lstmJacobian(3, 1);
    values[4 * size + 4] = 0; // a forget gate that is shut
    values[size + 4] = 0;
    assert.equal(measured({ size, hiddenSize, values }).smallestSingularValue, 0);
  });

  it('are not numbers where the Jacobian has none', () => {
    const found = measured(denseJacobian(2, Float64Array.of(1, Number.NaN, 0, 1)));
    assert.ok(Number.isNaN(found.largestSingularValue) && Number.isNaN(found.smallestSingularValue));
    assert.ok(Number.isNaN(found.spectralRadius));
  });

  it('are those of ml-matrix on the traces of every cell', () => {
    for (const kind of cells) {
      const { at } = tracedLayer({ model: kind, epochs: 2 });
      [1, 3, 5].forEach((t) => {
        assertSingularValues(at(t));
      });
    }
  });
});

describe('the spectral radius of a step’s Jacobian', () => {
  it('is that of ml-matrix', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.nat(1e6), (n, seed) => {
        const J = denseJacobian(n, gaussian(n, seed));
        const radius = measured(J).spectralRadius ?? 0;
        assert.ok(Math.abs(radius - radiusOf(J)) < 1e-9, `${radius} against ${radiusOf(J)}`);
      }),
      { numRuns: 60 },
    );
    const J = lstmJacobian(20, 3);
    assert.ok(Math.abs((measured(J).spectralRadius ?? 0) - radiusOf(J)) < 1e-10);
  });

  it('is 1 of permutations that turn round, which stop a QR step without an exceptional shift', () => {
    for (const n of [2, 3, 4, 7, 16]) {
      const values = new Float64Array(n * n);
      for (let i = 0; i < n; i++) {
        values[i * n + ((i + 1) % n)] = 1;
      }
      assert.ok(Math.abs((measured(denseJacobian(n, values)).spectralRadius ?? 0) - 1) < 1e-12);
    }
  });

  it('is computed only on request, and only for existing steps', () => {
    const { at } = tracedLayer({});
    const found = [...measureSteps(at, { steps: [5, 2], spectralRadius: false })];
    assert.deepEqual(
      found.map(({ step, spectralRadius }) => [step, spectralRadius]),
      [
        [5, null],
        [2, null],
      ],
    );
  });
});

describe('the two factors of an RNN’s Jacobian', () => {
  it('are g1′ of the preactivations, and the singular value and radius of W_hh', () => {
    for (const activation of ['tanh', 'relu'] as const) {
      const { layer, weights, tensors } = tracedLayer({ model: { cell: 'rnn', activation }, epochs: 2 });
      const { hiddenSize: H, steps: T } = layer;
      const z = tensors.get('l0.preactivation');
      assert.ok(z);
      const factors = vanillaFactors(layer, weights);
      for (let t = 0; t < T; t++) {
        const slopes = Array.from(z.values.subarray(t * H, (t + 1) * H), (value) =>
          activation === 'tanh' ? 1 / Math.cosh(value) ** 2 : value > 0 ? 1 : 0,
        );
        const mean = slopes.reduce((sum, value) => sum + value, 0) / H;
        assert.ok(Math.abs(factors.meanSlope[t] - mean) < 1e-6);
        assert.ok(Math.abs(factors.maxSlope[t] - Math.max(...slopes)) < 1e-6);
      }
      const W = matrixOf(H, weights.weightHh);
      assert.ok(Math.abs(factors.largestSingularValue - singularValuesOf(W)[0]) < 1e-12);
      assert.ok(Math.abs(factors.spectralRadius - radiusOf(denseJacobian(H, weights.weightHh))) < 1e-12);
    }
  });

  it('bound ‖J_t‖ together', () => {
    const { layer, weights, at } = tracedLayer({ model: { cell: 'rnn', hiddenSize: 9 } });
    const { maxSlope, largestSingularValue } = vanillaFactors(layer, weights);
    const steps = Array.from({ length: layer.steps }, (_, t) => t);
    for (const found of measureSteps(at, { steps, spectralRadius: false })) {
      assert.ok(found.largestSingularValue <= maxSlope[found.step] * largestSingularValue * (1 + 1e-12));
    }
  });

  it('are refused for a cell with gates', () => {
    const { layer, weights } = tracedLayer({ model: { cell: 'gru' } });
    assert.throws(() => vanillaFactors(layer, weights), /cell "gru" is not a product of two factors/);
  });
});
