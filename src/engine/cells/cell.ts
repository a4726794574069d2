/**
 * The interface of every recurrent cell: its weights, its steps over the tape of one batch, and its Jacobian.
 */
import type { CellName } from '../../notation/cells';
import type { Kernels, PackedMatrix } from '../kernels/kernels';
import type { Tensor } from '../tensor';
import type { Partition } from '../threads/partition';
import type { Tape, UnitPlace } from './tape';

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

/**
 * The recurrent weights, packed as right operands of a step's products: one pair for each of the cell's
 * `products`.
 */
export interface PackedRecurrentWeights {
  /** W_hhᵀ, from states to preactivations. */
  readonly forward: readonly PackedMatrix[];
  /** W_hh, from gradients at preactivations to those at states. */
  readonly backward: readonly PackedMatrix[];
}

export interface StepValues {
  /** `weight_hh`, `[G·H, H]` */
  readonly weightHh: ArrayLike<number>;
  /** State before the step, `[H]`. */
  readonly hBefore: ArrayLike<number>;
  readonly cBefore?: ArrayLike<number>;
  /** LSTM: cell state after the step, `[H]`. */
  readonly c?: ArrayLike<number>;
  /** Activated gates, `[G·H]`; for an RNN `h` itself. */
  readonly gates: ArrayLike<number>;
  /** cudnn GRU: `bias_hh` of the candidate, `[H]`. */
  readonly candidateBias?: ArrayLike<number>;
}

/** J = ∂s_t/∂s_{t−1}, row-major; s is h, for an LSTM (h, c). */
export interface StepJacobian {
  /** H; for an LSTM 2H. */
  readonly size: number;
  readonly values: Float64Array;
}

export interface Cell {
  readonly name: CellName;
  /** Letters of the gate blocks, as in `gateBlocks`. G is their number. */
  readonly gates: readonly string[];
  /** Number of gates, in order, that each of a step's recurrent products computes. */
  readonly products: readonly number[];
  readonly hasCellState: boolean;
  /** Whether the tape keeps `candidate` and `dcandidate`. */
  readonly keepsCandidate: boolean;
  /**
   * Whether `bias_hh` of the last gate is inside the reset gate's product, and so is not added to the
   * preactivations.
   */
  readonly candidateBiasApart: boolean;

  /**
   * Computes one step: `gates[t]` holds `W_ih·x + biases` and becomes the gates; the slot `after` becomes the
   * new state.
   */
  forwardStep(
    kernels: Kernels,
    packed: PackedRecurrentWeights,
    tape: Tape,
    t: number,
    before: number,
    after: number,
  ): void;
  /** Takes dh (and dc) of the slot `after`; fills `dgates[t]` and adds to the slot `before`. */
  backwardStep(
    kernels: Kernels,
    packed: PackedRecurrentWeights,
    tape: Tape,
    t: number,
    before: number,
    after: number,
  ): void;
  /**
   * Adds the gradients of `weight_hh` and `bias_hh` over the steps `from … to−1` and all rows of the tape.
   * @param firstBefore the slot that step `from` reads; the others follow it
   * @param partition determines the rows of the weights
   */
  recurrentGradients(
    kernels: Kernels,
    gradients: CellWeights,
    tape: Tape,
    from: number,
    to: number,
    firstBefore: number,
    partition: Partition,
  ): void;
  /**
   * Replaces an activated gate that the step computed, and computes again what depends on it within the step.
   * Called after `forwardStep`, on a tape that keeps preactivations. The gate's own preactivation stays as it
   * was. Absent for the RNN.
   * @param gate index of the gate in `gates`
   */
  setGate?(tape: Tape, weights: CellWeights, place: UnitPlace, gate: number, value: number): void;
  /** Does the same for c of the LSTM. */
  setCellState?(tape: Tape, place: UnitPlace, value: number): void;
  /**
   * Returns the Jacobian of one step of one sequence, in Float64 (docs/math.md, "Step Jacobians").
   * @param values array of an earlier Jacobian that is no longer needed, to be overwritten; by default a new
   * one
   */
  jacobian(step: StepValues, hiddenSize: number, values?: Float64Array): StepJacobian;
}
