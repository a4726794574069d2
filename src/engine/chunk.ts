/** Puts sequences into a network: one chunk of steps of a padded batch. */
import type { SequenceSet } from '../data/common/dataset';
import { hasOwnOutputs, type Network } from './network';

/** The lengths of the longest input and the longest output of some sequences. */
export interface Extent {
  readonly steps: number;
  readonly outputSteps: number;
}

export function extentOf(set: SequenceSet, sequences: Iterable<number>): Extent {
  let steps = 0;
  let outputSteps = 0;
  for (const sequence of sequences) {
    steps = Math.max(steps, set.inputSteps(sequence));
    outputSteps = Math.max(outputSteps, set.outputSteps(sequence));
  }
  return { steps, outputSteps };
}

export function* everySequence(set: SequenceSet): Iterable<number> {
  for (let sequence = 0; sequence < set.count; sequence++) {
    yield sequence;
  }
}

/**
 * Starts a chunk of the network with the steps `from … to−1` of some sequences. In shapes whose outputs have
 * a time axis of their own, it takes all their outputs too (then `from` is 0 and `to` the longest input).
 * @returns number of target steps in the chunk
 */
export function fillChunk(
  network: Network,
  set: SequenceSet,
  sequences: ArrayLike<number>,
  from: number,
  to: number,
  outputSteps: number,
): number {
  const rows = sequences.length;
  const own = hasOwnOutputs(network.spec);
  network.begin(rows, to - from, outputSteps);
  const { input, output, encoder, decoder } = network;
  const outputs = own ? outputSteps : to - from;
  output.mask.fill(0, 0, outputs * rows);
  for (let b = 0; b < rows; b++) {
    const sequence = sequences[b];
    set.writeInputs(sequence, from, to, input, b);
    const inputLength = Math.min(to - from, Math.max(0, set.inputSteps(sequence) - from));
    if (own) {
      set.writeTargets(sequence, 0, outputSteps, output, b);
      encoder.lengths[b] = decoder ? inputLength : set.outputSteps(sequence);
    } else {
      encoder.lengths[b] = inputLength;
    }
    if (decoder) {
      decoder.lengths[b] = set.outputSteps(sequence);
    }
  }
  let targets = 0;
  for (let place = 0; place < outputs * rows; place++) {
    targets += output.mask[place];
  }
  return targets;
}
