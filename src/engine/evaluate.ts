/** Computes the loss of a network on a set of sequences, without learning from them. */
import type { SequenceSet } from '../data/common/dataset';
import type { Network } from './network';
import { nonFiniteError } from './nonFinite';
import { runSequences } from './sequenceLosses';

/**
 * Returns the mean loss over all target steps of a set. Decoders read their own outputs, dropout is off.
 * @param update the update that it follows, for the error where the loss is not finite
 * @throws NonFiniteError
 */
export function evaluate(network: Network, set: SequenceSet, update: number): number {
  const { rows } = network.capacity;
  let sum = 0;
  let count = 0;
  for (let first = 0; first < set.count; first += rows) {
    const sequences = Array.from({ length: Math.min(rows, set.count - first) }, (_, i) => first + i);
    runSequences(network, set, sequences, (from) => {
      if (!Number.isFinite(network.lossSum)) {
        throw nonFiniteError(network, { update, during: 'validation' }, from);
      }
      sum += network.lossSum;
      count += network.targetCount;
    });
  }
  return sum / count;
}
