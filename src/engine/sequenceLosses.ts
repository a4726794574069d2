/** Runs whole sequences forward, chunk by chunk, and computes the loss of each of them. */
import type { SequenceSet } from '../data/common/dataset';
import { extentOf, fillChunk } from './chunk';
import type { Network } from './network';

/**
 * Runs sequences, at most as many as fit into the network. Decoders read their own outputs, dropout is off.
 * @param visit called after each chunk, with its first step
 */
export function runSequences(
  network: Network,
  set: SequenceSet,
  sequences: readonly number[],
  visit: (from: number) => void,
): void {
  const { steps } = network.capacity;
  const extent = extentOf(set, sequences);
  for (let from = 0; from < extent.steps; from += steps) {
    const to = Math.min(extent.steps, from + steps);
    fillChunk(network, set, sequences, from, to, extent.outputSteps);
    if (from === 0) {
      network.resetState();
    }
    network.forward({ feedback: 'output', everyStep: false, dropout: null });
    visit(from);
    if (to < extent.steps) {
      network.carryState();
    }
  }
}

/**
 * Returns `[sequences]`, the mean loss of each over its target steps, which is the result of `evaluate` for
 * it alone.
 */
export function sequenceLosses(
  network: Network,
  set: SequenceSet,
  sequences: readonly number[],
): Float64Array {
  const B = sequences.length;
  const sums = new Float64Array(B);
  const counts = new Float64Array(B);
  runSequences(network, set, sequences, () => {
    const { readout } = network;
    for (let row = 0; row < readout.count; row++) {
      const place = readout.place[row];
      const weight = readout.weightAt(place);
      sums[place % B] += weight * readout.rowLosses[row];
      counts[place % B] += weight;
    }
  });
  return sums.map((sum, b) => sum / counts[b]);
}
