import { strict as assert } from 'node:assert';
import { creditMatrix } from '../../../../src/analysis/gradients/credit';
import { productNorms } from '../../../../src/analysis/gradients/products';
import { cells, referenceLayers, relativeError, tracedLayer } from '../layers';
import { denseJacobian, diagonal, rotation } from '../matrices';

describe('the credit of earlier states', () => {
  it('adds up to PyTorch’s ∂L/∂h_k, as vectors, in every cell and direction', () => {
    let compared = 0;
    for (const { name, layer, at, direct } of referenceLayers()) {
      if (direct) {
        const credit = creditMatrix(at, layer.steps, layer.hiddenSize, direct);
        const sum = credit.gradient.map((value) => value * direct.targets.length);
        const error = relativeError(sum, layer.dh);
        assert.ok(error < 1e-12, `${name}: ${error}`);
        compared++;
      }
    }
    assert.equal(compared, 37);
  });

  it('adds up to a trace’s ∂L/∂h_k for every cell, shape and last layer', () => {
    for (const kind of cells) {
      for (const shape of ['many-to-many', 'many-to-one'] as const) {
        for (const more of [
          {},
          { model: { layers: 2 }, layer: 'l1' },
          { model: { bidirectional: true }, layer: 'l0' },
          { model: { bidirectional: true }, layer: 'l0_reverse' },
          { epochs: 3 },
        ]) {
          const traced = tracedLayer({ shape, steps: 8, ...more, model: { ...kind, ...more.model } });
          const { name, layer, at, direct } = traced;
          assert.equal(direct.targets.length, shape === 'many-to-one' ? 1 : 8);
          const { gradient } = creditMatrix(at, layer.steps, layer.hiddenSize, direct);
          const error = relativeError(gradient, layer.dh);
          assert.ok(error < 2e-6, `${name}: ${error}`);
        }
      }
    }
  });

  it('is, for each target, what the engine’s own backward pass gives for a sequence that ends there', () => {
    for (const kind of cells) {
      const { layer, at, direct } = tracedLayer({ model: kind, steps: 6 });
      const { norms } = creditMatrix(at, layer.steps, layer.hiddenSize, direct);
      for (let t = 0; t < 6; t++) {
        // The same weights and inputs up to step t, which has the only target.
        const { layer: ended } = tracedLayer({ model: kind, shape: 'many-to-one', steps: t + 1 });
        const H = ended.hiddenSize;
        const expected = Array.from({ length: t + 1 }, (_, k) =>
          Math.hypot(...ended.dh.subarray(k * H, (k + 1) * H)),
        );
        assert.ok(relativeError(norms.subarray(t * 6, t * 6 + t + 1), expected) < 1e-5);
        assert.ok(norms.subarray(t * 6 + t + 1, (t + 1) * 6).every(Number.isNaN));
      }
    }
  });

  it('is no longer than the product of the Jacobians in between allows', () => {
    const { layer, at, direct } = tracedLayer({ model: { cell: 'gru' }, steps: 12 });
    const { norms } = creditMatrix(at, 12, layer.hiddenSize, direct);
    productNorms(at, 11).forEach((log, d) => {
      assert.ok(norms[11 * 12 + 11 - d] <= norms[11 * 12 + 11] * Math.exp(log) * (1 + 1e-9));
    });
  });

  it('has the rows of the existing targets, and none where there are none', () => {
    const at = () => denseJacobian(2, rotation(1, 0.5));
    const { norms, gradient } = creditMatrix(at, 5, 2, {
      targets: [1, 3],
      rows: Float64Array.of(3, 4, 0, 1),
    });
    const rounded = [...norms].map((value) => Math.round(value * 1e9) / 1e9);
    assert.deepEqual(rounded, [2.5, 5, NaN, NaN, NaN, 0.125, 0.25, 0.5, 1, NaN]);
    assert.deepEqual([...gradient.subarray(8)], [0, 0]);
    assert.equal(creditMatrix(at, 5, 2, { targets: [], rows: new Float64Array(0) }).norms.length, 0);
    const single = creditMatrix(at, 1, 2, { targets: [0], rows: Float64Array.of(3, 4) });
    assert.deepEqual([...single.norms], [5]);
  });

  it('becomes zero instead of a denormal number', () => {
    const at = () => denseJacobian(2, diagonal(1e-10, 1e-12));
    const { norms } = creditMatrix(at, 60, 2, { targets: [59], rows: Float64Array.of(1, 1) });
    assert.ok(Math.abs(norms[59 - 20] / 1e-200 - 1) < 1e-9);
    assert.equal(norms[0], 0);
    assert.ok(norms.every((value) => value === 0 || value >= 1e-262));
  });
});
