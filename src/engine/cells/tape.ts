/**
 * The tape of one layer, on which a forward pass keeps everything about a chunk of steps that the backward
 * pass reads.
 */
import { type Matrix, matrix } from '../kernels/matrix';
import type { Tensor } from '../tensor';

/**
 * The values that one layer in one direction keeps for a chunk of T steps: written forward, read backward.
 *
 * States have T + 1 slots. Step t reads the slot `before` and writes the slot `after`: (t, t+1) forwards,
 * (t+1, t) in the backward direction of a bidirectional layer. Row b takes part in step t while
 * `t < lengths[b]`; a padded step leaves its state unchanged.
 */
export interface Tape {
  /** B, the number of rows in use. */
  rows: number;
  /** This thread computes the rows `first … end − 1`. */
  first: number;
  end: number;
  readonly hiddenSize: number;
  /** `[B]` real steps of each row. */
  readonly lengths: Int32Array;
  /** `[T+1][B][H]` states. */
  readonly h: Tensor;
  /** `[T+1][B][H]` cell states; null for all cells except the LSTM. */
  readonly c: Tensor | null;
  /** `[T][B][G·H]` preactivations; after the step, the activated gates. */
  readonly gates: Tensor;
  /** `[T][B][G·H]` the gates before their activation functions; null where these are not recorded. */
  readonly preactivations: Tensor | null;
  /** `[T][B][H]` operand of a GRU's candidate: `r⊙h₋` (original) or `W_n·h₋ + b_hn` (cudnn). */
  readonly candidate: Tensor | null;
  /**
   * `[T+1][B][H]` ∂L/∂h: the gradient from above, to which each step adds the gradient from the step after
   * it.
   */
  readonly dh: Tensor;
  /**
   * `[T+1][B][H]` ∂L/∂c, where c is the state that the next step reads (the path through the step's own h is
   * not included).
   */
  readonly dc: Tensor | null;
  /** `[T][B][G·H]` ∂L/∂ preactivation */
  readonly dgates: Tensor;
  /** `[T][B][H]` cudnn GRU: ∂L/∂(W_n·h₋ + b_hn). Original GRU: scratch for ∂L/∂(r⊙h₋). */
  readonly dcandidate: Tensor | null;
  /**
   * The steps at which computed values were replaced, each with the gates that were set, as `gate·H + unit`.
   */
  intervened: Map<number, number[]> | null;
}

/**
 * A unit of the tape's first sequence at step t, which reads the slot `before` and writes the slot `after`.
 */
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
