/** The paths of a gated layer's gradient, step by step, and how long its units remember. */

import { isOfDecoder } from '../../notation/tensorNames';
import type { LayerTrace } from '../layers/layerTrace';
import { perStep, type Snapshot } from './analysedSnapshot';
import { memoryHalfLives, type PathShares, pathGradients, pathShares } from './cellPath';
import { type Absent, isLastLayer, targetSteps } from './layerCredit';

export interface LayerPaths {
  /** The state that is carried: c of an LSTM, h of a GRU. */
  readonly of: 'c' | 'h';
  /** Norms and shares, each `[T]`; NaN at steps that were left out. */
  readonly norms: PathShares['norms'];
  readonly shares: PathShares['shares'];
  /** Mean over the steps that a gradient reaches from the next step; null where there is none. */
  readonly meanShares: {
    readonly carry: number;
    readonly throughGates: number;
    readonly direct: number;
  } | null;
}

export function layerPaths(snapshot: Snapshot): LayerPaths | Absent {
  const { sequence, name, whole, layer, first, weights } = snapshot;
  const { config, tensors } = sequence;
  const { shape, teacherForcing } = config.task;
  const last = isLastLayer(config, name);
  const decoder = isOfDecoder(name);
  const readsItself = shape === 'one-to-many' || (decoder && !teacherForcing);
  const encoder = shape === 'encoder-decoder' && !decoder;
  const end = whole.steps - 1;
  /**
   * Steps that a gradient reaches from outside, in the order of the recurrence; null where that is every
   * step. In a lower layer the gradient from the layer above is from outside.
   */
  const outside = !last || readsItself ? null : new Set(encoder ? [end] : targetSteps(tensors, whole, shape));
  const isDirect = (t: number) => outside === null || outside.has(t);
  // If only the end is reached from outside, there is nothing to separate, and all steps can be computed
  // without a Jacobian.
  const onlyEnd = outside !== null && [...outside].every((t) => t === end);
  if (!onlyEnd && 'why' in weights) {
    return weights;
  }
  const at = 'why' in weights ? () => unreachable(weights) : weights.at;
  const shared = pathShares(
    onlyEnd ? pathGradients(whole, at, isDirect) : pathGradients(layer, at, (t) => isDirect(t + first)),
  );
  const steps = shared.shares.carry.length;
  // No step follows the end, so no gradient reaches it along a path.
  const reached = Array.from({ length: steps - 1 }, (_, t) => t).filter(
    (t) => shared.shares.carry[t] + shared.shares.throughGates[t] > 0,
  );
  const mean = (values: Float64Array) => reached.reduce((sum, t) => sum + values[t], 0) / reached.length;
  const placed = ({ carry, throughGates, direct }: PathShares['norms']) => ({
    carry: perStep(snapshot, carry),
    throughGates: perStep(snapshot, throughGates),
    direct: perStep(snapshot, direct),
  });
  const { carry, throughGates, direct } = shared.shares;
  return {
    of: layer.c ? 'c' : 'h',
    norms: placed(shared.norms),
    shares: placed(shared.shares),
    meanShares:
      reached.length > 0
        ? { carry: mean(carry), throughGates: mean(throughGates), direct: mean(direct) }
        : null,
  };
}

function unreachable({ why }: Absent): never {
  throw new RangeError(`a Jacobian was asked for without weights: ${why}`);
}

export interface LayerMemory {
  /** `[H]` half-life of each unit, in steps; infinite where the carry path keeps everything. */
  readonly halfLives: Float64Array;
  /** Units by falling half-life. */
  readonly order: readonly number[];
  /** Median of the half-lives; null where it is infinite. */
  readonly median: number | null;
}

export function layerMemory(layer: LayerTrace): LayerMemory {
  const halfLives = memoryHalfLives(layer);
  const order = [...halfLives.keys()].sort((one, other) => halfLives[other] - halfLives[one] || one - other);
  const { length } = order;
  const middle =
    (halfLives[order[Math.floor((length - 1) / 2)]] + halfLives[order[Math.floor(length / 2)]]) / 2;
  return { halfLives, order, median: Number.isFinite(middle) ? middle : null };
}
