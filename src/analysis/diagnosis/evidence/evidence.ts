/**
 * The evidence from which a diagnosis is made. Nothing here is computed: a run's folder holds all of it
 * (`run/questions/diagnose.ts`), and so does a training in memory. The types ask for no more than the rules
 * read.
 */
import type { Config } from '../../../config/schema';
import type { Baseline, DataFacts, TargetKind } from '../../../data/common/dataset';
import type { EmbeddingSpec } from '../../../engine/spec';
import type { EpochEvent, NonFinitePlace, UpdateEvent } from '../../../engine/training';
import type { TensorFile } from '../../../formats/safetensors';
import type { Scaling } from '../../../notation/scaling';
import type { Tensors } from '../../layers/layerTrace';

export interface RunFacts {
  readonly status: 'running' | 'completed' | 'stoppedEarly' | 'cancelled' | 'failed' | 'interrupted';
  /** Reason of the failure, in one line. */
  readonly error?: string;
  /**
   * Place of the value that was not finite. Absent in older runs, even in those that failed on such a value.
   */
  readonly nonFinite?: NonFinitePlace;
  /** Baseline, in the unit of the validation loss. */
  readonly baseline: Baseline;
  /** Number of weights. */
  readonly parameters: number;
  /** Facts about the data. Absent in older runs and for generated tasks. */
  readonly facts?: DataFacts;
  /** Updates done and planned. */
  readonly steps: number;
  readonly plannedSteps: number;
  readonly signals: {
    readonly inputs: readonly string[];
    readonly inputScaling: readonly Scaling[];
    /** The embeddings, whose components are the last inputs. */
    readonly embeddings?: readonly EmbeddingSpec[];
    readonly targetKind: TargetKind;
  };
}

/** The latest traces, all of one snapshot. */
export interface ProbeTraces {
  /** Updates done when the traces were recorded. */
  readonly step: number;
  /** The tensors of each probe, under the names of a trace without the probe's prefix. */
  readonly probes: readonly Tensors[];
}

export interface RunEvidence {
  readonly config: Config;
  readonly record: RunFacts;
  /** Metrics, in order of time. */
  readonly metrics: readonly (UpdateEvent | EpochEvent)[];
  /** The latest traces; null for a run that has recorded none yet. */
  readonly traces: ProbeTraces | null;
  readonly checkpoint: TensorFile;
}
