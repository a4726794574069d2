/**
 * The whole life of a helper thread: it builds the lead's network on the same memory, then does one task
 * after the other.
 */
import { stackOf } from '../../notation/errors';
import type { SharedKernels } from '../kernels/kernels';
import { sharedKernels } from '../kernels/webAssembly';
import { type Capacity, Network } from '../network';
import { Parameters } from '../parameters';
import { cellOf, type NetworkSpec } from '../spec';
import { type Task, TaskBoard } from './taskBoard';

/** Everything with which a helper is started. It can be sent to another thread. */
export interface HelperSetup {
  readonly board: SharedArrayBuffer;
  readonly helpers: number;
  /** Number of this helper, from 0. */
  readonly index: number;
  readonly kernels: SharedKernels;
  readonly spec: NetworkSpec;
  readonly capacity: Capacity;
}

class Stopped extends Error {}

/** Returns when the lead dismisses its helpers. */
export function help({ board, helpers, index, kernels: shared, spec, capacity }: HelperSetup): void {
  serve({ board, helpers, index }, (interrupt) => {
    const kernels = sharedKernels(shared);
    const weights = new Parameters(cellOf(spec), spec, 'float32', kernels.memory);
    const network = new Network(spec, weights, capacity, kernels, 'float32', interrupt);
    network.allocate();
    return ({ section, pass, of }) => network.help(section, pass, { index: index + 1, of });
  });
}

/**
 * Does one task after the other until the lead has no more. An error is written on the board, where the lead
 * reads it.
 * @param prepare returns the function that does a task; `interrupt` must be called often, and throws to stop
 * the task
 */
export function serve(
  { board: memory, helpers, index }: Pick<HelperSetup, 'board' | 'helpers' | 'index'>,
  prepare: (interrupt: () => void) => (task: Task) => void,
): void {
  const board = new TaskBoard(memory, helpers);
  let work: (task: Task) => void;
  try {
    work = prepare(() => {
      if (board.beat(index)) {
        throw new Stopped();
      }
    });
  } catch (error) {
    board.fail(stackOf(error));
    return;
  }
  board.ready();
  for (let next = board.nextTask(0); next; next = board.nextTask(next.turn)) {
    const { turn, task } = next;
    try {
      work(task);
    } catch (error) {
      if (!(error instanceof Stopped)) {
        board.fail(stackOf(error));
      }
    }
    board.markDone(index, turn);
  }
}
