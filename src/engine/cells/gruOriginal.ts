/**
 * One step of the `original` GRU, forward and backward (equations in `gru.ts`). With δh = ∂L/∂h and a_• the
 * preactivations:
 *
 *     ∂L/∂a_n = δh⊙z⊙(1−n²)        ∂L/∂a_z = δh⊙(n−h₋)⊙z(1−z)
 *     ∂L/∂(r⊙h₋) = W_hnᵀ·∂L/∂a_n   ∂L/∂a_r = ∂L/∂(r⊙h₋)⊙h₋⊙r(1−r)
 *     ∂L/∂h₋ = δh⊙(1−z) + ∂L/∂(r⊙h₋)⊙r + W_hrᵀ·∂L/∂a_r + W_hzᵀ·∂L/∂a_z
 */
import { columns, matrix } from '../kernels/matrix';
import { sigmoid } from './activation';
import type { CellWeights } from './cell';
import { addBiasGradient, addWeightGradient } from './gradients';
import type { GruStep } from './gruTape';
import { stopAtIntervened } from './intervened';
import { keepPreactivations, preactivationsOf } from './preactivations';
import { candidateOf, rowsAt, type Tape, type UnitPlace } from './tape';

export const gruOriginalStep: GruStep = {
  forwardStep(kernels, packed, tape, t, before, after) {
    const { hiddenSize: H } = tape;
    const { candidate } = candidateOf(tape);
    const a = rowsAt(tape, tape.gates, t, 3 * H);
    const hBefore = rowsAt(tape, tape.h, before, H);
    packed.forward[0].multiply(hBefore, columns(a, 0, 2 * H), true); // a_r, a_z
    keepPreactivations(tape, t, 0, 2 * H);
    kernels.gruOriginalGates(tape, t, before, after);
    const operand = rowsAt(tape, candidate, t, H);
    packed.forward[1].multiply(operand, columns(a, 2 * H, H), true); // a_n
    keepPreactivations(tape, t, 2 * H, H);
    kernels.gruOriginalForward(tape, t, before, after);
  },

  backwardStep(kernels, packed, tape, t, before, after) {
    const { hiddenSize: H } = tape;
    const { dcandidate } = candidateOf(tape);
    const da = rowsAt(tape, tape.dgates, t, 3 * H);
    const doperand = rowsAt(tape, dcandidate, t, H);
    const dhBefore = rowsAt(tape, tape.dh, before, H);
    kernels.gruOriginalBackward(tape, t, before, after);
    stopAtIntervened(tape, t); // z, n
    packed.backward[1].multiply(columns(da, 2 * H, H), doperand, false); // ∂L/∂(r⊙h₋)
    kernels.gruOriginalBackwardReset(tape, t, before, after);
    stopAtIntervened(tape, t); // r
    packed.backward[0].multiply(columns(da, 0, 2 * H), dhBefore, true);
  },

  recurrentGradients(kernels, gradients, tape, from, to, firstBefore, partition) {
    const { rows: B, hiddenSize: H } = tape;
    const { candidate } = candidateOf(tape);
    const n = (to - from) * B;
    const da = matrix(tape.dgates, from * B, n, 3 * H);
    const hBefore = matrix(tape.h, firstBefore * B, n, H);
    const operand = matrix(candidate, from * B, n, H);
    addWeightGradient(kernels, gradients, columns(da, 0, 2 * H), hBefore, 0, partition);
    addWeightGradient(kernels, gradients, columns(da, 2 * H, H), operand, 2 * H, partition);
    addBiasGradient(kernels, gradients, da, 0, partition);
  },

  setGate,
};

/**
 * Sets a gate. After r, r⊙h₋ is computed again, and n and h of every unit that reads it; after z or n, h =
 * (1−z)⊙h₋ + z⊙n.
 */
function setGate(tape: Tape, weights: CellWeights, place: UnitPlace, gate: number, value: number): void {
  const { rows, hiddenSize: H } = tape;
  const { t, before, unit } = place;
  const gates = tape.gates.values;
  const a = t * rows * 3 * H;
  gates[a + gate * H + unit] = value;
  if (gate === 0) {
    const operands = candidateOf(tape).candidate.values;
    const operand = t * rows * H + unit;
    const was = operands[operand];
    operands[operand] = value * tape.h.values[before * rows * H + unit];
    updateCandidates(tape, weights, place, operands[operand] - was);
  } else {
    mix(tape, place, unit);
  }
}

/** Adds W_hn[·, unit]·change to a_n, then computes n and h of the units whose a_n has changed. */
function updateCandidates(tape: Tape, { weightHh }: CellWeights, place: UnitPlace, change: number): void {
  const { rows, hiddenSize: H } = tape;
  const preactivations = preactivationsOf(tape);
  const first = place.t * rows * 3 * H + 2 * H;
  for (let u = 0; u < H; u++) {
    const was = preactivations[first + u];
    preactivations[first + u] += weightHh.values[(2 * H + u) * H + place.unit] * change;
    if (preactivations[first + u] !== was) {
      tape.gates.values[first + u] = Math.tanh(preactivations[first + u]);
      mix(tape, place, u);
    }
  }
}

/** Computes h = (1−z)⊙h₋ + z⊙n of a unit. */
function mix(tape: Tape, { t, before, after }: UnitPlace, unit: number): void {
  const { rows, hiddenSize: H } = tape;
  const h = tape.h.values;
  const a = t * rows * 3 * H + unit;
  const z = tape.gates.values[a + H];
  const n = tape.gates.values[a + 2 * H];
  h[after * rows * H + unit] = (1 - z) * h[before * rows * H + unit] + z * n;
}

/** Computes r and z from their preactivations, and the candidate's operand r⊙h₋. */
export function gruOriginalGates(tape: Tape, t: number, before: number): void {
  const { rows, first, end, hiddenSize: H, lengths } = tape;
  const gates = tape.gates.values;
  const h = tape.h.values;
  const candidate = candidateOf(tape).candidate.values;
  for (let b = first; b < end; b++) {
    const was = (before * rows + b) * H;
    const a = (t * rows + b) * 3 * H;
    const operand = (t * rows + b) * H;
    if (t >= lengths[b]) {
      candidate.fill(0, operand, operand + H);
      continue;
    }
    for (let u = 0; u < H; u++) {
      const r = sigmoid(gates[a + u]);
      gates[a + u] = r;
      gates[a + H + u] = sigmoid(gates[a + H + u]);
      candidate[operand + u] = r * h[was + u];
    }
  }
}

/** Computes n and the new state. */
export function gruOriginalForward(tape: Tape, t: number, before: number, after: number): void {
  const { rows, first, end, hiddenSize: H, lengths } = tape;
  const gates = tape.gates.values;
  const h = tape.h.values;
  for (let b = first; b < end; b++) {
    const was = (before * rows + b) * H;
    const now = (after * rows + b) * H;
    const a = (t * rows + b) * 3 * H;
    if (t >= lengths[b]) {
      gates.fill(0, a, a + 3 * H);
      h.copyWithin(now, was, was + H);
      continue;
    }
    for (let u = 0; u < H; u++) {
      const z = gates[a + H + u];
      const n = Math.tanh(gates[a + 2 * H + u]);
      gates[a + 2 * H + u] = n;
      h[now + u] = (1 - z) * h[was + u] + z * n;
    }
  }
}

/** Computes ∂L/∂a_n and ∂L/∂a_z, and the gradient that reaches h₋ along the carry path. */
export function gruOriginalBackward(tape: Tape, t: number, before: number, after: number): void {
  const { rows, first, end, hiddenSize: H, lengths } = tape;
  const gates = tape.gates.values;
  const dgates = tape.dgates.values;
  const h = tape.h.values;
  const dh = tape.dh.values;
  for (let b = first; b < end; b++) {
    const was = (before * rows + b) * H;
    const now = (after * rows + b) * H;
    const a = (t * rows + b) * 3 * H;
    if (t >= lengths[b]) {
      dgates.fill(0, a, a + 3 * H);
      for (let u = 0; u < H; u++) {
        dh[was + u] += dh[now + u];
      }
      continue;
    }
    for (let u = 0; u < H; u++) {
      const z = gates[a + H + u];
      const n = gates[a + 2 * H + u];
      const deltaH = dh[now + u];
      dgates[a + H + u] = deltaH * (n - h[was + u]) * z * (1 - z);
      dgates[a + 2 * H + u] = deltaH * z * (1 - n * n);
      dh[was + u] += deltaH * (1 - z);
    }
  }
}

/** Computes ∂L/∂a_r from ∂L/∂(r⊙h₋), and the gradient that reaches h₋ through that product. */
export function gruOriginalBackwardReset(tape: Tape, t: number, before: number): void {
  const { rows, first, end, hiddenSize: H, lengths } = tape;
  const gates = tape.gates.values;
  const dgates = tape.dgates.values;
  const h = tape.h.values;
  const dh = tape.dh.values;
  const doperand = candidateOf(tape).dcandidate.values;
  for (let b = first; b < end; b++) {
    if (t >= lengths[b]) {
      continue;
    }
    const was = (before * rows + b) * H;
    const a = (t * rows + b) * 3 * H;
    const operand = (t * rows + b) * H;
    for (let u = 0; u < H; u++) {
      const r = gates[a + u];
      const delta = doperand[operand + u];
      dgates[a + u] = delta * h[was + u] * r * (1 - r);
      dh[was + u] += delta * r;
    }
  }
}
