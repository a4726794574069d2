import { strict as assert } from 'node:assert';
import { toInput } from '../../../../src/analysis/gradients/inputGradients';
import { dense } from '../../../../src/analysis/linearAlgebra/dense';
import { referenceLayers, relativeError } from '../layers';

describe('the gradient with respect to a layer’s input', () => {
  it('is PyTorch’s ∂L/∂x, in every cell', () => {
    const seen = new Set<string>();
    for (const { name, layer, weights, input } of referenceLayers()) {
      if (!input) {
        continue;
      }
      const { hiddenSize: H, steps: T, dh, dc } = layer;
      const size = dc ? 2 * H : H;
      const gradient = new Float64Array(input.gradient.length);
      for (let t = 0; t < T; t++) {
        const row = dense(new Float64Array(size), 1, size);
        row.values.set(dh.subarray(t * H, (t + 1) * H));
        row.values.set(dc?.subarray(t * H, (t + 1) * H) ?? [], H);
        gradient.set(toInput(layer, weights, input.weights, t, row).values, t * input.weights.inputSize);
      }
      const error = relativeError(gradient, input.gradient);
      assert.ok(error < 1e-11, `${name}: ${error}`);
      seen.add(`${layer.kind.cell} ${layer.kind.variant} ${layer.kind.activation}`);
    }
    assert.equal(seen.size, 5);
  });
});
