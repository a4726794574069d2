/** What only a GRU's tape has, and what its two forms each have of their own. */
import type { Tensor } from '../tensor';
import type { Cell, Tape } from './cell';

export type GruStep = Pick<Cell, 'forwardStep' | 'backwardStep' | 'recurrentGradients' | 'setGate'>;

export function candidateOf(tape: Tape): { candidate: Tensor; dcandidate: Tensor } {
  const { candidate, dcandidate } = tape;
  if (candidate === null || dcandidate === null) {
    throw new Error('a GRU tape has no candidate tensors');
  }
  return { candidate, dcandidate };
}
