/** One sequence, forwards and backwards, as the debugger steps through it. Types only. */
import type { CellKind } from '../analysis/layers/layerTrace';
import type { SetName } from '../data/common/dataset';
import type { Intervention } from '../engine/intervene';
import type { Scaling } from '../notation/scaling';

export type { Intervention };

/** Row-major. */
export interface RecordedTensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** A number of the input or the output. */
export interface RecordedColumn {
  readonly name: string;
  /** The scaling from the data's own unit to the values that the network reads; null where there was none. */
  readonly scaling: Scaling | null;
}

export interface Recording {
  /** Absolute folder of the run; null where weights without a run are debugged. */
  readonly run: string | null;
  readonly set: SetName;
  readonly sequence: number;
  /** Index in `probe.sequences`; null: the sequence is not one of them. */
  readonly watched: number | null;
  /** Origin of the sequence, for people. */
  readonly label: string;
  /** Updates done when the weights were taken. */
  readonly step: number;
  readonly kind: CellKind;
  /**
   * Gates in the order of their blocks in weights and preactivations: `i`, `f`, `g`, `o`; a single empty name
   * for an RNN.
   */
  readonly gates: readonly string[];
  readonly hiddenSize: number;
  /**
   * Layers and directions in the order in which they are computed: `l0`, `l0_reverse`, `l1`, `decoder.l0`.
   */
  readonly layers: readonly string[];
  /**
   * T, steps of the layers that read the input (for one-to-many, those that are generated); and the steps of
   * the output, which differ where a decoder has time steps of its own.
   */
  readonly steps: number;
  readonly outputSteps: number;
  /**
   * `[T, ·]` by the names of a trace: `x`, `y`, `target`, `loss`, `l0.h`, `l0.c`, `l0.gate.f`,
   * `l0.preactivation`, `l0.grad.h`.
   */
  readonly tensors: ReadonlyMap<string, RecordedTensor>;
  /**
   * Values set in it, one intervention for each, in the order in which they were set; empty where it is as
   * the network computes it.
   */
  readonly interventions: readonly Intervention[];
  /** The weights by their names in a checkpoint. */
  readonly weights: ReadonlyMap<string, RecordedTensor>;
  /** The columns of `x`: for one-to-many, the previous output stands behind the data's. */
  readonly inputs: readonly RecordedColumn[];
  readonly outputs: readonly RecordedColumn[];
  /** The meaning of each class of the output, such as a character; null where the output is no class. */
  readonly classes: readonly string[] | null;
  /**
   * The input that the network reads at each step, for people; empty where the number of the step suffices.
   */
  readonly stepLabels: readonly string[];
  /** Absolute path of the data file; null for a generated task. */
  readonly file: string | null;
  /**
   * `[T, 2]` zero-based line and column of each input step in that file, −1 where it has no place there; null
   * without a file.
   */
  readonly places: Int32Array | null;
  /** Whether the data file differs from the one that the model was trained on. */
  readonly dataChanged: boolean;
}
