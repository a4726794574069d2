/**
 * One step of the `cudnn` GRU, forward and backward (equations in `gru.ts`). With δh = ∂L/∂h and a_• the
 * preactivations:
 *
 *     ∂L/∂a_n = δh⊙(1−z)⊙(1−n²)    ∂L/∂a_z = δh⊙(h₋−n)⊙z(1−z)
 *     ∂L/∂q   = ∂L/∂a_n⊙r          ∂L/∂a_r = ∂L/∂a_n⊙q⊙r(1−r)
 *     ∂L/∂h₋ = δh⊙z + W_hrᵀ·∂L/∂a_r + W_hzᵀ·∂L/∂a_z + W_hnᵀ·∂L/∂q
 */
import { columns, matrix } from '../kernels/matrix';
import { sigmoid } from './activation';
import { addBiasGradient, addWeightGradient } from './gradients';
import type { GruStep } from './gruTape';
import { intervenedAt, stopAtIntervened } from './intervened';
import { keepPreactivations, preactivationsOf } from './preactivations';
import { candidateOf, rowsAt, type Tape, type UnitPlace } from './tape';

export const gruCudnnStep: GruStep = {
  forwardStep(kernels, packed, tape, t, before, after) {
    const { hiddenSize: H } = tape;
    const { candidate } = candidateOf(tape);
    const a = rowsAt(tape, tape.gates, t, 3 * H);
    const q = rowsAt(tape, candidate, t, H);
    const hBefore = rowsAt(tape, tape.h, before, H);
    packed.forward[0].multiply(hBefore, columns(a, 0, 2 * H), true); // a_r, a_z
    packed.forward[1].multiply(hBefore, q, true); // q starts as b_hn, which the layer has put there
    keepPreactivations(tape, t, 0, 3 * H);
    kernels.gruCudnnForward(tape, t, before, after);
    keepCandidate(tape, t);
  },

  backwardStep(kernels, packed, tape, t, before, after) {
    const { hiddenSize: H } = tape;
    const { dcandidate } = candidateOf(tape);
    const da = rowsAt(tape, tape.dgates, t, 3 * H);
    const dq = rowsAt(tape, dcandidate, t, H);
    const dhBefore = rowsAt(tape, tape.dh, before, H);
    kernels.gruCudnnBackward(tape, t, before, after);
    stopAtIntervenedCandidate(tape, t);
    stopAtIntervened(tape, t);
    packed.backward[0].multiply(columns(da, 0, 2 * H), dhBefore, true);
    packed.backward[1].multiply(dq, dhBefore, true);
  },

  recurrentGradients(kernels, gradients, tape, from, to, firstBefore, partition) {
    const { rows: B, hiddenSize: H } = tape;
    const { dcandidate } = candidateOf(tape);
    const n = (to - from) * B;
    const dGates = columns(matrix(tape.dgates, from * B, n, 3 * H), 0, 2 * H);
    const dq = matrix(dcandidate, from * B, n, H);
    const hBefore = matrix(tape.h, firstBefore * B, n, H);
    addWeightGradient(kernels, gradients, dGates, hBefore, 0, partition);
    addWeightGradient(kernels, gradients, dq, hBefore, 2 * H, partition);
    addBiasGradient(kernels, gradients, dGates, 0, partition);
    addBiasGradient(kernels, gradients, dq, 2 * H, partition);
  },

  setGate,
};

/** Sets a gate. After r, a_n, n and h are computed again; after z or n, h = (1−z)⊙n + z⊙h₋. */
function setGate(tape: Tape, _: unknown, place: UnitPlace, gate: number, value: number): void {
  const { rows, hiddenSize: H } = tape;
  const { t, before, after, unit } = place;
  const gates = tape.gates.values;
  const h = tape.h.values;
  const a = t * rows * 3 * H + unit;
  const n = a + 2 * H;
  if (gate === 0) {
    const preactivations = preactivationsOf(tape);
    preactivations[n] += (value - gates[a]) * candidateOf(tape).candidate.values[t * rows * H + unit];
    gates[n] = Math.tanh(preactivations[n]);
  }
  gates[a + gate * H] = value;
  const z = gates[a + H];
  h[after * rows * H + unit] = (1 - z) * gates[n] + z * h[before * rows * H + unit];
}

/** Stops the gradients of r and q where n is held, since they flow through n. */
function stopAtIntervenedCandidate(tape: Tape, t: number): void {
  const { rows, hiddenSize: H } = tape;
  for (const element of intervenedAt(tape, t)) {
    if (element >= 2 * H) {
      const unit = element - 2 * H;
      tape.dgates.values[t * rows * 3 * H + unit] = 0;
      candidateOf(tape).dcandidate.values[t * rows * H + unit] = 0;
    }
  }
}

/** Adds r⊙q to the kept a_n; so far only the kernel has added it. */
function keepCandidate(tape: Tape, t: number): void {
  const { preactivations, gates, rows, first, end, hiddenSize: H } = tape;
  if (!preactivations) {
    return;
  }
  const q = candidateOf(tape).candidate.values;
  for (let b = first; b < end; b++) {
    const row = t * rows + b;
    for (let u = 0; u < H; u++) {
      preactivations.values[row * 3 * H + 2 * H + u] += gates.values[row * 3 * H + u] * q[row * H + u];
    }
  }
}

export function gruCudnnForward(tape: Tape, t: number, before: number, after: number): void {
  const { rows, first, end, hiddenSize: H, lengths } = tape;
  const gates = tape.gates.values;
  const h = tape.h.values;
  const q = candidateOf(tape).candidate.values;
  for (let b = first; b < end; b++) {
    const was = (before * rows + b) * H;
    const now = (after * rows + b) * H;
    const a = (t * rows + b) * 3 * H;
    const operand = (t * rows + b) * H;
    if (t >= lengths[b]) {
      gates.fill(0, a, a + 3 * H);
      h.copyWithin(now, was, was + H);
      continue;
    }
    for (let u = 0; u < H; u++) {
      const r = sigmoid(gates[a + u]);
      const z = sigmoid(gates[a + H + u]);
      const an = gates[a + 2 * H + u] + r * q[operand + u];
      const n = Math.tanh(an);
      gates[a + u] = r;
      gates[a + H + u] = z;
      gates[a + 2 * H + u] = n;
      h[now + u] = (1 - z) * n + z * h[was + u];
    }
  }
}

export function gruCudnnBackward(tape: Tape, t: number, before: number, after: number): void {
  const { rows, first, end, hiddenSize: H, lengths } = tape;
  const gates = tape.gates.values;
  const dgates = tape.dgates.values;
  const h = tape.h.values;
  const dh = tape.dh.values;
  const { candidate, dcandidate } = candidateOf(tape);
  const q = candidate.values;
  const dq = dcandidate.values;
  for (let b = first; b < end; b++) {
    const was = (before * rows + b) * H;
    const now = (after * rows + b) * H;
    const a = (t * rows + b) * 3 * H;
    const operand = (t * rows + b) * H;
    if (t >= lengths[b]) {
      dgates.fill(0, a, a + 3 * H);
      dq.fill(0, operand, operand + H);
      for (let u = 0; u < H; u++) {
        dh[was + u] += dh[now + u];
      }
      continue;
    }
    for (let u = 0; u < H; u++) {
      const r = gates[a + u];
      const z = gates[a + H + u];
      const n = gates[a + 2 * H + u];
      const deltaH = dh[now + u];
      const an = deltaH * (1 - z) * (1 - n * n);
      dgates[a + u] = an * q[operand + u] * r * (1 - r);
      dgates[a + H + u] = deltaH * (h[was + u] - n) * z * (1 - z);
      dgates[a + 2 * H + u] = an;
      dq[operand + u] = an * r;
      dh[was + u] += deltaH * z;
    }
  }
}
