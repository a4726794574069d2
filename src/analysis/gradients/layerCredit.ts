/**
 * The credit of one layer in one watched sequence, from a trace and a checkpoint (docs/math.md, "Credit").
 *
 * With a single target, a trace holds the whole gradient, ∂L/∂s_k, of every layer. With several targets it
 * has to be separated by target, which is exact in the last layer only and needs the weights of the same
 * snapshot.
 */
import type { Config } from '../../config/schema';
import type { TargetKind } from '../../data/common/dataset';
import type { NamedTensor } from '../../formats/safetensors';
import { isOfDecoder, parseLayerName } from '../../notation/tensorNames';
import type { LayerTrace, Tensors } from '../layers/layerTrace';
import { norm } from '../linearAlgebra/dense';
import { type CreditMatrix, creditMatrix } from './credit';
import { directGradients } from './directGradients';
import type { JacobianAt } from './jacobian';

/** A quantity that cannot be computed, with the reason as a sentence. */
export interface Absent {
  readonly why: string;
}

/** A watched sequence and what determines its loss. */
export interface WatchedSequence {
  readonly config: Pick<Config, 'model' | 'task'>;
  readonly targetKind: TargetKind;
  /** Tensors of the trace. */
  readonly tensors: Tensors;
  /** `readout.weight` of the trace's snapshot. */
  readonly readout: NamedTensor | undefined;
}

export interface CreditLimits {
  /** Whether credit is by h alone, or by the whole state: (h, c) of an LSTM, whose memory is in c. */
  readonly by: 'h' | 'state';
  /** Most steps that are followed; of a longer sequence the last ones, in the order of the recurrence. */
  readonly mostSteps: number;
  /** Most targets that are followed; of more targets they are chosen evenly, and include the last one. */
  readonly mostTargets: number;
}

export interface LayerCredit {
  /** The credit, whose steps and targets are counted from `first`. */
  readonly credit: CreditMatrix;
  /** Number of steps at the beginning that were left out. */
  readonly first: number;
  /** All target steps, in the order of the recurrence, rising. */
  readonly targets: readonly number[];
  /**
   * Whether the row stands for all target steps together instead of one: this holds for an encoder, which a
   * decoder reads at its last step only.
   */
  readonly together: boolean;
}

/**
 * @param name name of the layer, as in a trace
 * @param at the layer's Jacobians, or the reason why there are none
 */
export function layerCredit(
  { config, targetKind, tensors, readout }: WatchedSequence,
  name: string,
  trace: LayerTrace,
  at: JacobianAt | Absent,
  limits: CreditLimits,
): LayerCredit | Absent {
  const { shape } = config.task;
  if (shape === 'encoder-decoder' && !isOfDecoder(name)) {
    return wholeGradient(trace, trace.steps - 1, limits, { together: true });
  }
  const targets = targetSteps(tensors, trace, shape);
  if (targets.length === 0) {
    return { why: 'No step of this sequence has a target.' };
  }
  if (targets.length === 1) {
    return wholeGradient(trace, targets[0], limits, { together: false });
  }
  if (!isLastLayer(config, name)) {
    return { why: 'With several targets, credit can be separated by target in the last layer only.' };
  }
  if (typeof at !== 'function') {
    return at;
  }
  if (readout === undefined) {
    return { why: 'The checkpoint has no readout.' };
  }
  const { loss, output } = lossOf(config, targetKind);
  const direct = directGradients(tensors, readout, { loss, output, shape }, trace);
  const first = Math.max(0, trace.steps - limits.mostSteps);
  const followed = evenly(
    direct.targets.flatMap((t, row) => (t >= first ? [row] : [])),
    limits.mostTargets,
  );
  const H = trace.hiddenSize;
  // Rows cover the whole state, so that an LSTM's credit by c counts too; a loss reads h alone.
  const width = limits.by === 'state' && trace.c ? 2 * H : H;
  const rows = new Float64Array(followed.length * width);
  followed.forEach((row, n) => {
    rows.set(direct.rows.subarray(row * H, (row + 1) * H), n * width);
  });
  const credit = creditMatrix((t) => at(first + t), trace.steps - first, width, {
    targets: followed.map((row) => direct.targets[row] - first),
    rows,
  });
  return { credit, first, targets: direct.targets, together: false };
}

/** Whether the layer is read only by the output and by its own next step. */
export function isLastLayer({ model }: Pick<Config, 'model'>, name: string): boolean {
  return parseLayerName(name)?.layer === model.layers - 1;
}

/** Loss and output function of the config, or by default those that suit the targets. */
export function lossOf({ task }: Pick<Config, 'task'>, targetKind: TargetKind) {
  const loss = task.loss ?? lossOfTargets[targetKind];
  return { loss, output: task.output ?? outputOfLoss[loss] };
}

const lossOfTargets = { values: 'mse', binary: 'binaryCrossEntropy', classes: 'crossEntropy' } as const;
const outputOfLoss = { mse: 'identity', binaryCrossEntropy: 'sigmoid', crossEntropy: 'softmax' } as const;

/** The steps at which the target steps' outputs read a layer, in the order of the recurrence, rising. */
export function targetSteps(
  tensors: Tensors,
  { steps: T, reverse }: LayerTrace,
  shape: Config['task']['shape'],
): number[] {
  const target = tensors.get('target');
  if (target === undefined) {
    return [];
  }
  const [rows, width] = target.shape;
  const found = Array.from({ length: rows }, (_, t) => t).filter(
    (t) => !Number.isNaN(target.values[t * width]),
  );
  if (!reverse) {
    return found;
  }
  // A single output reads the backward direction after it has seen the whole sequence.
  return shape === 'many-to-one' ? found.map(() => T - 1) : found.map((t) => T - 1 - t).reverse();
}

/** At most `most` of the values, chosen evenly, always with the last one. */
export function evenly<T>(values: readonly T[], most: number): T[] {
  const last = values.length - 1;
  if (values.length <= most) {
    return [...values];
  }
  return most === 1
    ? [values[last]]
    : Array.from({ length: most }, (_, i) => values[Math.round((i * last) / (most - 1))]);
}

/**
 * The credit of the only target: ‖∂L/∂s_k‖ as the trace has it.
 * @param t step of the target, in the order of the recurrence
 */
function wholeGradient(
  { steps: T, hiddenSize: H, dh, dc }: LayerTrace,
  t: number,
  { by }: CreditLimits,
  { together }: { readonly together: boolean },
): LayerCredit {
  const norms = Float64Array.from({ length: T }, (_, k) => {
    const ofH = norm(H, dh, k * H);
    return by === 'state' && dc ? Math.hypot(ofH, norm(H, dc, k * H)) : ofH;
  });
  return { credit: { targets: [t], steps: T, norms }, first: 0, targets: [t], together };
}
