/** A helper thread's whole life: the lead's network, on the same memory, and one task after the other. */
import { type GuestKernels, guestKernels } from '../kernels/webAssembly';
import { type Capacity, Network } from '../network';
import { Parameters } from '../parameters';
import { cellOf, type NetworkSpec } from '../spec';
import { Board } from './board';

/** What a helper is started with; it can be sent to another thread. */
export interface HelperSetup {
  readonly board: SharedArrayBuffer;
  readonly helpers: number;
  /** Which of the helpers it is, from 0. */
  readonly index: number;
  readonly kernels: GuestKernels;
  readonly spec: NetworkSpec;
  readonly capacity: Capacity;
}

class Stopped extends Error {}

/** Returns when the lead dismisses its helpers. What goes wrong stands on the board, where the lead finds it. */
export function help(setup: HelperSetup): void {
  const board = new Board(setup.board, setup.helpers);
  let network: Network;
  try {
    network = networkOf(setup, board);
  } catch (error) {
    board.fail(describe(error));
    return;
  }
  const { index } = setup;
  board.ready();
  for (let next = board.nextTask(0); next; next = board.nextTask(next.turn)) {
    const { turn, task } = next;
    try {
      network.help(task.section, task.pass, { index: index + 1, of: task.of });
    } catch (error) {
      if (!(error instanceof Stopped)) {
        board.fail(describe(error));
      }
    }
    board.markDone(index, turn);
  }
}

/** The lead's network once more: the same tensors, found where the lead has put them. */
function networkOf({ index, kernels: guest, spec, capacity }: HelperSetup, board: Board): Network {
  const kernels = guestKernels(guest);
  const weights = new Parameters(cellOf(spec), spec, 'float32', kernels.memory);
  const network = new Network(spec, weights, capacity, kernels, 'float32', () => {
    if (board.beat(index)) {
      throw new Stopped();
    }
  });
  network.allocate();
  return network;
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
