/**
 * The complete analysis of one layer of one trace, from which the panel draws gradient flow and memory. Each
 * quantity is defined in docs/math.md, "Gradients through one layer", and computed by a file of its own; here
 * they are collected.
 *
 * All steps are numbered as in the trace, in the order of the sequence, even for a layer that reads from the
 * end. `analysisLimits` limits long sequences and wide layers, and each part states what it covers.
 */
import type { Config } from '../config/schema';
import { FormatError, type TensorFile } from '../formats/safetensors';
import type { CellName } from '../notation/cells';
import { type SnapshotWeights, snapshotOf } from './gradients/analysedSnapshot';
import { type AnalysisLimits, allowance, analysisLimits, lastSteps } from './gradients/analysisLimits';
import { type CreditMap, creditMap, inputMap } from './gradients/creditMaps';
import type { Absent } from './gradients/layerCredit';
import { type LayerMemory, type LayerPaths, layerMemory, layerPaths } from './gradients/memoryPaths';
import {
  type LayerProducts,
  layerProducts,
  type StepCurves,
  stepCurves,
  type VanillaCurves,
  vanillaCurves,
} from './gradients/stepCurves';
import { vanillaFactors } from './gradients/stepJacobians';
import { effectiveDimension } from './layers/effectiveDimension';
import { layerTrace, type Tensors } from './layers/layerTrace';
import { type SaturationShares, saturationShares } from './layers/saturation';
import { type LayerExponents, leadingExponents } from './leadingExponents';

/** The analysis of a layer. A part is null where the cell has no such quantity. */
export interface LayerAnalysis {
  /** Updates done when the trace was made. */
  readonly update: number;
  readonly cell: CellName;
  /** T */
  readonly steps: number;
  /** H */
  readonly hiddenSize: number;
  /** The steps `from … to−1` for which Jacobians are computed: the last ones of the recurrence. */
  readonly window: { readonly from: number; readonly to: number };
  readonly credit: CreditMap | Absent;
  readonly inputs: CreditMap | Absent;
  readonly stepCurves: StepCurves | Absent;
  /** The factors of an RNN's Jacobians; null for other cells. */
  readonly vanilla: VanillaCurves | Absent | null;
  readonly products: LayerProducts | Absent;
  readonly exponents: LayerExponents | Absent;
  /** The paths of the gradient in an LSTM or GRU; null for an RNN. */
  readonly paths: LayerPaths | Absent | null;
  readonly memory: LayerMemory | null;
  readonly saturation: SaturationShares;
  /** Effective dimension over the last `steps` steps. */
  readonly effectiveDimension: { readonly value: number; readonly steps: number };
}

/** The content of a run's folder for one snapshot. */
export interface AnalysisSource {
  readonly config: Pick<Config, 'model' | 'task'>;
  readonly targetKind: 'values' | 'binary' | 'classes';
  /** Updates done when the trace was made. */
  readonly step: number;
  /** Tensors of one probe's trace. */
  readonly tensors: Tensors;
  readonly checkpoint: TensorFile;
}

/**
 * @param name name of the layer, as in a trace
 * @throws FormatError where there is no such layer, or trace and checkpoint are not those of the config's
 *   model
 */
export function layerAnalysis(
  { config, targetKind, step: update, tensors, checkpoint }: AnalysisSource,
  name: string,
  limits: AnalysisLimits = analysisLimits,
): LayerAnalysis {
  const whole = layerTrace(tensors, config.model, name);
  if (whole.steps === 0) {
    throw new FormatError(`"${name}" has no steps`);
  }
  const allowed = allowance(whole, limits);
  const readout = checkpoint.tensors.get('readout.weight');
  const sequence = { config, targetKind, tensors, readout };
  const snapshot = snapshotOf(sequence, name, whole, update, checkpoint, allowed.steps, limits);
  const { weights } = snapshot;
  const withWeights = <T>(part: (weights: SnapshotWeights) => T | Absent): T | Absent =>
    'why' in weights ? weights : part(weights);
  const gated = whole.kind.cell !== 'rnn';
  const factors = gated || 'why' in weights ? null : vanillaFactors(whole, weights.recurrent);
  const known = lastSteps(whole, allowed.covariance);
  return {
    update,
    cell: whole.kind.cell,
    steps: whole.steps,
    hiddenSize: whole.hiddenSize,
    window: whole.reverse ? { from: 0, to: allowed.steps } : { from: snapshot.first, to: whole.steps },
    credit: creditMap(snapshot, allowed, limits),
    inputs: withWeights((found) => inputMap(snapshot, found, checkpoint.tensors, allowed, limits)),
    stepCurves: withWeights((found) => stepCurves(snapshot, found, allowed)),
    vanilla: gated ? null : withWeights(() => factors && vanillaCurves(snapshot, factors)),
    products: withWeights((found) => layerProducts(snapshot, found, allowed, factors)),
    exponents: withWeights((found) => leadingExponents(snapshot, found, limits)),
    paths: gated ? layerPaths(snapshot) : null,
    memory: gated ? layerMemory(whole) : null,
    saturation: saturationShares(whole),
    effectiveDimension: { value: effectiveDimension(known), steps: known.steps },
  };
}
