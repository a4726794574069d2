/** The parts of a cell that the two forms of the GRU implement separately. */
import type { Cell } from './cell';

export type GruStep = Pick<Cell, 'forwardStep' | 'backwardStep' | 'recurrentGradients' | 'setGate'>;
