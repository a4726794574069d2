/**
 * Preactivations: the gates before their activation functions. Tapes that are recorded keep them for each
 * step.
 */
import type { Floats } from '../tensor';
import type { Tape } from './tape';

/** Copies `count` preactivations of this thread's rows at step t, starting with the one at index `first`. */
export function keepPreactivations(tape: Tape, t: number, first: number, count: number): void {
  const { preactivations, gates, rows } = tape;
  if (!preactivations) {
    return;
  }
  const width = gates.shape[2];
  for (let b = tape.first; b < tape.end; b++) {
    const at = (t * rows + b) * width + first;
    preactivations.values.set(gates.values.subarray(at, at + count), at);
  }
}

/** Returns the kept preactivations, `[T][B][G·H]`. @throws Error where the tape keeps none */
export function preactivationsOf({ preactivations }: Tape): Floats {
  if (!preactivations) {
    throw new Error('a tape that is changed has to keep preactivations');
  }
  return preactivations.values;
}
