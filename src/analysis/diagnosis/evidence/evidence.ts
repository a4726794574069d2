/**
 * What a diagnosis is made from. Nothing here is computed: a run's folder holds all of it (`run/diagnose.ts`), and so does
 * a training in memory. The types ask for no more than the rules read.
 */
import type { Config } from '../../../config/schema';
import type { Baseline, DataFacts, TargetKind } from '../../../data/common/dataset';
import type { EpochEvent, NonFinitePlace, UpdateEvent } from '../../../engine/training';
import type { TensorFile } from '../../../formats/safetensors';
import type { Scaling } from '../../../notation/scaling';
import type { Tensors } from '../../layers/layerTrace';

export interface RunFacts {
  readonly status: 'running' | 'completed' | 'stoppedEarly' | 'cancelled' | 'failed' | 'interrupted';
  /** Why it failed, in one line. */
  readonly error?: string;
  /** Absent in older runs, also of those that failed on such a value. */
  readonly nonFinite?: NonFinitePlace;
  /** In the unit of the validation loss. */
  readonly baseline: Baseline;
  /** Number of weights. */
  readonly parameters: number;
  /** Absent in older runs and of generated tasks. */
  readonly facts?: DataFacts;
  /** Updates done and planned. */
  readonly steps: number;
  readonly plannedSteps: number;
  readonly signals: {
    readonly inputs: readonly string[];
    readonly inputScaling: readonly Scaling[];
    readonly targetKind: TargetKind;
  };
}

/** The latest traces, all of one moment. */
export interface ProbeTraces {
  /** Updates done when they were made. */
  readonly step: number;
  /** The tensors of each probe, under the names of a trace without the probe's prefix. */
  readonly probes: readonly Tensors[];
}

export interface RunEvidence {
  readonly config: Config;
  readonly record: RunFacts;
  /** In order. */
  readonly metrics: readonly (UpdateEvent | EpochEvent)[];
  /** Null of a run that has watched nothing yet. */
  readonly traces: ProbeTraces | null;
  readonly checkpoint: TensorFile;
}
