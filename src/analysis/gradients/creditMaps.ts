/**
 * Maps of credit: the steps to which the targets' losses are owed, and the inputs on which their outputs
 * depend.
 */

import type { Tensors } from '../layers/layerTrace';
import { type Snapshot, type SnapshotWeights, stepInSequence } from './analysedSnapshot';
import type { Allowance, AnalysisLimits } from './analysisLimits';
import type { CreditMatrix } from './credit';
import { creditDecay, creditHorizon } from './creditDecay';
import { inputWeights } from './inputGradients';
import { inputReach, outputGradients } from './inputReach';
import { type Absent, evenly, layerCredit, lossOf, targetSteps } from './layerCredit';

export interface CreditMap {
  /** The steps of the rows, rising. */
  readonly targets: readonly number[];
  /** Number of all target steps; the rows are chosen evenly among those that lie in the analysed steps. */
  readonly allTargets: number;
  /** The steps of the columns, rising, chosen evenly. */
  readonly columns: readonly number[];
  /** `[targets][columns]`, row-major; 0 where the target's gradient does not reach. */
  readonly norms: Float32Array;
  /** Whether the only row stands for all target steps together. */
  readonly together: boolean;
  /** How credit fades with distance; null where no two distances have credit. */
  readonly decay: {
    /** Average factor per step back: exp of the slope. */
    readonly factor: number;
    /** Half-life and doubling time in steps; null where credit does not fall, or does not rise. */
    readonly halfLife: number | null;
    readonly doublingTime: number | null;
    /** The largest distance at which credit is at least 10⁻³ of that at the target. */
    readonly horizon: number | null;
  } | null;
}

/** The map of C[t][k] = ‖∂L_t/∂h_k‖₂. */
export function creditMap(
  snapshot: Snapshot,
  { rows }: Allowance,
  limits: AnalysisLimits,
): CreditMap | Absent {
  const { sequence, name, whole, layer, first, weights } = snapshot;
  const found = layerCredit(
    sequence,
    name,
    whole,
    'why' in weights ? weights : (t) => weights.at(t - first),
    { by: 'h', mostSteps: layer.steps, mostTargets: Math.min(limits.mostTargets, rows) },
  );
  return 'why' in found ? found : mapOf(snapshot, { ...found, allTargets: found.targets.length }, limits);
}

/** The map of ‖∂y_t/∂x_k‖_F for the same target steps. */
export function inputMap(
  snapshot: Snapshot,
  { recurrent, at }: SnapshotWeights,
  checkpoint: Tensors,
  allowed: Allowance,
  limits: AnalysisLimits,
): CreditMap | Absent {
  const { sequence, name, whole, layer, first } = snapshot;
  const { config, targetKind, tensors, readout } = sequence;
  const { shape } = config.task;
  if (config.model.layers > 1) {
    return { why: 'It can be followed through a single layer only, and this network has several.' };
  }
  if (shape === 'encoder-decoder' || shape === 'one-to-many') {
    return {
      why: 'This network reads its own outputs, and paths from an input through them are not followed.',
    };
  }
  const y = tensors.get('y');
  const target = tensors.get('target');
  if (y === undefined || target === undefined || readout === undefined) {
    return { why: 'The trace holds no outputs and targets.' };
  }
  const O = readout.shape[0];
  const most = Math.floor(Math.min(limits.mostOutputRows, Math.max(O, allowed.rows)) / O);
  if (most === 0) {
    return { why: `There are ${O} outputs, which are too many to follow back.` };
  }
  const all = targetSteps(tensors, whole, shape);
  const chosen = evenly(
    all.filter((t) => t >= first),
    Math.min(most, limits.mostTargets),
  );
  if (chosen.length === 0) {
    return { why: 'No step of this sequence has a target.' };
  }
  // A single output reads the backward direction at its last step, and is the last row of y.
  const rowOf = (t: number) =>
    whole.reverse ? (shape === 'many-to-one' ? whole.steps - 1 : whole.steps - 1 - t) : t;
  const outputs = chosen.map((t) => ({
    step: t - first,
    y: y.values.subarray(rowOf(t) * O, (rowOf(t) + 1) * O),
  }));
  const rows = outputGradients(outputs, readout, lossOf(config, targetKind).output, layer);
  const reach = inputReach(layer, at, recurrent, inputWeights(checkpoint, name), outputs, rows);
  return mapOf(snapshot, { credit: reach, first, allTargets: all.length, together: false }, limits);
}

/**
 * Makes the map in the order of the sequence, with at most `mostColumns` columns.
 * @param found `first` is the step from which the matrix counts
 */
function mapOf(
  snapshot: Snapshot,
  found: {
    readonly credit: CreditMatrix;
    readonly first: number;
    readonly allTargets: number;
    readonly together: boolean;
  },
  { mostColumns }: AnalysisLimits,
): CreditMap {
  const { credit, first, allTargets, together } = found;
  const inOrder = <T>(values: T[]) => (snapshot.whole.reverse ? values.reverse() : values);
  const rows = inOrder(credit.targets.map((_, row) => row));
  const columns = inOrder(
    evenly(
      Array.from({ length: credit.steps }, (_, k) => k),
      mostColumns,
    ),
  );
  const norms = new Float32Array(rows.length * columns.length);
  rows.forEach((row, i) => {
    columns.forEach((k, j) => {
      // Steps after the target have no credit.
      norms[i * columns.length + j] = k <= credit.targets[row] ? credit.norms[row * credit.steps + k] : 0;
    });
  });
  const { slope, halfLife, doublingTime } = creditDecay(credit);
  return {
    targets: rows.map((row) => stepInSequence(snapshot, first + credit.targets[row])),
    allTargets,
    columns: columns.map((k) => stepInSequence(snapshot, first + k)),
    norms,
    together,
    decay:
      slope === null
        ? null
        : { factor: Math.exp(slope), halfLife, doublingTime, horizon: creditHorizon(credit) },
  };
}
