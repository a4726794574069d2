/** Predicts sequences: the outputs at their target steps, in the order of the data. */
import type { SequenceSet } from '../data/common/dataset';
import { everySequence, extentOf } from './chunk';
import type { Network } from './network';
import { runSequences } from './sequenceLosses';

/** One output of a sequence. Its arrays belong to the receiver. */
export interface PredictedStep {
  readonly sequence: number;
  /** The output step, as in a trace. */
  readonly step: number;
  /** `[O]` output after g2. */
  readonly y: Float32Array;
  /** `[O]` target as it is fed to the network; without meaning where the data lacks it, or it is a class. */
  readonly target: Float32Array;
  /** Target class; without meaning where there is none. */
  readonly targetClass: number;
}

/** Most outputs that are held back to bring them into order; beyond it, sequences are run one by one. */
const mostHeld = 4_000_000;

export function predictSequences(
  network: Network,
  set: SequenceSet,
  visit: (step: PredictedStep) => void,
): void {
  const { outputSteps } = extentOf(set, everySequence(set));
  const { outputSize: O } = network.spec;
  const held = network.capacity.rows * outputSteps * O;
  const rows = held > mostHeld ? 1 : network.capacity.rows;
  for (let first = 0; first < set.count; first += rows) {
    const sequences = Array.from({ length: Math.min(rows, set.count - first) }, (_, i) => first + i);
    const found: PredictedStep[][] = sequences.map(() => []);
    const B = sequences.length;
    runSequences(network, set, sequences, (from) => {
      const { readout, output } = network;
      for (let row = 0; row < readout.count; row++) {
        const place = readout.place[row];
        if (output.mask[place] === 0) {
          continue;
        }
        const b = place % B;
        const predicted = {
          sequence: sequences[b],
          step: from + (place - b) / B,
          y: Float32Array.from(readout.y.values.subarray(row * O, (row + 1) * O)),
          target: Float32Array.from(output.target.subarray(place * O, (place + 1) * O)),
          targetClass: output.targetClass[place],
        };
        if (B === 1) {
          visit(predicted);
        } else {
          found[b].push(predicted);
        }
      }
    });
    for (const steps of found) {
      steps.forEach(visit);
    }
  }
}
