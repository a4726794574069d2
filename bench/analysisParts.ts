/**
 * Analyses the one recurrent layer of a network from a trace and a checkpoint, and measures the time of each
 * part.
 */

import { creditMatrix } from '../src/analysis/gradients/credit';
import { directGradients } from '../src/analysis/gradients/directGradients';
import { lyapunovExponents } from '../src/analysis/gradients/lyapunov';
import { measureSteps, stepJacobian } from '../src/analysis/gradients/stepJacobians';
import { layerTrace, recurrentWeights, type Tensors } from '../src/analysis/layers/layerTrace';
import { recurrentBlocks } from '../src/analysis/spectrum/blocks';
import { modes } from '../src/analysis/spectrum/modes';
import { spectrum } from '../src/analysis/spectrum/spectrum';
import type { NetworkSpec } from '../src/engine/spec';
import type { TensorFile } from '../src/formats/safetensors';

/**
 * Seconds of each part: the credit of all target steps; every step's Jacobian with its largest and smallest
 * singular value; all Lyapunov exponents; the spectrum and modes of every recurrent block. Each part computes
 * the Jacobians that it needs.
 */
export type AnalysisPart = 'credit' | 'jacobians' | 'lyapunov' | 'spectrum';

/**
 * @param tensors values of a trace
 * @returns seconds
 */
export function analyseProbe(
  spec: NetworkSpec,
  tensors: Tensors,
  checkpoint: TensorFile,
): Record<AnalysisPart, number> {
  const readout = checkpoint.tensors.get('readout.weight');
  if (readout === undefined) {
    throw new Error('the checkpoint has no readout');
  }
  const layer = layerTrace(tensors, spec, 'l0');
  const weights = recurrentWeights(checkpoint.tensors, spec, 'l0');
  const { steps: T, hiddenSize: H } = layer;
  const at = (t: number) => stepJacobian(layer, weights, t);
  const steps = Array.from({ length: T }, (_, t) => t);
  return {
    credit: secondsOf(() => creditMatrix(at, T, H, directGradients(tensors, readout, spec, layer))),
    jacobians: secondsOf(() => [...measureSteps(at, { steps, spectralRadius: false })]),
    lyapunov: secondsOf(() => lyapunovExponents(each(steps, at))),
    spectrum: secondsOf(() => {
      for (const { name, size, values } of recurrentBlocks(checkpoint, spec.cell)) {
        spectrum(name, size, values);
        modes(size, values);
      }
    }),
  };
}

function* each<Item, Result>(items: readonly Item[], of: (item: Item) => Result): Generator<Result> {
  for (const item of items) {
    yield of(item);
  }
}

function secondsOf(work: () => unknown): number {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1000;
}
