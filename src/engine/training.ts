/**
 * The events and the results of a training: the engine's side of a run. Nothing here touches files or
 * threads.
 */
import type { NamedTensor, TensorFile } from '../formats/safetensors';
import type { EpochMetrics, Evaluation } from '../metrics/measured';
import type { MemoryPlan } from './plan';

/** Everything recorded for one watched sequence in one snapshot of the training. */
export interface Trace {
  /** Index in the set whose sequences are watched. */
  readonly sequence: number;
  readonly label: string;
  readonly stepLabels: readonly string[];
  /**
   * Float32, each `[T, ·]`: `x`, `y`, `target`, `loss`, and for each layer and direction `l0.h`, `l0.c`,
   * `l0.preactivation`, `l0.gate.f` …, `l0.grad.h`, `l0.grad.c` (`l0_reverse.…` backwards).
   */
  readonly tensors: ReadonlyMap<string, NamedTensor>;
}

/** An update of the weights. */
export interface UpdateEvent {
  readonly event: 'step';
  /** Updates done, counted from 1. */
  readonly step: number;
  /** Epoch this update belongs to, counted from 1. */
  readonly epoch: number;
  readonly loss: number;
  /** Global 2-norm of the gradient before clipping. */
  readonly gradientNorm: number;
  readonly clipped: boolean;
  readonly learningRate: number;
}

/** The end of an epoch. */
export interface EpochEvent {
  readonly event: 'epoch';
  /** Updates done. */
  readonly step: number;
  /** Whole epochs done, counted from 1. */
  readonly epoch: number;
  /** Mean over all target steps of the epoch, as the weights were at each update. */
  readonly trainLoss: number;
  /** Validation loss after the epoch; null without a validation set. */
  readonly validationLoss: number | null;
  /**
   * The loss of the measured part of the training set after the epoch, with a decoder that reads its own
   * output as in validation. Only where `trainLoss` is teacher-forced.
   */
  readonly freeTrainLoss?: number;
  /** What was measured after the epoch; absent in runs that are older than these metrics. */
  readonly metrics?: EpochMetrics;
}

export interface TraceEvent {
  readonly event: 'trace';
  readonly step: number;
  readonly epoch: number;
  readonly traces: readonly Trace[];
}

export type TrainingEvent = UpdateEvent | EpochEvent | TraceEvent;

export interface TrainingResult {
  readonly status: 'completed' | 'stoppedEarly';
}

/** Thrown when the caller has cancelled; not a failure. The weights are those of the last whole update. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

/** Part of every message of a `NonFiniteError`, by which a record of such an error is recognised. */
export const weightsUnchanged = 'the weights were not changed';

/** The first value that was not finite. */
export interface NonFinitePlace {
  /** Number of the update that would have been made, from 1; in a validation, of the update before it. */
  readonly update: number;
  readonly during: 'update' | 'validation';
  readonly pass: 'forward' | 'backward';
  /**
   * `h`, `c`, or a gate's letter: in the forward pass its value, in the backward pass the gradient at it (at
   * a gate's preactivation). Otherwise `output`, `loss`, or `gradient` for a weight.
   */
  readonly what: string;
  /**
   * Name of the layer, as in a trace: `l0`, `l1_reverse`, `decoder.l0`. Absent for output, loss and the
   * gradient of a weight.
   */
  readonly layer?: string;
  /**
   * Step of the sequence, from 0; the decoder's own step where the layer belongs to it. Absent for the
   * gradient of a weight.
   */
  readonly step?: number;
  /** Unit of the layer, or index of the output. */
  readonly unit?: number;
  /** The weight's name in PyTorch and the element in it; only for `gradient`. */
  readonly weight?: { readonly name: string; readonly element: number };
  /** The value as text, because JSON has no such numbers. */
  readonly value: 'NaN' | 'Infinity' | '-Infinity';
}

/** Thrown when a value is not a number or not finite; the run stops before it reaches the weights. */
export class NonFiniteError extends Error {
  override readonly name = 'NonFiniteError';
  constructor(
    message: string,
    readonly place: NonFinitePlace,
  ) {
    super(message);
  }
}

/**
 * A training that can be run, traced, saved and continued.
 *
 * Randomness is a function of the seed and the position (epoch, update), so a saved training continues to the
 * same bits.
 */
export interface Training {
  /** Number of weights. */
  readonly parameters: number;
  /** Updates in `training.epochs` epochs. */
  readonly plannedSteps: number;
  readonly plannedEpochs: number;
  /** Number of threads that compute; the result does not depend on it. */
  readonly threads: number;
  readonly memory: MemoryPlan;
  /** Updates and whole epochs done. */
  readonly step: number;
  readonly epoch: number;
  readonly trainLoss: number | null;
  readonly validationLoss: number | null;
  /** Metrics of the weights after the last epoch since this training was made or restored; null before. */
  readonly metrics: EpochMetrics | null;
  /** Returns that measurement in full; null before there is one. */
  evaluation(): Evaluation | null;
  /**
   * Trains from the present position to the end. The caller may `save()` at any event.
   * @param cancelled called at each time step; true ends the training with `Cancelled`
   * @throws Cancelled | NonFiniteError
   */
  run(cancelled: () => boolean): Generator<TrainingEvent, TrainingResult>;
  /**
   * Records sequences of the validation set, or of the training set where that is empty, with the present
   * weights.
   * @throws DataError where there is no such sequence
   */
  trace(sequences: readonly number[]): readonly Trace[];
  /** Returns the weights (under PyTorch's names), the optimizer state, and the position of the training. */
  save(): TensorFile;
  /** Continues from a saved training. @throws FormatError when the file is not a checkpoint of this model */
  restore(file: TensorFile): void;
}
