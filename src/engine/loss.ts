/**
 * The output function g2 and the losses, row by row (a row is one target step of one sequence).
 *
 *     softmax + cross-entropy              ℓ = −ln softmax(a)_k                 ∂ℓ/∂a = softmax(a) − onehot(k)
 *     sigmoid + binary cross-entropy       ℓ = −1/O Σ t·ln σ(a) + (1−t)·ln(1−σ(a))   ∂ℓ/∂a = (σ(a) − t)/O
 *     g2 + mean squared error              ℓ = 1/O Σ (y − t)²                   ∂ℓ/∂y = 2(y − t)/O
 *
 * Means over the O outputs are those of `torch.nn.MSELoss` and `BCEWithLogitsLoss`. Both cross-entropies are
 * computed from the logits a, so that a saturated output gives a finite loss and a true gradient. All sums
 * are in Float64.
 */
import type { Floats } from './tensor';

/** Computes `y = g2(a)` of one row of O logits. */
export function applyOutput(output: OutputName, a: Floats, y: Floats, at: number, O: number): void {
  switch (output) {
    case 'identity':
      for (let j = at; j < at + O; j++) {
        y[j] = a[j];
      }
      return;
    case 'sigmoid':
      for (let j = at; j < at + O; j++) {
        y[j] = 1 / (1 + Math.exp(-a[j]));
      }
      return;
    case 'softmax': {
      const total = logSumExp(a, at, O);
      for (let j = at; j < at + O; j++) {
        y[j] = Math.exp(a[j] - total);
      }
    }
  }
}

/** Computes `∂L/∂a += g2′ᵀ·∂L/∂y` of one row: `softmax: y⊙(dy − ⟨y, dy⟩)`, `sigmoid: y(1−y)⊙dy`. */
export function outputGradient(
  output: OutputName,
  y: Floats,
  dy: Floats,
  dyAt: number,
  da: Floats,
  at: number,
  O: number,
): void {
  switch (output) {
    case 'identity':
      for (let j = 0; j < O; j++) {
        da[at + j] += dy[dyAt + j];
      }
      return;
    case 'sigmoid':
      for (let j = 0; j < O; j++) {
        da[at + j] += dy[dyAt + j] * y[at + j] * (1 - y[at + j]);
      }
      return;
    case 'softmax': {
      let inner = 0;
      for (let j = 0; j < O; j++) {
        inner += y[at + j] * dy[dyAt + j];
      }
      for (let j = 0; j < O; j++) {
        da[at + j] += y[at + j] * (dy[dyAt + j] - inner);
      }
    }
  }
}

/**
 * Returns one row's loss ℓ. Values and 0/1 columns are read from `targets` at `targetAt`; `k` is the class.
 */
export function rowLoss(
  loss: LossName,
  a: Floats,
  y: Floats,
  at: number,
  O: number,
  targets: Floats,
  targetAt: number,
  k: number,
): number {
  switch (loss) {
    case 'crossEntropy':
      return logSumExp(a, at, O) - a[at + k];
    case 'binaryCrossEntropy': {
      let sum = 0;
      for (let j = 0; j < O; j++) {
        const logit = a[at + j];
        // −t·ln σ(a) − (1−t)·ln(1−σ(a)), without overflow
        sum += Math.max(logit, 0) - logit * targets[targetAt + j] + Math.log1p(Math.exp(-Math.abs(logit)));
      }
      return sum / O;
    }
    case 'mse': {
      let sum = 0;
      for (let j = 0; j < O; j++) {
        const error = y[at + j] - targets[targetAt + j];
        sum += error * error;
      }
      return sum / O;
    }
  }
}

/**
 * Computes `∂L/∂a = weight · ∂ℓ/∂a` of one row, which replaces the values of `da`. `scratch` has room for O
 * numbers.
 */
export function rowLossGradient(
  loss: LossName,
  output: OutputName,
  y: Floats,
  at: number,
  O: number,
  targets: Floats,
  targetAt: number,
  k: number,
  weight: number,
  da: Floats,
  scratch: Float64Array,
): void {
  switch (loss) {
    case 'crossEntropy':
      for (let j = 0; j < O; j++) {
        da[at + j] = weight * (y[at + j] - (j === k ? 1 : 0));
      }
      return;
    case 'binaryCrossEntropy':
      for (let j = 0; j < O; j++) {
        da[at + j] = (weight * (y[at + j] - targets[targetAt + j])) / O;
      }
      return;
    case 'mse':
      for (let j = 0; j < O; j++) {
        scratch[j] = (2 * weight * (y[at + j] - targets[targetAt + j])) / O;
      }
      da.fill(0, at, at + O);
      outputGradient(output, y, scratch, 0, da, at, O);
  }
}

function logSumExp(a: Floats, at: number, O: number): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (let j = at; j < at + O; j++) {
    largest = Math.max(largest, a[j]);
  }
  let sum = 0;
  for (let j = at; j < at + O; j++) {
    sum += Math.exp(a[j] - largest);
  }
  return largest + Math.log(sum);
}

export type LossName = 'mse' | 'crossEntropy' | 'binaryCrossEntropy';

export type OutputName = 'identity' | 'softmax' | 'sigmoid';
