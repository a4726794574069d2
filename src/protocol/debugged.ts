/**
 * The place of a debugger in a sequence, and its changes there: for the panel, which follows it. Types only.
 */
import type { SetName } from '../data/common/dataset';

export interface DebuggedPlace {
  /** Absolute folder of the run; null where weights without a run are debugged. */
  readonly run: string | null;
  /** Updates done when the weights were taken. */
  readonly update: number;
  readonly set: SetName;
  readonly sequence: number;
  /** Index in `probe.sequences`; null: the sequence is not one of them. */
  readonly watched: number | null;
  /** The time step where it stands. */
  readonly step: number;
}

/** A sequence in which values were changed, beside the original. */
export interface WhatIf {
  /** Unique for each change in each debugger. */
  readonly id: string;
  /** Origin of the sequence, for people. */
  readonly label: string;
  /** Updates done when the weights were taken. */
  readonly update: number;
  /** A label for each step of the input; empty where the number of the step suffices. */
  readonly stepLabels: readonly string[];
  readonly changes: readonly WhatIfChange[];
  /** Tensors of both versions, by the names of a trace. */
  readonly tensors: readonly { readonly name: string; readonly shape: readonly number[] }[];
}

export interface WhatIfChange {
  /**
   * `h[17] at t = 40: 0.9 (was 0.12)`; of a whole vector
   * `gate.f at t = 40: 1 in all 32 units (was 0.12 to 0.98)`.
   */
  readonly words: string;
  /** The tensor, as in a trace; the time step, and the element, null where several were changed together. */
  readonly name: string;
  readonly step: number;
  readonly unit: number | null;
}

/** Values of one of the two versions. */
export interface WhatIfTensor {
  /** `WhatIf.id` */
  readonly whatIf: string;
  readonly of: 'recorded' | 'changed';
  readonly name: string;
}
