/**
 * The inputs on which an output depends, `‖∂y_t/∂x_k‖_F`, over all paths through one recurrent layer
 * (docs/math.md, "Inputs"):
 *
 *     ∂y_t/∂x_k = ∂y_t/∂h_t · ∂s_t/∂s_k · ∂s_k/∂x_k,    a row for each of the O outputs, all back together
 */
import type { NamedTensor } from '../../formats/safetensors';
import type { LayerTrace, RecurrentWeights } from '../layers/layerTrace';
import { norm } from '../linearAlgebra/dense';
import { type CreditMatrix, goBack } from './credit';
import { type InputWeights, toInput } from './inputGradients';
import type { JacobianAt } from './jacobian';

export interface OutputStep {
  /** Step at which the output reads the layer, in the order of the recurrence. */
  readonly step: number;
  /** `[O]` y of that step, after g2. */
  readonly y: ArrayLike<number>;
}

/** `[N·O][H]` ∂y_t/∂h_t, with `∂y = g2′·W_y`: softmax′ = diag(y) − y·yᵀ, σ′ = diag(y⊙(1−y)). */
export function outputGradients(
  outputs: readonly OutputStep[],
  { shape: [O, width], values: W }: NamedTensor,
  output: 'identity' | 'sigmoid' | 'softmax',
  { hiddenSize: H, reverse }: LayerTrace,
): Float64Array {
  const rows = new Float64Array(outputs.length * O * H);
  // With two directions, the later columns read the backward one.
  const column = reverse ? width - H : 0;
  outputs.forEach(({ y }, n) => {
    for (let u = 0; u < H; u++) {
      let mean = 0;
      for (let o = 0; o < O && output === 'softmax'; o++) {
        mean += y[o] * W[o * width + column + u];
      }
      for (let o = 0; o < O; o++) {
        const w = W[o * width + column + u];
        rows[(n * O + o) * H + u] =
          output === 'softmax' ? y[o] * (w - mean) : output === 'sigmoid' ? y[o] * (1 - y[o]) * w : w;
      }
    }
  });
  return rows;
}

/**
 * @param outputs output steps in rising order, within the layer's steps
 * @param rows `outputGradients` of the outputs
 */
export function inputReach(
  layer: LayerTrace,
  at: JacobianAt,
  recurrent: RecurrentWeights,
  input: InputWeights,
  outputs: readonly OutputStep[],
  rows: Float64Array,
): CreditMatrix {
  const { steps: T, hiddenSize: H } = layer;
  const O = rows.length / H / Math.max(1, outputs.length);
  const targets = outputs.map(({ step }) => step);
  const norms = new Float64Array(targets.length * T).fill(Number.NaN);
  const direct = { targets: targets.flatMap((t) => Array.from({ length: O }, () => t)), rows };
  for (const { step: k, rows: now, of } of goBack(at, T, H, direct)) {
    if (now.rows === 0) {
      continue;
    }
    const dx = toInput(layer, recurrent, input, k, now);
    for (let i = 0; i < now.rows; i++) {
      const cell = Math.floor(of(i) / O) * T + k;
      const own = norm(dx.columns, dx.values, i * dx.columns);
      norms[cell] = Number.isNaN(norms[cell]) ? own : Math.hypot(norms[cell], own);
    }
  }
  return { targets, steps: T, norms };
}
