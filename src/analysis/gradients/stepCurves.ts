/**
 * Curves of the effect that each step of a layer has on a gradient, and of the effect of all steps together.
 */

import { perStep, type Snapshot, type SnapshotWeights, stepInSequence } from './analysedSnapshot';
import type { Allowance } from './analysisLimits';
import { type Absent, evenly } from './layerCredit';
import { productNorms, type VanillaBounds, vanillaBounds } from './products';
import { measureSteps, type VanillaFactors } from './stepJacobians';

export interface StepCurves {
  /** Number of steps that were measured, chosen evenly among the analysed ones. */
  readonly measured: number;
  /** `[T]` σ_max(J_t) and σ_min(J_t); NaN at steps that were not measured. */
  readonly largest: Float64Array;
  readonly smallest: Float64Array;
}

export function stepCurves(
  snapshot: Snapshot,
  { at }: SnapshotWeights,
  { measured }: Allowance,
): StepCurves | Absent {
  const { steps } = snapshot.layer;
  const chosen = evenly(
    Array.from({ length: steps }, (_, t) => t),
    measured,
  );
  const largest = new Float64Array(steps).fill(Number.NaN);
  const smallest = new Float64Array(steps).fill(Number.NaN);
  for (const { step, largestSingularValue, smallestSingularValue } of measureSteps(at, {
    steps: chosen,
    spectralRadius: false,
  })) {
    largest[step] = largestSingularValue;
    smallest[step] = smallestSingularValue;
  }
  return {
    measured: chosen.length,
    largest: perStep(snapshot, largest),
    smallest: perStep(snapshot, smallest),
  };
}

/** The two factors of an RNN's `J_t = diag(g1′(z_t))·W_hh`, slopes in the order of the sequence. */
export type VanillaCurves = VanillaFactors;

/** @param factors factors of all steps */
export function vanillaCurves(
  snapshot: Snapshot,
  { meanSlope, maxSlope, ...weights }: VanillaFactors,
): VanillaCurves {
  return { ...weights, meanSlope: perStep(snapshot, meanSlope), maxSlope: perStep(snapshot, maxSlope) };
}

/**
 * Norms of products by distance: each array is `[d]`, d = 0, 1, …, in natural logarithms; −∞ where the norm
 * is zero.
 */
export interface LayerProducts {
  /** The step at which the product begins: the last one of the recurrence. */
  readonly from: number;
  /** ln ‖J_t ⋯ J_{t−d+1}‖₂ */
  readonly norms: Float64Array;
  /** The bounds to which the norms of an RNN are compared; null for other cells. */
  readonly bounds: VanillaBounds | null;
}

/** @param factors factors of all steps of an RNN; null for any other cell */
export function layerProducts(
  snapshot: Snapshot,
  { at }: SnapshotWeights,
  { distances }: Allowance,
  factors: VanillaFactors | null,
): LayerProducts | Absent {
  const { layer, whole } = snapshot;
  const last = layer.steps - 1;
  if (last < 1) {
    return { why: 'The sequence has one step.' };
  }
  const count = Math.min(last, distances);
  // A long product is cut at its far end: the first factor is that of the last step.
  const norms = productNorms((t) => at(t + last - count), count);
  const bounds =
    factors &&
    vanillaBounds({ ...factors, maxSlope: factors.maxSlope.subarray(whole.steps - 1 - count) }, count);
  return { from: stepInSequence(snapshot, whole.steps - 1), norms, bounds };
}
