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

/** What a number of the input or the output is. */
export interface RecordedColumn {
  readonly name: string;
  /** How the data's own unit was turned into what is fed; null where it was not. */
  readonly scaling: Scaling | null;
}

export interface Recording {
  /** Absolute folder of the run; null where weights without a run are debugged. */
  readonly run: string | null;
  readonly set: SetName;
  readonly sequence: number;
  /** Which of `probe.sequences` it is; null: none of them. */
  readonly watched: number | null;
  /** Where the sequence comes from, for people. */
  readonly label: string;
  /** Updates after which the weights are these. */
  readonly step: number;
  readonly kind: CellKind;
  /** Gates in the order of their blocks in weights and preactivations: `i`, `f`, `g`, `o`; one that is empty for an RNN. */
  readonly gates: readonly string[];
  readonly hiddenSize: number;
  /** Layers and directions in the order in which they are computed: `l0`, `l0_reverse`, `l1`, `decoder.l0`. */
  readonly layers: readonly string[];
  /**
   * T, steps of the layers that read the input (of one-to-many, those that are generated); and the steps of the output, which are
   * others where a decoder has a time of its own.
   */
  readonly steps: number;
  readonly outputSteps: number;
  /** `[T, ·]` by the names of a trace: `x`, `y`, `target`, `loss`, `l0.h`, `l0.c`, `l0.gate.f`, `l0.preactivation`, `l0.grad.h`. */
  readonly tensors: ReadonlyMap<string, RecordedTensor>;
  /** What was set in it, one for each value, in the order in which it was; nothing where it is as the network computes it. */
  readonly interventions: readonly Intervention[];
  /** By the names of a checkpoint. */
  readonly weights: ReadonlyMap<string, RecordedTensor>;
  /** The columns of `x`: of one-to-many, the previous output stands behind the data's. */
  readonly inputs: readonly RecordedColumn[];
  readonly outputs: readonly RecordedColumn[];
  /** What each class of the output stands for, such as characters; null where the output is no class. */
  readonly classes: readonly string[] | null;
  /** What the network reads at each input step, for people; empty where the number of the step says it all. */
  readonly stepLabels: readonly string[];
  /** Absolute path of the data file; null for a generated task. */
  readonly file: string | null;
  /** `[T, 2]` zero-based line and column of each input step in that file, −1 where it stands nowhere; null without a file. */
  readonly places: Int32Array | null;
  /** Whether the data file is another than the one that the model was trained on. */
  readonly dataChanged: boolean;
}
