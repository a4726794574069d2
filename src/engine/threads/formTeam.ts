/** Decides how many threads a training gets, and starts its team. */
import type { Kernels } from '../kernels/kernels';
import { type Capacity, hasOwnOutputs, type Network } from '../network';
import type { Parameters } from '../parameters';
import type { HelperSetup } from './helper';
import { Lead } from './lead';
import { TaskBoard } from './taskBoard';

/** The source of helper threads. */
export interface Helpers {
  /** Processor cores of this machine. */
  readonly cores: number;
  /** Starts a thread that calls `help`. */
  start(setup: HelperSetup): void;
}

/**
 * Multiply-adds of one update for each helper; with fewer, waking another thread costs more than it gains.
 */
const worthAHelper = 3e7;
/** Rows for each thread; with fewer, the tiles of the products are half empty. */
const fewestRows = 8;
/** Size of the largest team that is formed without being asked for. */
const mostAutomatic = 8;

/** @param threads the config's `training.threads` */
export function threadsFor(
  threads: 'auto' | number,
  cores: number,
  parameters: Parameters,
  capacity: Capacity,
): number {
  const { rows, steps, outputSteps } = capacity;
  if (threads !== 'auto') {
    return Math.min(threads, rows);
  }
  const T = hasOwnOutputs(parameters.spec) ? Math.max(steps, outputSteps) : steps;
  const lookedUp = parameters.embeddings.reduce((sum, { value }) => sum + value.size, 0);
  // Each weight takes part in one multiply-add a step forwards, and in two backwards, but of an embedding only
  // one row is read.
  const work = 3 * (parameters.count - lookedUp) * rows * T;
  // One core stays with the editor, where there are more than two.
  const free = cores > 2 ? cores - 1 : cores;
  const useful = Math.min(Math.floor(work / worthAHelper), Math.floor(rows / fewestRows));
  return Math.max(1, Math.min(free, useful, mostAutomatic));
}

/**
 * Starts `threads − 1` helpers, which join the team when they are ready.
 * @param addresses the tensors of the weights and of the network, in the order in which they were allocated
 * @param adaptive whether helpers are left out while they gain nothing
 * @returns undefined where the training has one thread only
 */
export function formTeam(
  threads: number,
  { start }: Helpers,
  kernels: Kernels,
  addresses: readonly number[],
  { spec, capacity }: Network,
  interrupted: () => void,
  adaptive: boolean,
): Lead | undefined {
  const helpers = threads - 1;
  const shares = Array.from({ length: helpers }, () => kernels.share(addresses));
  if (helpers < 1 || shares.includes(null)) {
    return undefined;
  }
  const board = TaskBoard.make(helpers);
  shares.forEach((shared, index) => {
    if (shared) {
      start({ board: board.memory, helpers, index, kernels: shared, spec, capacity });
    }
  });
  return new Lead(board, interrupted, adaptive);
}
