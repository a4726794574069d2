/** How many threads a training gets, and how they begin. */
import type { Kernels } from '../kernels/kernels';
import { type Capacity, hasOwnOutputs, type Network } from '../network';
import type { Parameters } from '../parameters';
import type { HelperSetup } from './helper';
import { Lead } from './lead';
import { TaskBoard } from './taskBoard';

/** Where helper threads come from. */
export interface Helpers {
  /** Of this machine. */
  readonly cores: number;
  /** Starts a thread that calls `help`. */
  start(setup: HelperSetup): void;
}

/** Multiply-adds of one update below which waking another thread costs more than it gains. */
const worthAHelper = 3e7;
/** Fewer rows than these for each thread leave the tiles of the products half empty. */
const fewestRows = 8;
const mostAutomatic = 8;

/** @param threads as the config has it */
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
  // Each weight takes part in one multiply-add a step forwards, and in two backwards.
  const work = 3 * parameters.count * rows * T;
  // One core stays with the editor, where there are more than two.
  const free = cores > 2 ? cores - 1 : cores;
  const useful = Math.min(Math.floor(work / worthAHelper), Math.floor(rows / fewestRows));
  return Math.max(1, Math.min(free, useful, mostAutomatic));
}

/**
 * Starts `threads − 1` helpers, who come to help when they are ready.
 * @param addresses where the tensors of the network's weights and its own are, in the order they were allocated
 * @param adaptive whether helpers are left out while they are no help
 * @returns undefined where there is nobody to help
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
  const shared = Array.from({ length: helpers }, () => kernels.share(addresses));
  if (helpers < 1 || shared.includes(null)) {
    return undefined;
  }
  const board = TaskBoard.make(helpers);
  shared.forEach((share, index) => {
    if (share) {
      start({ board: board.memory, helpers, index, kernels: share, spec, capacity });
    }
  });
  return new Lead(board, interrupted, adaptive);
}
