/**
 * The LSTM (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000), as in PyTorch:
 *
 *     i = σ(W_ii·x + b_ii + W_hi·h₋ + b_hi)      input gate
 *     f = σ(W_if·x + b_if + W_hf·h₋ + b_hf)      forget gate
 *     g = tanh(W_ig·x + b_ig + W_hg·h₋ + b_hg)   candidate, shown as C̃
 *     o = σ(W_io·x + b_io + W_ho·h₋ + b_ho)      output gate
 *     c = f⊙c₋ + i⊙g
 *     h = o⊙tanh(c)
 *
 * Backward, with δh = ∂L/∂h, δc = ∂L/∂c + δh⊙o⊙(1 − tanh²c) and z the preactivations:
 *
 *     ∂L/∂z_i = δc⊙g⊙i(1−i)     ∂L/∂z_f = δc⊙c₋⊙f(1−f)
 *     ∂L/∂z_g = δc⊙i⊙(1−g²)     ∂L/∂z_o = δh⊙tanh(c)⊙o(1−o)
 *     ∂L/∂c₋  = δc⊙f            ∂L/∂h₋ += W_hhᵀ·∂L/∂z
 *
 * `lstmForward` and `lstmBackward` below are the specification of the elementwise part; a training in Float32 runs the
 * same equations in `kernels/assembly/lstm.ts`.
 */

import { gateBlocks } from '../../notation/cells';
import { matrix } from '../kernels/matrix';
import { sigmoid } from './activation';
import type { Cell, StepJacobian, StepValues } from './cell';
import { addBiasGradient, addWeightGradient } from './gradients';
import { isSet, stopAtIntervened } from './intervened';
import { keepPreactivations } from './preactivations';
import { rowsAt, type Tape, type UnitPlace } from './tape';

export const lstm: Cell = {
  name: 'lstm',
  gates: gateBlocks.lstm,
  products: [4],
  hasCellState: true,
  keepsCandidate: false,
  candidateBiasApart: false,

  forwardStep(kernels, packed, tape, t, before, after) {
    const { hiddenSize: H } = tape;
    const hBefore = rowsAt(tape, tape.h, before, H);
    const z = rowsAt(tape, tape.gates, t, 4 * H);
    packed.forward[0].multiply(hBefore, z, true); // z += h₋·W_hhᵀ
    keepPreactivations(tape, t, 0, 4 * H);
    kernels.lstmForward(tape, t, before, after);
  },

  backwardStep(kernels, packed, tape, t, before, after) {
    const { hiddenSize: H } = tape;
    const dz = rowsAt(tape, tape.dgates, t, 4 * H);
    const dhBefore = rowsAt(tape, tape.dh, before, H);
    // Kernels may compute tanh(c) from h = o⊙tanh(c), which does not hold where one of these values was set.
    const step = isSet(tape, t) ? lstmBackward : kernels.lstmBackward;
    step(tape, t, before, after);
    stopAtIntervened(tape, t);
    packed.backward[0].multiply(dz, dhBefore, true); // ∂L/∂h₋ += ∂L/∂z·W_hh
  },

  recurrentGradients(kernels, gradients, tape, from, to, firstBefore, partition) {
    const { rows: B, hiddenSize: H } = tape;
    const n = (to - from) * B;
    const dz = matrix(tape.dgates, from * B, n, 4 * H);
    const hBefore = matrix(tape.h, firstBefore * B, n, H);
    addWeightGradient(kernels, gradients, dz, hBefore, 0, partition); // Σ_t ∂L/∂z_tᵀ·h_{t−1}
    addBiasGradient(kernels, gradients, dz, 0, partition);
  },

  setGate,
  setCellState,
  jacobian,
};

/** Sets a gate. After i, f or g, c = f⊙c₋ + i⊙g and h are computed again; after o, only h. */
function setGate(tape: Tape, _: unknown, place: UnitPlace, gate: number, value: number): void {
  const { rows, hiddenSize: H } = tape;
  const gates = tape.gates.values;
  const z = place.t * rows * 4 * H + place.unit;
  gates[z + gate * H] = value;
  const [i, f, g, o] = [0, 1, 2, 3].map((each) => gates[z + each * H]);
  const c = cellState(tape.c).values;
  const now = place.after * rows * H + place.unit;
  if (gate === 3) {
    tape.h.values[now] = o * Math.tanh(c[now]);
  } else {
    setCellState(tape, place, f * c[place.before * rows * H + place.unit] + i * g);
  }
}

/** Sets c; h = o⊙tanh(c) is computed again. */
function setCellState(tape: Tape, { t, after, unit }: UnitPlace, value: number): void {
  const { rows, hiddenSize: H } = tape;
  const c = cellState(tape.c).values;
  const now = after * rows * H + unit;
  c[now] = value;
  tape.h.values[now] = tape.gates.values[t * rows * 4 * H + 3 * H + unit] * Math.tanh(c[now]);
}

export function lstmForward(tape: Tape, t: number, before: number, after: number): void {
  const { rows, first, end, hiddenSize: H, lengths } = tape;
  const gates = tape.gates.values;
  const h = tape.h.values;
  const c = cellState(tape.c).values;
  for (let b = first; b < end; b++) {
    const was = (before * rows + b) * H;
    const now = (after * rows + b) * H;
    const z = (t * rows + b) * 4 * H;
    if (t >= lengths[b]) {
      gates.fill(0, z, z + 4 * H);
      h.copyWithin(now, was, was + H);
      c.copyWithin(now, was, was + H);
      continue;
    }
    for (let u = 0; u < H; u++) {
      const i = sigmoid(gates[z + u]);
      const f = sigmoid(gates[z + H + u]);
      const g = Math.tanh(gates[z + 2 * H + u]);
      const o = sigmoid(gates[z + 3 * H + u]);
      gates[z + u] = i;
      gates[z + H + u] = f;
      gates[z + 2 * H + u] = g;
      gates[z + 3 * H + u] = o;
      const cell = f * c[was + u] + i * g;
      c[now + u] = cell;
      h[now + u] = o * Math.tanh(cell);
    }
  }
}

export function lstmBackward(tape: Tape, t: number, before: number, after: number): void {
  const { rows, first, end, hiddenSize: H, lengths } = tape;
  const gates = tape.gates.values;
  const dgates = tape.dgates.values;
  const c = cellState(tape.c).values;
  const dh = tape.dh.values;
  const dc = cellState(tape.dc).values;
  for (let b = first; b < end; b++) {
    const was = (before * rows + b) * H;
    const now = (after * rows + b) * H;
    const z = (t * rows + b) * 4 * H;
    if (t >= lengths[b]) {
      dgates.fill(0, z, z + 4 * H);
      for (let u = 0; u < H; u++) {
        dh[was + u] += dh[now + u];
        dc[was + u] += dc[now + u];
      }
      continue;
    }
    for (let u = 0; u < H; u++) {
      const i = gates[z + u];
      const f = gates[z + H + u];
      const g = gates[z + 2 * H + u];
      const o = gates[z + 3 * H + u];
      const tanhC = Math.tanh(c[now + u]);
      const deltaH = dh[now + u];
      const deltaC = dc[now + u] + deltaH * o * (1 - tanhC * tanhC);
      dgates[z + u] = deltaC * g * i * (1 - i);
      dgates[z + H + u] = deltaC * c[was + u] * f * (1 - f);
      dgates[z + 2 * H + u] = deltaC * i * (1 - g * g);
      dgates[z + 3 * H + u] = deltaH * tanhC * o * (1 - o);
      dc[was + u] += deltaC * f;
    }
  }
}

/**
 * J over the joint state (h, c), size 2H, with d = o⊙(1−tanh²c) and σ′ = σ(1−σ):
 *
 *     ∂c/∂c₋ = diag(f)        ∂c/∂h₋ = diag(c₋⊙f′)W_f + diag(g⊙i′)W_i + diag(i⊙g′)W_g
 *     ∂h/∂c₋ = diag(d⊙f)      ∂h/∂h₋ = diag(tanh(c)⊙o′)W_o + diag(d)·∂c/∂h₋
 */
function jacobian(
  step: StepValues,
  H: number,
  values: Float64Array = new Float64Array(4 * H * H), // elements that are never written stay zero
): StepJacobian {
  const { weightHh: W, gates, cBefore, c } = step;
  if (!cBefore || !c) {
    throw new Error('the Jacobian of an LSTM step needs the cell state before and after it');
  }
  const size = 2 * H;
  for (let u = 0; u < H; u++) {
    const i = gates[u];
    const f = gates[H + u];
    const g = gates[2 * H + u];
    const o = gates[3 * H + u];
    const tanhC = Math.tanh(c[u]);
    const d = o * (1 - tanhC * tanhC);
    const byInput = g * i * (1 - i);
    const byForget = cBefore[u] * f * (1 - f);
    const byCandidate = i * (1 - g * g);
    const byOutput = tanhC * o * (1 - o);
    for (let j = 0; j < H; j++) {
      const dcdh =
        byForget * W[(H + u) * H + j] + byInput * W[u * H + j] + byCandidate * W[(2 * H + u) * H + j];
      values[u * size + j] = byOutput * W[(3 * H + u) * H + j] + d * dcdh;
      values[(H + u) * size + j] = dcdh;
    }
    values[u * size + H + u] = d * f;
    values[(H + u) * size + H + u] = f;
  }
  return { size, values };
}

function cellState<T>(tensor: T | null): T {
  if (tensor === null) {
    throw new Error('an LSTM tape has no cell state');
  }
  return tensor;
}
