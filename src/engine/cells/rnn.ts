/**
 * The vanilla recurrent network (Elman 1990), as in PyTorch:
 *
 *     z = W_ih·x + b_ih + W_hh·h₋ + b_hh
 *     h = g1(z)                              g1 = tanh or ReLU
 *
 * Backward, with δh = ∂L/∂h:
 *
 *     ∂L/∂z = δh⊙g1′(z)                      tanh′ = 1 − h², ReLU′ = [h > 0]
 *     ∂L/∂h₋ += W_hhᵀ·∂L/∂z
 */

import { gateBlocks } from '../../notation/cells';
import type { CellKernel, Kernels } from '../kernels/kernels';
import { matrix } from '../kernels/matrix';
import type { Cell, StepJacobian, StepValues } from './cell';
import { addBiasGradient, addWeightGradient } from './gradients';
import { keepPreactivations } from './preactivations';
import { rowsAt, type Tape } from './tape';

export const rnnTanh: Cell = vanilla(
  (kernels) => kernels.rnnTanhForward,
  (kernels) => kernels.rnnTanhBackward,
  tanhSlope,
);

export const rnnRelu: Cell = vanilla(
  (kernels) => kernels.rnnReluForward,
  (kernels) => kernels.rnnReluBackward,
  reluSlope,
);

export const rnnTanhForward: CellKernel = (tape, t, before, after) =>
  forward(tape, t, before, after, Math.tanh);
export const rnnReluForward: CellKernel = (tape, t, before, after) => forward(tape, t, before, after, relu);
export const rnnTanhBackward: CellKernel = (tape, t, before, after) =>
  backward(tape, t, before, after, tanhSlope);
export const rnnReluBackward: CellKernel = (tape, t, before, after) =>
  backward(tape, t, before, after, reluSlope);

/** max(0, z), except that NaN stays NaN, so that a broken value is found where it began. */
function relu(z: number): number {
  return Math.max(0, z);
}

/** g1′, computed from the value of g1, because the tape keeps that value. */
function tanhSlope(h: number): number {
  return 1 - h * h;
}

function reluSlope(h: number): number {
  return h > 0 ? 1 : 0;
}

function vanilla(
  forwardKernel: (kernels: Kernels) => CellKernel,
  backwardKernel: (kernels: Kernels) => CellKernel,
  slope: (h: number) => number,
): Cell {
  return {
    name: 'rnn',
    gates: gateBlocks.rnn,
    products: [1],
    hasCellState: false,
    keepsCandidate: false,
    candidateBiasApart: false,

    forwardStep(kernels, packed, tape, t, before, after) {
      const { hiddenSize: H } = tape;
      const hBefore = rowsAt(tape, tape.h, before, H);
      const z = rowsAt(tape, tape.gates, t, H);
      packed.forward[0].multiply(hBefore, z, true); // z += h₋·W_hhᵀ
      keepPreactivations(tape, t, 0, H);
      forwardKernel(kernels)(tape, t, before, after);
    },

    backwardStep(kernels, packed, tape, t, before, after) {
      const { hiddenSize: H } = tape;
      const dz = rowsAt(tape, tape.dgates, t, H);
      const dhBefore = rowsAt(tape, tape.dh, before, H);
      backwardKernel(kernels)(tape, t, before, after);
      packed.backward[0].multiply(dz, dhBefore, true); // ∂L/∂h₋ += ∂L/∂z·W_hh
    },

    recurrentGradients(kernels, gradients, tape, from, to, firstBefore, partition) {
      const { rows: B, hiddenSize: H } = tape;
      const n = (to - from) * B;
      const dz = matrix(tape.dgates, from * B, n, H);
      const hBefore = matrix(tape.h, firstBefore * B, n, H);
      addWeightGradient(kernels, gradients, dz, hBefore, 0, partition); // Σ_t ∂L/∂z_tᵀ·h_{t−1}
      addBiasGradient(kernels, gradients, dz, 0, partition);
    },

    jacobian: (step, hiddenSize, values) => jacobian(step, hiddenSize, slope, values),
  };
}

function forward(tape: Tape, t: number, before: number, after: number, g1: (z: number) => number): void {
  const { rows, first, end, hiddenSize: H, lengths } = tape;
  const gates = tape.gates.values;
  const h = tape.h.values;
  for (let b = first; b < end; b++) {
    const was = (before * rows + b) * H;
    const now = (after * rows + b) * H;
    const z = (t * rows + b) * H;
    if (t >= lengths[b]) {
      gates.fill(0, z, z + H);
      h.copyWithin(now, was, was + H);
      continue;
    }
    for (let u = 0; u < H; u++) {
      const value = g1(gates[z + u]);
      gates[z + u] = value;
      h[now + u] = value;
    }
  }
}

function backward(tape: Tape, t: number, before: number, after: number, slope: (h: number) => number): void {
  const { rows, first, end, hiddenSize: H, lengths } = tape;
  const gates = tape.gates.values;
  const dgates = tape.dgates.values;
  const dh = tape.dh.values;
  for (let b = first; b < end; b++) {
    const was = (before * rows + b) * H;
    const now = (after * rows + b) * H;
    const z = (t * rows + b) * H;
    if (t >= lengths[b]) {
      dgates.fill(0, z, z + H);
      for (let u = 0; u < H; u++) {
        dh[was + u] += dh[now + u];
      }
      continue;
    }
    for (let u = 0; u < H; u++) {
      dgates[z + u] = dh[now + u] * slope(gates[z + u]);
    }
  }
}

/** J = diag(g1′(z))·W_hh */
function jacobian(
  step: StepValues,
  H: number,
  slope: (h: number) => number,
  values: Float64Array = new Float64Array(H * H),
): StepJacobian {
  for (let u = 0; u < H; u++) {
    const factor = slope(step.gates[u]);
    for (let j = 0; j < H; j++) {
      values[u * H + j] = factor * step.weightHh[u * H + j];
    }
  }
  return { size: H, values };
}
