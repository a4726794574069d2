/**
 * The reference kernels of outputs, losses and their gradients over rows; the formulas of one row are in
 * `loss.ts`.
 */

import type { LossName, OutputName } from '../loss';
import { applyOutput, rowLoss, rowLossGradient } from '../loss';
import type { Tensor } from '../tensor';

/** The rows of a readout: row i has O logits, and its target is at `place[i]`. */
export interface OutputRows {
  /** g2, the output function. */
  readonly output: OutputName;
  readonly loss: LossName;
  readonly O: number;
  /** `[N][O]` logits. */
  readonly a: Tensor;
  readonly y: Tensor;
  readonly da: Tensor;
  /** `[N]` place of each row. */
  readonly place: Int32Array;
  /** `[N]` ln Σ eᵃ, which kernels that compute a softmax may keep here for its loss. */
  readonly logSums: Float64Array;
  /** `[N]` ℓ, zero where a row has no target. */
  readonly losses: Float64Array;
  /**
   * `[places][O]` targets that are values. `targetClass` holds targets that are classes; `mask` is 1 where
   * there is a target.
   */
  readonly target: Tensor;
  readonly targetClass: Int32Array;
  readonly mask: Uint8Array;
  /** `[O]` weights of the classes, with which cross-entropy multiplies gradients; absent where all are 1. */
  readonly classWeights?: Float64Array;
}

/** Computes `y = g2(a)` of the rows `first … end−1`. */
export function activate({ output, a, y, O }: OutputRows, first: number, end: number): void {
  for (let row = first; row < end; row++) {
    applyOutput(output, a.values, y.values, row * O, O);
  }
}

/** Computes `losses` of the rows `first … end−1`, in which classes have no weights. */
export function rowLosses(rows: OutputRows, first: number, end: number): void {
  const { loss, a, y, O, place, mask, losses, target, targetClass } = rows;
  for (let row = first; row < end; row++) {
    const at = place[row];
    losses[row] =
      mask[at] === 0
        ? 0
        : rowLoss(loss, a.values, y.values, row * O, O, target.values, at * O, targetClass[at]);
  }
}

/** Computes `da = weight·∂ℓ/∂a` of the rows `first … end−1`, times the weight of the target's class. */
export function lossGradient(rows: OutputRows, first: number, end: number, weight: number): void {
  const { loss, output, y, da, O, place, mask, target, targetClass, classWeights } = rows;
  const scratch = new Float64Array(O);
  for (let row = first; row < end; row++) {
    const at = place[row];
    if (mask[at] === 0) {
      da.values.fill(0, row * O, (row + 1) * O);
      continue;
    }
    rowLossGradient(
      loss,
      output,
      y.values,
      row * O,
      O,
      target.values,
      at * O,
      targetClass[at],
      weight * (classWeights?.[targetClass[at]] ?? 1),
      da.values,
      scratch,
    );
  }
}
