/**
 * One recurrent layer at the size that people train, from one seed, and its gradients by the engine: for
 * large.json.
 */
import { prepareLayer } from '../../src/speed/layerStep';
import { makeProblem, type Problem } from '../../src/speed/problem';
import type { Kernels } from '../../src/engine/kernels/kernels';
import type { Floats, Precision } from '../../src/engine/tensor';

export const cells = ['rnn', 'lstm', 'gru'] as const;

export interface LargeReference {
  readonly torch: string;
  readonly loss: number;
  /**
   * Gradients by PyTorch's names, without the layer; `values` holds every `every`th element of the gradient.
   */
  readonly gradients: Readonly<Record<string, { largest: number; values: number[] }>>;
}

/** Number of elements that are kept of each gradient: a prime, so that they come from all columns. */
export const every = 97;

export function largeProblem(cell: (typeof cells)[number]): Problem {
  return makeProblem({ cell, hidden: 128, inputs: 8, batch: 4, steps: 100 });
}

/** Loss and gradients computed by the engine. */
export function largeGradients(
  problem: Problem,
  kernels: Kernels,
  precision: Precision,
): { loss: number; gradients: Readonly<Record<string, Floats>> } {
  const layer = prepareLayer(problem, { kernels, precision, inputGradient: true });
  return { loss: layer.backpropagate(), gradients: layer.gradients };
}
