/** Computes the loss of a network on a set of sequences, without learning from them. */
import type { SequenceSet } from '../data/common/dataset';
import type { Meter } from '../metrics/meter';
import { everySequence } from './chunk';
import type { Network } from './network';
import { nonFiniteError } from './nonFinite';
import { runSequences } from './sequenceLosses';

/**
 * Returns the mean loss over all target steps of a set. Decoders read their own outputs, dropout is off.
 * @param update the update that it follows, for the error where the loss is not finite
 * @param options.part the sequences to evaluate, instead of all
 * @param options.meter receives every output of the same pass
 * @throws NonFiniteError
 */
export function evaluate(
  network: Network,
  set: SequenceSet,
  update: number,
  {
    part = [...everySequence(set)],
    meter,
  }: { readonly part?: readonly number[]; readonly meter?: Meter } = {},
): number {
  const { rows } = network.capacity;
  let sum = 0;
  let count = 0;
  for (let first = 0; first < part.length; first += rows) {
    const sequences = part.slice(first, first + rows);
    runSequences(network, set, sequences, (from) => {
      if (!Number.isFinite(network.lossSum)) {
        throw nonFiniteError(network, { update, during: 'validation' }, from);
      }
      sum += network.lossSum;
      count += network.targetCount;
      meter?.add({ sequences, from, ...network.answers });
    });
  }
  return sum / count;
}
