/**
 * Limits on how much of a long sequence or a wide layer is analysed, so that the analysis takes a few seconds
 * at most. They count work instead of measuring time, so that the same run gives the same numbers on every
 * machine.
 */

import type { LayerTrace } from '../layers/layerTrace';
import type { JacobianAt } from './jacobian';

export interface AnalysisLimits {
  /** Work that each part may do, in units of about a nanosecond on one core. */
  readonly work: number;
  readonly mostSteps: number;
  readonly mostTargets: number;
  /** Most columns of a credit map. */
  readonly mostColumns: number;
  /** Most gradients of outputs that go back together. */
  readonly mostOutputRows: number;
  readonly exponents: number;
  /** Most bytes of Jacobians that are kept, so that they need not be computed again for each part. */
  readonly keptBytes: number;
}

export const analysisLimits: AnalysisLimits = {
  work: 0.6e9,
  mostSteps: 2000,
  mostTargets: 200,
  mostColumns: 2000,
  mostOutputRows: 400,
  exponents: 16,
  keptBytes: 200e6,
};

/** The amount of work allowed to each part. */
export interface Allowance {
  /** Number of last steps for which Jacobians are computed. */
  readonly steps: number;
  /** Number of gradients that go back together through all of these steps. */
  readonly rows: number;
  /** Number of steps whose singular values are computed. */
  readonly measured: number;
  /** Number of factors of the longest product. */
  readonly distances: number;
  /** Number of last steps from which the covariance is computed. */
  readonly covariance: number;
}

/** Computes what is allowed for a layer. The costs were measured in V8 on layers of 64 to 512 units. */
export function allowance({ kind, hiddenSize: H, steps: T }: LayerTrace, limits: AnalysisLimits): Allowance {
  const { work } = limits;
  const size = kind.cell === 'lstm' ? 2 * H : H;
  const making =
    kind.cell === 'rnn'
      ? 30 * H * H
      : kind.cell === 'lstm'
        ? 120 * H * H
        : 90 * H * H + (kind.variant === 'original' ? 2 * H ** 3 : 0);
  const many = (each: number, least: number) => Math.max(least, Math.floor(work / each));
  // Jacobians are computed once for all parts, or nearly so.
  const steps = Math.min(T, limits.mostSteps, many(making / 1.5, 4));
  return {
    steps,
    rows: many(0.7 * H * size * steps, 1),
    measured: Math.min(steps, many(1.3 * H ** 3 + 40 * H * size, 2)),
    distances: many(0.9 * size * size * H + 60 * size * size, 2),
    covariance: many(0.7 * H * H, 2),
  };
}

/** The last `count` steps of a layer; they begin with the state that the earlier steps left. */
export function lastSteps(layer: LayerTrace, count: number): LayerTrace {
  const { steps: T, hiddenSize: H } = layer;
  if (count >= T) {
    return layer;
  }
  const from = T - count;
  const G = layer.gates.length / T;
  return {
    ...layer,
    steps: count,
    h: layer.h.subarray(from * H),
    c: layer.c?.subarray(from * H) ?? null,
    gates: layer.gates.subarray(from * G),
    dh: layer.dh.subarray(from * H),
    dc: layer.dc?.subarray(from * H) ?? null,
  };
}

/** The same Jacobians with a cache, which keeps the first ones requested. */
export function keptJacobians(at: JacobianAt, bytes: number): JacobianAt {
  const kept = new Map<number, ReturnType<JacobianAt>>();
  return (t) => {
    const known = kept.get(t);
    if (known) {
      return known;
    }
    const J = at(t);
    if ((kept.size + 1) * J.values.byteLength <= bytes) {
      kept.set(t, J);
    }
    return J;
  };
}
