/**
 * Takes gradients from a step's state to the layer's input at that step, `δs·∂s_t/∂x_t = δz·W_ih`, where δz =
 * δs·∂s_t/∂z_t is the gradient by the preactivations z_t = W_ih·x_t + … (docs/math.md, "The cells").
 */
import { FormatError } from '../../formats/safetensors';
import { weightName } from '../../notation/tensorNames';
import type { LayerTrace, RecurrentWeights, Tensors } from '../layers/layerTrace';
import { type Dense, dense, multiply } from '../linearAlgebra/dense';

export interface InputWeights {
  /** I */
  readonly inputSize: number;
  /** `[G·H][I]` */
  readonly weightIh: Float64Array;
}

/**
 * @param tensors tensors of a checkpoint
 * @param layer name of the layer, as in a trace
 * @throws FormatError where there is no such layer
 */
export function inputWeights(tensors: Tensors, layer: string): InputWeights {
  const name = weightName('weight_ih', layer);
  const tensor = tensors.get(name);
  if (tensor === undefined) {
    throw new FormatError(`there is no tensor "${name}"`);
  }
  return { inputSize: tensor.shape[1], weightIh: Float64Array.from(tensor.values) };
}

/**
 * @param rows `[n][size]` gradients by the whole state after step t
 * @returns `[n][I]`
 */
export function toInput(
  layer: LayerTrace,
  recurrent: RecurrentWeights,
  { inputSize, weightIh }: InputWeights,
  t: number,
  rows: Dense,
): Dense {
  const width = layer.gates.length / layer.steps;
  const dz = dense(new Float64Array(rows.rows * width), rows.rows, width);
  preactivationGradients(layer, recurrent, t, rows, dz);
  const out = dense(new Float64Array(rows.rows * inputSize), rows.rows, inputSize);
  multiply(dz, dense(weightIh, width, inputSize), out);
  return out;
}

function preactivationGradients(
  layer: LayerTrace,
  recurrent: RecurrentWeights,
  t: number,
  rows: Dense,
  dz: Dense,
): void {
  const { kind, hiddenSize: H, h, c, gates } = layer;
  const hBefore = h.subarray(t * H, (t + 1) * H);
  switch (kind.cell) {
    case 'rnn': {
      // tanh′ = 1 − h², ReLU′ = [h > 0]
      const slope = kind.activation === 'relu' ? (y: number) => (y > 0 ? 1 : 0) : (y: number) => 1 - y * y;
      each(rows, H, (from, i, u) => {
        dz.values[i * H + u] = rows.values[from + u] * slope(gates[t * H + u]);
      });
      return;
    }
    case 'lstm': {
      // δc + d⊙δh, with d = o⊙(1−tanh²c)
      const gate = (g: number, u: number) => gates[(t * 4 + g) * H + u];
      each(rows, H, (from, n, u) => {
        const [i, f, g, o] = [gate(0, u), gate(1, u), gate(2, u), gate(3, u)];
        const [before, after] = c ? [c[t * H + u], Math.tanh(c[(t + 1) * H + u])] : [0, 0];
        const dh = rows.values[from + u];
        // Rows cover h alone in a sequence of one step.
        const byC = rows.columns > H ? rows.values[from + H + u] : 0;
        const dc = byC + dh * o * (1 - after * after);
        const at = n * 4 * H + u;
        dz.values[at] = dc * g * i * (1 - i);
        dz.values[at + H] = dc * before * f * (1 - f);
        dz.values[at + 2 * H] = dc * i * (1 - g * g);
        dz.values[at + 3 * H] = dh * after * o * (1 - o);
      });
      return;
    }
    case 'gru':
      gruGradients(layer, recurrent, t, hBefore, rows, dz);
  }
}

/** The candidate's recurrent part is W_n·(r⊙h₋) (`original`) or r⊙q with q = W_n·h₋ + b_hn (`cudnn`). */
function gruGradients(
  { kind, hiddenSize: H, gates }: LayerTrace,
  { weightHh, candidateBias }: RecurrentWeights,
  t: number,
  hBefore: Float64Array,
  rows: Dense,
  dz: Dense,
): void {
  const gate = (g: number, u: number) => gates[(t * 3 + g) * H + u];
  const original = kind.variant === 'original';
  each(rows, H, (from, i, u) => {
    const [z, n] = [gate(1, u), gate(2, u)];
    const dh = rows.values[from + u];
    const written = original ? z : 1 - z;
    const at = i * 3 * H + u;
    dz.values[at + H] = dh * (original ? n - hBefore[u] : hBefore[u] - n) * z * (1 - z);
    dz.values[at + 2 * H] = dh * written * (1 - n * n);
  });
  const Wn: Dense = { values: weightHh, at: 2 * H * H, rows: H, columns: H, stride: H };
  /** The candidate's δ taken back to the factor that r multiplies. */
  const reset = dense(new Float64Array(rows.rows * H), rows.rows, H);
  if (original) {
    const dn: Dense = { values: dz.values, at: 2 * H, rows: rows.rows, columns: H, stride: 3 * H };
    multiply(dn, Wn, reset);
    each(reset, H, (from, _, u) => {
      reset.values[from + u] *= hBefore[u];
    });
  } else {
    const q = dense(new Float64Array(H), H, 1);
    multiply(Wn, dense(hBefore, H, 1), q);
    each(reset, H, (from, i, u) => {
      reset.values[from + u] = dz.values[(i * 3 + 2) * H + u] * (q.values[u] + (candidateBias?.[u] ?? 0));
    });
  }
  each(reset, H, (from, i, u) => {
    const r = gate(0, u);
    dz.values[i * 3 * H + u] = reset.values[from + u] * r * (1 - r);
  });
}

/**
 * Calls back for every unit of every row with the place where the row begins, the row's index, and the unit.
 */
function each(
  { at, rows, stride }: Dense,
  H: number,
  of: (from: number, row: number, u: number) => void,
): void {
  for (let row = 0; row < rows; row++) {
    for (let u = 0; u < H; u++) {
      of(at + row * stride, row, u);
    }
  }
}
