/**
 * Measures how far back credit reaches in the watched sequences, by the state that carries it: h of an RNN or
 * GRU, (h, c) of an LSTM, whose memory is in c. Ratios are relative to the gradient at the target step itself
 * (docs/math.md, "Credit").
 */
import { isOfDecoder, isReverse } from '../../../notation/tensorNames';
import type { CreditMatrix } from '../../gradients/credit';
import { creditAt, creditHorizon } from '../../gradients/creditDecay';
import { layerCredit } from '../../gradients/layerCredit';
import { stepJacobian } from '../../gradients/stepJacobians';
import type { LayerTrace, RecurrentWeights, Tensors } from '../../layers/layerTrace';
import type { RunEvidence } from './evidence';
import { median } from './statistics';
import type { Thresholds } from './thresholds';

/** A layer in one direction, in every watched sequence. */
export interface WatchedLayer {
  /** Name of the layer, as in a trace. */
  readonly name: string;
  /** The layer's trace in each probe; there is at least one. */
  readonly traces: readonly LayerTrace[];
  /** Weights of the layer; null where the checkpoint and the traces are of different snapshots. */
  readonly weights: RecurrentWeights | null;
}

/** How far back credit reaches in one layer; each number is the median over the probes. */
export interface Reach {
  /** Name of the layer, as in a trace. */
  readonly layer: string;
  /** The largest possible distance, in steps: from the last step to the first. */
  readonly span: number;
  /** The largest distance, in steps, at which credit is at least `creditReached`. */
  readonly horizon: number;
  /**
   * Mean decay per step on the way to the first distance beyond the horizon, in natural logarithms: with it,
   * credit falls below `creditReached` there. Null where credit never falls below it, or is zero there.
   */
  readonly rate: number | null;
  /** Largest relative credit at any distance. */
  readonly growth: number;
  /** The distance of the largest credit, in steps. */
  readonly growthAt: number;
  /** The first probe that has credit: its length, and its last target step in the order of the recurrence. */
  readonly sequence: { readonly steps: number; readonly target: number };
  /** Number of target steps of a sequence that were followed. */
  readonly targets: number;
  /** Whether every path that a gradient can take has been followed. */
  readonly complete: boolean;
}

type Evidence = Pick<RunEvidence, 'config' | 'record' | 'checkpoint'>;

/**
 * The reach of the layer with the longest horizon, because one layer that keeps credit is enough. Null where
 * there is no credit over a distance.
 */
export function reachOf(
  evidence: Evidence,
  layers: readonly WatchedLayer[],
  probes: readonly Tensors[],
  limits: Thresholds,
): Reach | null {
  const { shape } = evidence.config.task;
  if (shape === 'one-to-one' || shape === 'one-to-many') {
    return null; // there is no earlier input, or outputs are read again as inputs
  }
  const perLayer = layers
    .filter(({ name }) => !isOfDecoder(name))
    .flatMap((layer) => {
      const credits = probes.flatMap((tensors, p) => creditOf(evidence, layer, p, tensors, limits) ?? []);
      return layerReach(layer.name, credits, evidence.config.model.layers === 1, limits) ?? [];
    });
  return perLayer.reduce<Reach | null>(
    (best, reach) => (best === null || reach.horizon > best.horizon ? reach : best),
    null,
  );
}

/**
 * The steps that lie `nearest` to `farthest` before the last target, numbered in the order of the sequence;
 * steps before its first one are left out.
 */
export function stepsBack(
  { layer, sequence: { steps, target } }: Reach,
  nearest: number,
  farthest: number,
): { readonly from: number; readonly to: number } {
  const [first, last] = [target - farthest, target - nearest].map((step) =>
    Math.max(0, Math.min(steps - 1, Math.round(step))),
  );
  // A backward layer begins at the sequence's end.
  return isReverse(layer) ? { from: steps - 1 - last, to: steps - 1 - first } : { from: first, to: last };
}

function layerReach(
  layer: string,
  credits: readonly Followed[],
  onlyLayer: boolean,
  limits: Thresholds,
): Reach | null {
  const found = credits.flatMap(({ credit, ...sequence }) => {
    const horizon = creditHorizon(credit, limits.creditReached);
    return horizon === null || credit.steps < 2
      ? []
      : [{ credit, sequence, horizon, ...growthOf(credit), rate: rateOf(credit, horizon) }];
  });
  if (found.length === 0) {
    return null;
  }
  const targets = Math.max(...found.map(({ credit }) => credit.targets.length));
  const rates = found.flatMap(({ rate }) => rate ?? []);
  return {
    layer,
    span: median(found.map(({ credit }) => credit.steps - 1)),
    horizon: median(found.map(({ horizon }) => horizon)),
    rate: rates.length > 0 ? median(rates) : null,
    growth: median(found.map(({ growth }) => growth)),
    growthAt: median(found.map(({ growthAt }) => growthAt)),
    sequence: found[0].sequence,
    targets,
    complete: targets === 1 || onlyLayer,
  };
}

function rateOf(credit: CreditMatrix, horizon: number): number | null {
  const beyond = creditAt(credit, horizon + 1);
  return beyond === null || beyond === 0 ? null : Math.log(beyond) / (horizon + 1);
}

interface Followed {
  readonly credit: CreditMatrix;
  readonly steps: number;
  readonly target: number;
}

/** The largest median over t of C[t][t−d]/C[t][t], and its d. */
function growthOf({ targets, steps, norms }: CreditMatrix): { growth: number; growthAt: number } {
  let growth = 0;
  let growthAt = 0;
  for (let distance = 0; distance < steps; distance++) {
    const ratios = targets.flatMap((t, row) => {
      const own = norms[row * steps + t];
      return t >= distance && own > 0 ? [norms[row * steps + t - distance] / own] : [];
    });
    const middle = median(ratios);
    if (middle > growth) {
      growth = middle;
      growthAt = distance;
    }
  }
  return { growth, growthAt };
}

function creditOf(
  { config, record, checkpoint }: Evidence,
  { name, traces, weights }: WatchedLayer,
  p: number,
  tensors: Tensors,
  { mostSteps, mostTargets }: Thresholds,
): Followed | null {
  const trace = traces[p];
  const found = layerCredit(
    {
      config,
      targetKind: record.signals.targetKind,
      tensors,
      readout: checkpoint.tensors.get('readout.weight'),
    },
    name,
    trace,
    weights === null ? { why: 'The weights are of another moment.' } : (t) => stepJacobian(trace, weights, t),
    { by: 'state', mostSteps, mostTargets },
  );
  return 'why' in found
    ? null
    : { credit: found.credit, steps: trace.steps, target: found.targets[found.targets.length - 1] };
}
