/** Computes the loss of a network on a set of sequences, without learning from them. */
import type { SequenceSet } from '../data/common/dataset';
import type { Network } from './network';
import { nonFiniteError } from './nonFinite';
import { runSequences } from './sequenceLosses';

/**
 * Returns the mean loss over all target steps of a set. Decoders read their own outputs, dropout is off.
 * @param update the update that it follows, for the error where the loss is not finite
 * @param most the most sequences to take, spread evenly over the set
 * @throws NonFiniteError
 */
export function evaluate(network: Network, set: SequenceSet, update: number, most = set.count): number {
  const { rows } = network.capacity;
  const taken = Math.min(most, set.count);
  let sum = 0;
  let count = 0;
  for (let first = 0; first < taken; first += rows) {
    const sequences = Array.from({ length: Math.min(rows, taken - first) }, (_, i) =>
      Math.floor(((first + i) * set.count) / taken),
    );
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
