/**
 * Reads the evidence once for all rules: the watched layers, how far credit reaches in them, and the progress
 * of the losses.
 */
import type { UpdateEvent } from '../../../engine/training';
import type { TensorFile } from '../../../formats/safetensors';
import { layerName } from '../../../notation/tensorNames';
import { lyapunovExponents } from '../../gradients/lyapunov';
import { stepJacobian } from '../../gradients/stepJacobians';
import {
  type LayerTrace,
  layerTrace,
  type RecurrentWeights,
  recurrentWeights,
  type Tensors,
} from '../../layers/layerTrace';
import type { RunEvidence } from './evidence';
import { type Progress, progressOf } from './progress';
import { type Reach, reachOf, type WatchedLayer } from './reach';
import type { Thresholds } from './thresholds';

export interface Examined {
  readonly evidence: RunEvidence;
  readonly limits: Thresholds;
  readonly updates: readonly UpdateEvent[];
  readonly progress: Progress;
  readonly probes: readonly Tensors[];
  /**
   * Layers, the lowest first, and an encoder's before a decoder's; empty where nothing has been traced yet.
   */
  readonly layers: readonly WatchedLayer[];
  /**
   * The reach of the layer in which credit goes back furthest; null where there is no credit over a distance.
   */
  readonly reach: Reach | null;
  /** The layer in which small changes grow most quickly; null without weights of the traces' snapshot. */
  readonly lyapunov: { readonly layer: string; readonly exponent: number; readonly steps: number } | null;
}

/** @throws FormatError where traces or weights are not those of the config's model */
export function examine(evidence: RunEvidence, limits: Thresholds): Examined {
  const { config, traces, checkpoint, metrics } = evidence;
  const probes = traces?.probes ?? [];
  const sameSnapshot = traces !== null && stepOf(checkpoint) === traces.step;
  const layers = (probes.length > 0 ? layerNames(evidence) : []).map(
    (name): WatchedLayer => ({
      name,
      traces: probes.map((tensors) => layerTrace(tensors, config.model, name)),
      weights: sameSnapshot ? recurrentWeights(checkpoint.tensors, config.model, name) : null,
    }),
  );
  return {
    evidence,
    limits,
    updates: metrics.filter((metric) => metric.event === 'step'),
    progress: progressOf(evidence, limits),
    probes,
    layers,
    reach: reachOf(evidence, layers, probes, limits),
    lyapunov: largestExponent(layers, limits.mostSteps),
  };
}

function stepOf({ metadata }: TensorFile): number {
  return Number(metadata.step ?? Number.NaN);
}

function layerNames({ config: { model, task } }: RunEvidence): string[] {
  const depth = Array.from({ length: model.layers }, (_, layer) => layer);
  const directions = model.bidirectional ? [false, true] : [false];
  const encoder = depth.flatMap((layer) =>
    directions.map((reverse) => layerName({ decoder: false, layer, reverse })),
  );
  const decoder = depth.map((layer) => layerName({ decoder: true, layer, reverse: false }));
  return task.shape === 'encoder-decoder' ? [...encoder, ...decoder] : encoder;
}

/** The largest exponent of any layer in the first probe; one sequence is enough for a rate per step. */
function largestExponent(layers: readonly WatchedLayer[], mostSteps: number): Examined['lyapunov'] {
  let found: Examined['lyapunov'] = null;
  for (const { name, traces, weights } of layers) {
    const [trace] = traces;
    if (weights === null || trace.steps < 2) {
      continue;
    }
    const [exponent] = lyapunovExponents(jacobians(trace, weights, Math.max(1, trace.steps - mostSteps)), 1);
    if (found === null || exponent > found.exponent) {
      found = { layer: name, exponent, steps: Math.min(trace.steps - 1, mostSteps) };
    }
  }
  return found;
}

function* jacobians(trace: LayerTrace, weights: RecurrentWeights, from: number) {
  for (let t = from; t < trace.steps; t++) {
    yield stepJacobian(trace, weights, t);
  }
}
