/** What every recurrent cell has in common: its tape of one batch, its weights, and what the layer asks of it. */
import type { Factor, Kernels } from '../kernels/kernels';
import { type Matrix, matrix } from '../kernels/matrix';
import type { Share } from '../share';
import type { Tensor } from '../tensor';

/** Weights or gradients of one layer in one direction: PyTorch's names, shapes and gate order. */
export interface CellWeights {
  /** `[G·H, I]` */
  readonly weightIh: Tensor;
  /** `[G·H, H]` */
  readonly weightHh: Tensor;
  /** `[G·H]`, or null where the cell has no biases. */
  readonly biasIh: Tensor | null;
  readonly biasHh: Tensor | null;
}

/** The recurrent weights as right factors of a step's products: one of each for each of the cell's `products`. */
export interface RecurrentFactors {
  /** W_hhᵀ, from states to preactivations. */
  readonly forward: readonly Factor[];
  /** W_hh, from gradients at preactivations to those at states. */
  readonly backward: readonly Factor[];
}

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
  held: Map<number, number[]> | null;
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

export interface StepValues {
  /** `weight_hh`, `[G·H, H]` */
  readonly weightHh: ArrayLike<number>;
  /** State before the step, `[H]` */
  readonly hBefore: ArrayLike<number>;
  readonly cBefore?: ArrayLike<number>;
  /** LSTM: cell state after the step, `[H]` */
  readonly c?: ArrayLike<number>;
  /** Activated gates, `[G·H]`; for an RNN `h` itself. */
  readonly gates: ArrayLike<number>;
  /** cudnn GRU: `bias_hh` of the candidate, `[H]` */
  readonly candidateBias?: ArrayLike<number>;
}

/** J = ∂s_t/∂s_{t−1}, row-major; s is h, for an LSTM (h, c). */
export interface StepJacobian {
  /** H, for an LSTM 2H */
  readonly size: number;
  readonly values: Float64Array;
}

export interface Cell {
  readonly name: 'rnn' | 'lstm' | 'gru';
  /** Gate letters in PyTorch's order; `['']` for the RNN, which has none. G is their number. */
  readonly gates: readonly string[];
  /** How many gates, in order, each of a step's recurrent products computes. */
  readonly products: readonly number[];
  readonly hasCellState: boolean;
  /** Whether the tape keeps `candidate` and `dcandidate`. */
  readonly keepsCandidate: boolean;
  /** Whether `bias_hh` of the last gate stands inside the reset gate's product, and so is not added to the preactivations. */
  readonly candidateBiasApart: boolean;

  /** One step: `gates[t]` holds `W_ih·x + biases` and becomes the gates; the slot `after` becomes the new state. */
  forwardStep(
    kernels: Kernels,
    factors: RecurrentFactors,
    tape: Tape,
    t: number,
    before: number,
    after: number,
  ): void;
  /** Takes dh (and dc) of the slot `after`; fills `dgates[t]` and adds to the slot `before`. */
  backwardStep(
    kernels: Kernels,
    factors: RecurrentFactors,
    tape: Tape,
    t: number,
    before: number,
    after: number,
  ): void;
  /**
   * Adds the gradients of `weight_hh` and `bias_hh` over the steps `from … to−1` and all rows of the tape.
   * @param firstBefore the slot that step `from` reads; the others follow it
   * @param share which rows of the weights
   */
  recurrentGradients(
    kernels: Kernels,
    gradients: CellWeights,
    tape: Tape,
    from: number,
    to: number,
    firstBefore: number,
    share: Share,
  ): void;
  /**
   * Sets an activated gate in place of what the step computed, and computes again what the step makes of it; after
   * `forwardStep`, on a tape that keeps preactivations. The gate's own preactivation stays as it was. None for the RNN.
   * @param gate its number in `gates`
   */
  setGate?(tape: Tape, weights: CellWeights, place: UnitPlace, gate: number, value: number): void;
  /** The same with c, for the LSTM. */
  setCellState?(tape: Tape, place: UnitPlace, value: number): void;
  /**
   * The Jacobian of one step of one sequence, in Float64 (docs/math.md, "Step Jacobians").
   * @param values those of an earlier one, which is needed no longer; by default, new ones
   */
  jacobian(step: StepValues, hiddenSize: number, values?: Float64Array): StepJacobian;
}
