/**
 * One layer of one watched sequence in one snapshot of the training, as the parts of its analysis share it.
 */
import type { TensorFile } from '../../formats/safetensors';
import { type LayerTrace, type RecurrentWeights, recurrentWeights } from '../layers/layerTrace';
import { type AnalysisLimits, keptJacobians, lastSteps } from './analysisLimits';
import type { JacobianAt } from './jacobian';
import type { Absent, WatchedSequence } from './layerCredit';
import { stepJacobian } from './stepJacobians';

export interface Snapshot {
  readonly sequence: WatchedSequence;
  /** Name of the layer, as in a trace. */
  readonly name: string;
  /** The layer with all T steps. */
  readonly whole: LayerTrace;
  /** The layer's last steps, for which Jacobians are computed. */
  readonly layer: LayerTrace;
  /** Number of steps before these. */
  readonly first: number;
  /** Weights of this snapshot, or the reason why there are none. */
  readonly weights: SnapshotWeights | Absent;
}

export interface SnapshotWeights {
  readonly recurrent: RecurrentWeights;
  /** Jacobians of the steps of `Snapshot.layer`. */
  readonly at: JacobianAt;
}

/**
 * @param step updates done when the trace was made
 * @param steps number of last steps for which Jacobians are computed
 * @throws FormatError where the checkpoint's weights are not those of the layer
 */
export function snapshotOf(
  sequence: WatchedSequence,
  name: string,
  whole: LayerTrace,
  step: number,
  checkpoint: TensorFile,
  steps: number,
  { keptBytes }: Pick<AnalysisLimits, 'keptBytes'>,
): Snapshot {
  const layer = lastSteps(whole, steps);
  const snapshot = { sequence, name, whole, layer, first: whole.steps - layer.steps };
  const saved = Number(checkpoint.metadata.step ?? Number.NaN);
  if (saved !== step) {
    const why = `The weights that are kept are those after ${saved} updates, and this trace is from after ${step}.`;
    return { ...snapshot, weights: { why } };
  }
  const recurrent = recurrentWeights(checkpoint.tensors, whole.kind, name);
  const broken = [recurrent.weightHh, whole.h, whole.gates].some((values) => !values.every(Number.isFinite));
  if (broken) {
    return { ...snapshot, weights: { why: 'Weights or states hold values that are not finite.' } };
  }
  const at = keptJacobians((t) => stepJacobian(layer, recurrent, t), keptBytes);
  return { ...snapshot, weights: { recurrent, at } };
}

/**
 * Place of a step of the recurrence in the sequence.
 * @param t step, counted from the first of all T steps
 */
export function stepInSequence({ whole: { steps, reverse } }: Snapshot, t: number): number {
  return reverse ? steps - 1 - t : t;
}

/**
 * Puts values of the recurrence's last steps, one per step, into the order of the sequence.
 * @returns `[T]`, NaN at the steps before these
 */
export function perStep(snapshot: Snapshot, values: ArrayLike<number>): Float64Array {
  const { steps: T } = snapshot.whole;
  const placed = new Float64Array(T).fill(Number.NaN);
  for (let j = 0; j < values.length; j++) {
    placed[stepInSequence(snapshot, T - values.length + j)] = values[j];
  }
  return placed;
}
