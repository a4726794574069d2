/** The tape of one layer: everything that a forward pass keeps of a chunk of steps, for the backward pass to read. */
import { type Matrix, matrix } from '../kernels/matrix';
import type { Tensor } from '../tensor';

/**
 * Everything one layer in one direction keeps of a chunk of T steps: written forward, read backward.
 *
 * States have T + 1 slots. Step t reads the slot `before` and writes the slot `after`: (t, t+1) forwards,
 * (t+1, t) in the backward direction of a bidirectional layer. Row b takes part in step t while `t < lengths[b]`;
 * a padded step leaves its state unchanged.
 */
export interface Tape {
  /** B, rows in use. */
  rows: number;
  /** The rows `first … end − 1` are this thread's to compute. */
  first: number;
  end: number;
  readonly hiddenSize: number;
  /** `[B]` */
  readonly lengths: Int32Array;
  /** `[T+1][B][H]` */
  readonly h: Tensor;
  /** `[T+1][B][H]`; null but for the LSTM. */
  readonly c: Tensor | null;
  /** `[T][B][G·H]` preactivations, then, after the step, the activated gates. */
  readonly gates: Tensor;
  /** `[T][B][G·H]` what the gates were before their functions; null where they are not recorded. */
  readonly preactivations: Tensor | null;
  /** `[T][B][H]` what a GRU's candidate multiplies: `r⊙h₋` (original) or `W_n·h₋ + b_hn` (cudnn). */
  readonly candidate: Tensor | null;
  /** `[T+1][B][H]` ∂L/∂h: the gradient from above, to which each step adds what comes from the step after it. */
  readonly dh: Tensor;
  /** `[T+1][B][H]` ∂L/∂c, of c as the state that the next step reads (the path through the step's own h is not in it). */
  readonly dc: Tensor | null;
  /** `[T][B][G·H]` ∂L/∂ preactivation */
  readonly dgates: Tensor;
  /** `[T][B][H]` cudnn GRU: ∂L/∂(W_n·h₋ + b_hn). Original GRU: scratch for ∂L/∂(r⊙h₋). */
  readonly dcandidate: Tensor | null;
  /** The steps in which values were set in place of what they computed, each with the gates that were, as `gate·H + unit`. */
  intervened: Map<number, number[]> | null;
}

/** A unit of the tape's first sequence at step t, which reads the slot `before` and writes the slot `after`. */
export interface UnitPlace {
  readonly t: number;
  readonly before: number;
  readonly after: number;
  readonly unit: number;
}

/** This thread's rows of one step or slot of a tensor of the tape, each of `width` numbers. */
export function rowsAt({ rows, first, end }: Tape, tensor: Tensor, at: number, width: number): Matrix {
  return matrix(tensor, at * rows + first, end - first, width);
}

export function candidateOf(tape: Tape): { candidate: Tensor; dcandidate: Tensor } {
  const { candidate, dcandidate } = tape;
  if (candidate === null || dcandidate === null) {
    throw new Error('a GRU tape has no candidate tensors');
  }
  return { candidate, dcandidate };
}
