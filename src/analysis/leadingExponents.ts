/** The leading Lyapunov exponents of a layer along one sequence, and how they are to be read. */

import { thresholds } from './diagnosis/evidence/thresholds';
import type { Snapshot, SnapshotWeights } from './gradients/analysedSnapshot';
import type { AnalysisLimits } from './gradients/analysisLimits';
import type { Absent } from './gradients/layerCredit';
import { lyapunovExponents } from './gradients/lyapunov';

export interface LayerExponents {
  /** Natural logarithms per step, in falling order; −∞ for directions that a step loses altogether. */
  readonly values: Float64Array;
  /** How many steps they are the mean of. */
  readonly steps: number;
  /**
   * What the largest makes of a small change over these steps: a tenth or less, ten times or more, or something between.
   * Ten is `chaoticGrowth` of the diagnosis.
   */
  readonly reading: 'fades' | 'keeps' | 'grows';
}

export function leadingExponents(
  { layer }: Snapshot,
  { at }: SnapshotWeights,
  { exponents }: AnalysisLimits,
): LayerExponents | Absent {
  const steps = layer.steps - 1;
  if (steps < 1) {
    return { why: 'The sequence has one step.' };
  }
  // J_0 is by the state before the sequence, which is the same for all.
  const jacobians = function* () {
    for (let t = 1; t < layer.steps; t++) {
      yield at(t);
    }
  };
  const values = lyapunovExponents(jacobians(), exponents);
  const growth = values[0] * steps;
  const far = Math.log(thresholds.chaoticGrowth);
  return { values, steps, reading: growth >= far ? 'grows' : growth <= -far ? 'fades' : 'keeps' };
}
