/** The loss of a network on a set of sequences, without learning from them. */
import type { SequenceSet } from '../data/dataset';
import { extentOf, fillChunk } from './chunk';
import type { Network } from './network';
import { nonFiniteError } from './nonFinite';

/**
 * Mean loss over all target steps of a set; decoders decode freely, dropout is off.
 * @param update the one it comes after, for the error where the loss is not finite
 * @throws NonFiniteError
 */
export function evaluate(network: Network, set: SequenceSet, update: number): number {
  const { rows, steps } = network.capacity;
  let sum = 0;
  let count = 0;
  for (let first = 0; first < set.count; first += rows) {
    const sequences = Array.from({ length: Math.min(rows, set.count - first) }, (_, i) => first + i);
    const extent = extentOf(set, sequences);
    for (let from = 0; from < extent.steps; from += steps) {
      const to = Math.min(extent.steps, from + steps);
      fillChunk(network, set, sequences, from, to, extent.outputSteps);
      if (from === 0) {
        network.resetState();
      }
      network.forward({ feedback: 'output', everyStep: false, dropout: null });
      if (!Number.isFinite(network.lossSum)) {
        throw nonFiniteError(network, { update, during: 'validation' }, from);
      }
      sum += network.lossSum;
      count += network.targetCount;
      if (to < extent.steps) {
        network.carryState();
      }
    }
  }
  return sum / count;
}
