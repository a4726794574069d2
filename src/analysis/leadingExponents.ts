/** The leading Lyapunov exponents of a layer along one sequence, and their interpretation. */

import { thresholds } from './diagnosis/evidence/thresholds';
import type { Snapshot, SnapshotWeights } from './gradients/analysedSnapshot';
import type { AnalysisLimits } from './gradients/analysisLimits';
import type { Absent } from './gradients/layerCredit';
import { lyapunovExponents } from './gradients/lyapunov';

export interface LayerExponents {
  /** Natural logarithms per step, in falling order; −∞ for directions that a step loses entirely. */
  readonly values: Float64Array;
  /** Number of steps over which they are averaged. */
  readonly steps: number;
  /**
   * Effect of the largest exponent on a small change over these steps: it shrinks to a tenth or less, grows
   * to ten times or more, or stays in between. Ten is `chaoticGrowth` of the diagnosis.
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
  // J_0 is left out: it is the derivative by the state before the sequence, which is the same for all
  // sequences.
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
