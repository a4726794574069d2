/**
 * The gradient of each target step's own loss at the last layer's state there, `∂L_t/∂h_t = W_yᵀ·∂ℓ/∂a`, from
 * the outputs and targets of a trace. Credit starts from it.
 */
import { rowLossGradient } from '../../engine/loss';
import type { NetworkSpec } from '../../engine/spec';
import { FormatError, type NamedTensor } from '../../formats/safetensors';
import type { LayerTrace, Tensors } from '../layers/layerTrace';
import type { DirectGradients } from './credit';

/**
 * @param tensors tensors of a trace
 * @param readoutWeight `readout.weight` of the checkpoint, `[O, H]` or, with two directions, `[O, 2H]`
 * @param layer the last layer, in either direction if there are two
 * @throws FormatError where outputs, targets, weights and layer do not go together
 */
export function directGradients(
  tensors: Tensors,
  readoutWeight: NamedTensor,
  { loss, output, shape }: Pick<NetworkSpec, 'loss' | 'output' | 'shape'>,
  layer: LayerTrace,
): DirectGradients {
  const { steps: T, hiddenSize: H, reverse } = layer;
  const [O, width] = readoutWeight.shape;
  const y = tensors.get('y');
  const target = tensors.get('target');
  const column = reverse ? width - H : 0;
  const classes = loss === 'crossEntropy';
  if (
    y?.values.length !== T * O ||
    target?.values.length !== T * (classes ? 1 : O) ||
    column < 0 ||
    readoutWeight.values.length !== O * width
  ) {
    throw new FormatError(
      `the layer of ${T} steps and ${H} units is not the one that this trace's outputs are read from`,
    );
  }
  const outputs = Float64Array.from(y.values);
  const wanted = Float64Array.from(target.values);
  const da = new Float64Array(O);
  const scratch = new Float64Array(O);
  const found: { readonly step: number; readonly row: Float64Array }[] = [];
  for (let t = 0; t < T; t++) {
    const place = classes ? t : t * O;
    if (Number.isNaN(wanted[place])) {
      continue;
    }
    rowLossGradient(
      loss,
      output,
      outputs.subarray(t * O, (t + 1) * O),
      0,
      O,
      wanted,
      place,
      wanted[place],
      1,
      da,
      scratch,
    );
    const row = new Float64Array(H);
    for (let o = 0; o < O; o++) {
      for (let u = 0; u < H; u++) {
        row[u] += da[o] * readoutWeight.values[o * width + column + u];
      }
    }
    // A single output reads the backward direction after it has seen the whole sequence.
    const step = !reverse ? t : shape === 'many-to-one' ? T - 1 : T - 1 - t;
    found.push({ step, row });
  }
  found.sort((a, b) => a.step - b.step);
  const rows = new Float64Array(found.length * H);
  found.forEach(({ row }, n) => {
    rows.set(row, n * H);
  });
  return { targets: found.map(({ step }) => step), rows };
}
