/**
 * How far back credit goes in the watched sequences, by the state that carries it: h of an RNN or GRU, (h, c) of an LSTM, whose
 * memory is in c. Ratios are to the gradient at the target step itself (docs/math.md, "Credit").
 *
 * With a single target a trace holds the whole gradient, ∂L/∂s_k, of every layer. With several it has to be told apart by
 * target, which is exact in the last layer only, and needs the weights of the same moment.
 */
import type { NamedTensor } from '../../formats/safetensors';
import { type CreditMatrix, creditMatrix } from '../credit';
import { creditDecay, creditHorizon } from '../creditDecay';
import { directGradients } from '../directGradients';
import type { LayerTrace, RecurrentWeights, Tensors } from '../layerTrace';
import { stepJacobian } from '../stepJacobians';
import type { RunEvidence } from './evidence';
import { median } from './statistics';
import type { Thresholds } from './thresholds';

/** A layer in one direction, in every watched sequence. */
export interface WatchedLayer {
  /** As in a trace's names. */
  readonly name: string;
  /** One a probe; at least one. */
  readonly traces: readonly LayerTrace[];
  /** Null where the checkpoint is of another moment than the traces. */
  readonly weights: RecurrentWeights | null;
}

/** Of one layer; each number is the median over the probes. */
export interface Reach {
  /** As in a trace's names. */
  readonly layer: string;
  /** The largest distance that there is, in steps: from the last step to the first. */
  readonly span: number;
  /** The largest distance, in steps, at which credit is at least `creditReached`. */
  readonly horizon: number;
  /** Decay per step, in natural logarithms; null where it cannot be fitted. */
  readonly slope: number | null;
  /** Largest credit at any distance. */
  readonly growth: number;
  /** That distance, in steps. */
  readonly growthAt: number;
  /** Of the first probe that has credit: its length, and its last target step in the order of the recurrence. */
  readonly sequence: { readonly steps: number; readonly target: number };
  /** Target steps of a sequence that were followed. */
  readonly targets: number;
  /** Whether every way that a gradient can go has been followed. */
  readonly complete: boolean;
}

type Evidence = Pick<RunEvidence, 'config' | 'record' | 'checkpoint'>;

/** Of the layer with the longest horizon: one that keeps credit is enough. Null where there is no credit over a distance. */
export function reachOf(
  evidence: Evidence,
  layers: readonly WatchedLayer[],
  probes: readonly Tensors[],
  limits: Thresholds,
): Reach | null {
  const { shape } = evidence.config.task;
  if (shape === 'one-to-one' || shape === 'one-to-many') {
    return null; // no input to go back to, or outputs that are read again
  }
  const perLayer = layers
    .filter(({ name }) => !name.startsWith('decoder.'))
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
 * The steps that lie `nearest` to `farthest` back from the last target, counted in the order of the sequence; what lies before its
 * first step is left out.
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
  return layer.endsWith('_reverse')
    ? { from: steps - 1 - last, to: steps - 1 - first }
    : { from: first, to: last };
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
      : [{ credit, sequence, horizon, ...growthOf(credit), slope: creditDecay(credit).slope }];
  });
  if (found.length === 0) {
    return null;
  }
  const targets = Math.max(...found.map(({ credit }) => credit.targets.length));
  const slopes = found.flatMap(({ slope }) => slope ?? []);
  return {
    layer,
    span: median(found.map(({ credit }) => credit.steps - 1)),
    horizon: median(found.map(({ horizon }) => horizon)),
    slope: slopes.length > 0 ? median(slopes) : null,
    growth: median(found.map(({ growth }) => growth)),
    growthAt: median(found.map(({ growthAt }) => growthAt)),
    sequence: found[0].sequence,
    targets,
    complete: targets === 1 || onlyLayer,
  };
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
  limits: Thresholds,
): Followed | null {
  const trace = traces[p];
  if (config.task.shape === 'encoder-decoder') {
    // All that reaches an encoder comes in at its last step.
    return wholeGradient(trace, trace.steps - 1);
  }
  const targets = targetSteps(tensors);
  if (targets.length === 1) {
    const atEnd = config.task.shape === 'many-to-one' && trace.reverse;
    const [t] = targets;
    return wholeGradient(trace, atEnd || !trace.reverse ? t : trace.steps - 1 - t);
  }
  const readout = checkpoint.tensors.get('readout.weight');
  const isLast = name.startsWith(`l${config.model.layers - 1}`);
  if (targets.length === 0 || weights === null || readout === undefined || !isLast) {
    return null;
  }
  const loss = config.task.loss ?? lossOf[record.signals.targetKind];
  const output = config.task.output ?? outputOf[loss];
  const direct = directGradients(tensors, readout, { loss, output, shape: config.task.shape }, trace);
  const first = Math.max(0, trace.steps - limits.mostSteps);
  const followed = evenly(
    direct.targets.flatMap((t, row) => (t >= first ? [row] : [])),
    limits.mostTargets,
  );
  const H = trace.hiddenSize;
  const size = trace.c ? 2 * H : H;
  // Rows over the whole state, so that an LSTM's credit by c counts too; a loss reads h alone.
  const rows = new Float64Array(followed.length * size);
  followed.forEach((row, n) => {
    rows.set(direct.rows.subarray(row * H, (row + 1) * H), n * size);
  });
  const credit = creditMatrix((t) => stepJacobian(trace, weights, first + t), trace.steps - first, size, {
    targets: followed.map((row) => direct.targets[row] - first),
    rows,
  });
  return { credit, steps: trace.steps, target: direct.targets[direct.targets.length - 1] };
}

const lossOf = { values: 'mse', binary: 'binaryCrossEntropy', classes: 'crossEntropy' } as const;
const outputOf = { mse: 'identity', binaryCrossEntropy: 'sigmoid', crossEntropy: 'softmax' } as const;

/** Steps that have a target, in the order of the sequence. */
function targetSteps(tensors: Tensors): number[] {
  const target: NamedTensor | undefined = tensors.get('target');
  if (target === undefined) {
    return [];
  }
  const [T, width] = target.shape;
  return Array.from({ length: T }, (_, t) => t).filter((t) => !Number.isNaN(target.values[t * width]));
}

/** Of the only target: ‖∂L/∂s_k‖ as the trace has it. @param t its step, in the order of the recurrence */
function wholeGradient({ steps: T, hiddenSize: H, dh, dc }: LayerTrace, t: number): Followed {
  const norms = Float64Array.from({ length: T }, (_, k) => {
    let squares = 0;
    for (let j = k * H; j < (k + 1) * H; j++) {
      squares += dh[j] ** 2 + (dc?.[j] ?? 0) ** 2;
    }
    return Math.sqrt(squares);
  });
  return { credit: { targets: [t], steps: T, norms }, steps: T, target: t };
}

/** At most `most` of them, the last among them. */
function evenly(rows: readonly number[], most: number): number[] {
  const last = rows.length - 1;
  return rows.length <= most
    ? [...rows]
    : Array.from({ length: most }, (_, i) => rows[Math.round((i * last) / (most - 1))]);
}
