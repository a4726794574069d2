/** What only a GRU's tape has, and what its two forms each have of their own. */
import type { Cell } from './cell';

export type GruStep = Pick<Cell, 'forwardStep' | 'backwardStep' | 'recurrentGradients' | 'setGate'>;
