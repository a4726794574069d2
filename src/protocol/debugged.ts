/** Where a debugger stands in a sequence, and what was changed in it: for the panel, which goes with it. Types only. */
import type { SetName } from '../data/common/dataset';

export interface DebuggedPlace {
  /** Absolute folder of the run; null where weights without a run are debugged. */
  readonly run: string | null;
  /** Updates after which the weights are these. */
  readonly update: number;
  readonly set: SetName;
  readonly sequence: number;
  /** Which of `probe.sequences` it is; null: none of them. */
  readonly watched: number | null;
  /** The time step where it stands. */
  readonly step: number;
}

/** A sequence in which values were changed, beside what it was. */
export interface WhatIf {
  /** Another one for each change, of each debugger. */
  readonly id: string;
  /** Where the sequence comes from, for people. */
  readonly label: string;
  /** Updates after which the weights are these. */
  readonly update: number;
  /** One for each step of the input; empty where the number of the step says it all. */
  readonly stepLabels: readonly string[];
  readonly changes: readonly WhatIfChange[];
  /** Of both courses, by the names of a trace. */
  readonly tensors: readonly { readonly name: string; readonly shape: readonly number[] }[];
}

export interface WhatIfChange {
  /** `h[17] at t = 40: 0.9 (was 0.12)`; of a whole vector `gate.f at t = 40: 1 in all 32 units (was 0.12 to 0.98)`. */
  readonly words: string;
  /** The tensor, as in a trace; the time step, and the element, null where several were changed together. */
  readonly name: string;
  readonly step: number;
  readonly unit: number | null;
}

/** Values of one of the two courses. */
export interface WhatIfTensor {
  /** `WhatIf.id` */
  readonly whatIf: string;
  readonly of: 'recorded' | 'changed';
  readonly name: string;
}
