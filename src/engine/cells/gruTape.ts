/** The two tensors that only a GRU's tape has. */
import type { Tensor } from '../tensor';
import type { Tape } from './cell';

export function candidateOf(tape: Tape): { candidate: Tensor; dcandidate: Tensor } {
  const { candidate, dcandidate } = tape;
  if (candidate === null || dcandidate === null) {
    throw new Error('a GRU tape has no candidate tensors');
  }
  return { candidate, dcandidate };
}
