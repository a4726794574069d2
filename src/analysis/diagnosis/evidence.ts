/**
 * The evidence for a diagnosis. Nothing here is computed: a run's folder holds all of it (`run/diagnose.ts`),
 * and so does a training in memory. The types require no more than the rules read.
 */
import type { Config } from '../../config/schema';
import type { NonFinitePlace } from '../../engine/training';
import type { TensorFile } from '../../formats/safetensors';
import type { Tensors } from '../layers/layerTrace';

/** The metrics of one update. */
export interface StepMetric {
  readonly event: 'step';
  /** Updates done, from 1. */
  readonly step: number;
  readonly loss: number;
  /** Global 2-norm before clipping. */
  readonly gradientNorm: number;
  readonly clipped: boolean;
  readonly learningRate: number;
}

export interface EpochMetric {
  readonly event: 'epoch';
  readonly step: number;
  /** Whole epochs done, from 1. */
  readonly epoch: number;
  readonly trainLoss: number;
  readonly validationLoss: number | null;
}

/** An input that nearly determines a target at its own step. */
export interface CloseInput {
  /** Name of the input, as in `signals.inputs`. */
  readonly input: string;
  /** The column or field from which it comes. */
  readonly column: string;
  readonly target: string;
  /**
   * Share of variance: of the target, explained by a straight line through the input; for classes, of the
   * input, explained by the class (η²).
   */
  readonly explained: number;
  /** The same share for the last target that is known at that step. */
  readonly byHistory: number;
}

/** Facts that were measured while the data was read. */
export interface DataFacts {
  /** Inputs that nearly determine a target, the closest first. */
  readonly closeInputs?: readonly CloseInput[];
  readonly breaks?: CrossedBreaks;
  readonly padding?: FoundPadding;
}

/** Breaks at which training sequences continue into something unrelated. */
export interface CrossedBreaks {
  /** `dates`: time goes back; `jumps`: values leap; `lines`: each line of a text stands alone. */
  readonly by: 'dates' | 'jumps' | 'lines';
  /** The column that identifies what belongs together. */
  readonly column?: string;
  readonly count: number;
  /** Physical line after the first break, from 1. */
  readonly line: number;
  /** Share of the sequences that cross a break. */
  readonly sequences: number;
}

/** Steps at one end of records in which every input is the same number. */
export interface FoundPadding {
  readonly value: number;
  readonly at: 'start' | 'end';
  /** Share of all steps. */
  readonly steps: number;
  /** Share of the records that have such steps. */
  readonly records: number;
}

export interface RunFacts {
  readonly status: 'running' | 'completed' | 'stoppedEarly' | 'cancelled' | 'failed' | 'interrupted';
  /** The reason why it failed, in one line. */
  readonly error?: string;
  /**
   * Place of the first value that is not finite. It is absent in older runs, even in those that failed on
   * such a value.
   */
  readonly nonFinite?: NonFinitePlace;
  /** Baseline, in the unit of the validation loss. */
  readonly baseline: { readonly name: string; readonly loss: number };
  /** Number of weights. */
  readonly parameters: number;
  /** Facts about the data; absent in older runs and for generated tasks. */
  readonly facts?: DataFacts;
  /** Number of updates done, and of updates planned. */
  readonly steps: number;
  readonly plannedSteps: number;
  readonly signals: {
    readonly inputs: readonly string[];
    /** `raw = fed · scale + offset` */
    readonly inputScaling: readonly { readonly offset: number; readonly scale: number }[];
    readonly targetKind: 'values' | 'binary' | 'classes';
  };
}

/** The latest traces, all of one snapshot. */
export interface ProbeTraces {
  /** Updates done when the traces were made. */
  readonly step: number;
  /** The tensors of each probe, under the names of a trace without the probe's prefix. */
  readonly probes: readonly Tensors[];
}

export interface RunEvidence {
  readonly config: Config;
  readonly record: RunFacts;
  /** Metrics in the order of the updates. */
  readonly metrics: readonly (StepMetric | EpochMetric)[];
  /** Traces; null for a run that has not recorded any yet. */
  readonly traces: ProbeTraces | null;
  readonly checkpoint: TensorFile;
}
