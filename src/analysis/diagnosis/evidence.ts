/**
 * What a diagnosis is made from. Nothing here is computed: a run's folder holds all of it (`run/diagnose.ts`), and so does
 * a training in memory. The types ask for no more than the rules read.
 */
import type { Config } from '../../config/schema';
import type { NonFinitePlace } from '../../engine/training';
import type { TensorFile } from '../../formats/safetensors';
import type { Tensors } from '../layers/layerTrace';

/** An update. */
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

/** An input that says most of a target at its own step. */
export interface CloseInput {
  /** As in `signals.inputs`. */
  readonly input: string;
  /** The column or field it comes from. */
  readonly column: string;
  readonly target: string;
  /** Share of variance: of the target by a straight line through the input; of classes, of the input by class (η²). */
  readonly explained: number;
  /** The same of the last target that is known at that step. */
  readonly byHistory: number;
}

/** What reading the data measured. */
export interface DataFacts {
  /** The closest first. */
  readonly closeInputs?: readonly CloseInput[];
  readonly breaks?: CrossedBreaks;
  readonly padding?: FoundPadding;
}

/** Training sequences that go on into something unrelated. */
export interface CrossedBreaks {
  /** `dates`: time goes back; `jumps`: values leap; `lines`: each line of a text is something of its own. */
  readonly by: 'dates' | 'jumps' | 'lines';
  /** The column that tells what belongs together. */
  readonly column?: string;
  readonly count: number;
  /** Physical line after the first break, from 1. */
  readonly line: number;
  /** Share of the sequences that cross one. */
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
  /** Why it failed, in one line. */
  readonly error?: string;
  /** Absent in older runs, also of those that failed on such a value. */
  readonly nonFinite?: NonFinitePlace;
  /** In the unit of the validation loss. */
  readonly baseline: { readonly name: string; readonly loss: number };
  /** Number of weights. */
  readonly parameters: number;
  /** Absent in older runs and of generated tasks. */
  readonly facts?: DataFacts;
  /** Updates done and planned. */
  readonly steps: number;
  readonly plannedSteps: number;
  readonly signals: {
    readonly inputs: readonly string[];
    /** `raw = fed · scale + offset` */
    readonly inputScaling: readonly { readonly offset: number; readonly scale: number }[];
    readonly targetKind: 'values' | 'binary' | 'classes';
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
  readonly metrics: readonly (StepMetric | EpochMetric)[];
  /** Null of a run that has watched nothing yet. */
  readonly traces: ProbeTraces | null;
  readonly checkpoint: TensorFile;
}
