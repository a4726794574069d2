/**
 * The GRU in its two forms, which differ and are both exact. Both have
 *
 *     r = σ(W_ir·x + b_ir + W_hr·h₋ + b_hr)      reset gate
 *     z = σ(W_iz·x + b_iz + W_hz·h₋ + b_hz)      update gate
 *
 * `original` (Cho et al. 2014, equations 5–8; z writes, as in Chung et al. 2014): the reset gate acts before
 * the product.
 *
 *     n = tanh(W_in·x + b_in + W_hn·(r⊙h₋) + b_hn)
 *     h = (1−z)⊙h₋ + z⊙n
 *
 * `cudnn` (PyTorch, cuDNN, Keras' reset_after; z keeps): the reset gate acts after the product.
 *
 *     q = W_hn·h₋ + b_hn
 *     n = tanh(W_in·x + b_in + r⊙q)
 *     h = (1−z)⊙n + z⊙h₋
 */
import { gateBlocks } from '../../notation/cells';
import { multiplyDoubles } from '../kernels/doubles';
import type { Cell, StepJacobian, StepValues } from './cell';
import { gruCudnnStep } from './gruCudnn';
import { gruOriginalStep } from './gruOriginal';

export const gruOriginal: Cell = {
  name: 'gru',
  gates: gateBlocks.gru,
  products: [2, 1],
  hasCellState: false,
  keepsCandidate: true,
  candidateBiasApart: false,
  ...gruOriginalStep,
  jacobian: originalJacobian,
};

export const gruCudnn: Cell = {
  name: 'gru',
  gates: gateBlocks.gru,
  products: [2, 1],
  hasCellState: false,
  keepsCandidate: true,
  candidateBiasApart: true,
  ...gruCudnnStep,
  jacobian: cudnnJacobian,
};

/** J = diag(1−z) + diag((n−h₋)⊙z′)W_z + diag(z⊙n′)·W_n·(diag(r) + diag(h₋⊙r′)W_r) */
function originalJacobian(
  step: StepValues,
  H: number,
  values: Float64Array = new Float64Array(H * H),
): StepJacobian {
  const { weightHh: W, gates, hBefore } = step;
  /** diag(z⊙n′)·W_n·diag(h₋⊙r′), which W_r follows in the product. */
  const toReset = new Float64Array(H * H);
  const resetWeights = new Float64Array(H * H);
  for (let u = 0; u < H; u++) {
    const z = gates[H + u];
    const n = gates[2 * H + u];
    const writes = z * (1 - n * n);
    const update = (n - hBefore[u]) * z * (1 - z);
    for (let j = 0; j < H; j++) {
      const r = gates[j];
      const through = writes * W[(2 * H + u) * H + j];
      values[u * H + j] = through * r + update * W[(H + u) * H + j];
      toReset[u * H + j] = through * hBefore[j] * r * (1 - r);
      resetWeights[u * H + j] = W[u * H + j];
    }
    values[u * H + u] += 1 - z;
  }
  const square = (of: Float64Array) => ({ values: of, at: 0, rows: H, columns: H, stride: H });
  multiplyDoubles(square(toReset), square(resetWeights), square(values), true);
  return { size: H, values };
}

/** J = diag(z) + diag((h₋−n)⊙z′)W_z + diag((1−z)⊙n′)(diag(r)W_n + diag(q⊙r′)W_r) */
function cudnnJacobian(
  step: StepValues,
  H: number,
  values: Float64Array = new Float64Array(H * H),
): StepJacobian {
  const { weightHh: W, gates, hBefore, candidateBias } = step;
  for (let u = 0; u < H; u++) {
    const r = gates[u];
    const z = gates[H + u];
    const n = gates[2 * H + u];
    let q = candidateBias ? candidateBias[u] : 0;
    for (let j = 0; j < H; j++) {
      q += W[(2 * H + u) * H + j] * hBefore[j];
    }
    const update = (hBefore[u] - n) * z * (1 - z);
    const writes = (1 - z) * (1 - n * n) * r;
    const reset = writes * q * (1 - r);
    for (let j = 0; j < H; j++) {
      values[u * H + j] =
        update * W[(H + u) * H + j] + writes * W[(2 * H + u) * H + j] + reset * W[u * H + j];
    }
    values[u * H + u] += z;
  }
  return { size: H, values };
}
