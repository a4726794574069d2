/** What a training says and how it can end: the engine's side of a run. Nothing here touches files or threads. */
import type { NamedTensor, TensorFile } from '../formats/safetensors';
import type { MemoryPlan } from './plan';

/** Everything recorded for one watched sequence at one moment of training. */
export interface Trace {
  /** Index in the set that is watched. */
  readonly sequence: number;
  readonly label: string;
  readonly stepLabels: readonly string[];
  /**
   * Float32, each `[T, ·]`: `x`, `y`, `target`, `loss`, and for each layer and direction `l0.h`, `l0.c`, `l0.preactivation`,
   * `l0.gate.f` …, `l0.grad.h`, `l0.grad.c` (`l0_reverse.…` backwards).
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
  /** After the epoch; null without a validation set. */
  readonly validationLoss: number | null;
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

/** Asked for by the caller: not an error. Weights are those of the last whole update. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

/** Part of every message of a `NonFiniteError`, by which a record of one is known. */
export const weightsUnchanged = 'the weights were not changed';

/** The first value that was not finite. */
export interface NonFinitePlace {
  /** The update that would have been made, from 1; of a validation, the one before it. */
  readonly update: number;
  readonly during: 'update' | 'validation';
  readonly pass: 'forward' | 'backward';
  /**
   * `h`, `c`, or a gate's letter: of the forward pass its value, of the backward pass ∂L/∂ it (of a gate, its preactivation);
   * `output`, `loss`, or `gradient` of a weight.
   */
  readonly what: string;
  /** As in a trace's names: `l0`, `l1_reverse`, `decoder.l0`. Absent for output, loss and the gradient of a weight. */
  readonly layer?: string;
  /** Of the sequence, from 0; the decoder's own where the layer is one of it. Absent for the gradient of a weight. */
  readonly step?: number;
  /** Unit of the layer, or index of the output. */
  readonly unit?: number;
  /** Of a gradient: the weight's name in PyTorch, and the element in it. */
  readonly weight?: { readonly name: string; readonly element: number };
  /** JSON has no such numbers. */
  readonly value: 'NaN' | 'Infinity' | '-Infinity';
}

/** The run came to a value that is not a number or not finite, and stopped before it reached the weights. */
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
 * A training that can be run, watched, saved and gone on with.
 *
 * Randomness is a function of the seed and the position (epoch, update), so a saved training goes on to the same bits.
 */
export interface Training {
  /** Number of weights. */
  readonly parameters: number;
  /** Updates in `training.epochs` epochs. */
  readonly plannedSteps: number;
  readonly plannedEpochs: number;
  /** Threads that it computes with; the result does not depend on it. */
  readonly threads: number;
  readonly memory: MemoryPlan;
  /** Updates and whole epochs done. */
  readonly step: number;
  readonly epoch: number;
  readonly trainLoss: number | null;
  readonly validationLoss: number | null;
  /**
   * Trains from where it stands to the end. The caller may `save()` at any event.
   * @param cancelled asked at each time step; true ends with `Cancelled`
   * @throws Cancelled | NonFiniteError
   */
  run(cancelled: () => boolean): Generator<TrainingEvent, TrainingResult>;
  /**
   * Records sequences (of the validation set, of the training set where that is empty) with the weights as they are.
   * @throws DataError where there is no such sequence
   */
  trace(sequences: readonly number[]): readonly Trace[];
  /** Weights (PyTorch's names), optimizer state, and where the training stands. */
  save(): TensorFile;
  /** @throws FormatError when the file is not a checkpoint of this model */
  restore(file: TensorFile): void;
}
