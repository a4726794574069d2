/**
 * The cells' steps in WebAssembly: the calls of `assembly/rnn.ts`, `lstm.ts`, `gruOriginal.ts` and
 * `gruCudnn.ts`.
 */
import type { Tape } from '../cells/tape';
import { type CellKernelName, cellOperands, type Exports, type Operand } from './exports';
import type { CellKernel, Kernels } from './kernels';

export function cellKernels(module: Exports): Pick<Kernels, CellKernelName> {
  const kernel = (name: CellKernelName) => cellKernel(module[name], cellOperands[name]);
  return {
    rnnTanhForward: kernel('rnnTanhForward'),
    rnnTanhBackward: kernel('rnnTanhBackward'),
    rnnReluForward: kernel('rnnReluForward'),
    rnnReluBackward: kernel('rnnReluBackward'),
    lstmForward: kernel('lstmForward'),
    lstmBackward: kernel('lstmBackward'),
    gruOriginalGates: kernel('gruOriginalGates'),
    gruOriginalForward: kernel('gruOriginalForward'),
    gruOriginalBackward: kernel('gruOriginalBackward'),
    gruOriginalBackwardReset: kernel('gruOriginalBackwardReset'),
    gruCudnnForward: kernel('gruCudnnForward'),
    gruCudnnBackward: kernel('gruCudnnBackward'),
  };
}

/**
 * Makes a kernel whose calls share one array of arguments, because making one at each step would take a small
 * network longer than the step itself. The tensors of a tape stay where they are, so their addresses are
 * looked up for its first step only.
 */
function cellKernel(run: Exports[CellKernelName], operands: readonly Operand[]): CellKernel {
  const values: number[] = [];
  const from = operands.length;
  let known: Tape | undefined;
  return (tape, t, before, after) => {
    if (tape !== known) {
      operands.forEach((operand, i) => {
        values[i] = addressOf(tape, operand);
      });
      known = tape;
    }
    values[from] = tape.lengths.byteOffset;
    values[from + 1] = tape.rows;
    values[from + 2] = tape.first;
    values[from + 3] = tape.end;
    values[from + 4] = tape.hiddenSize;
    values[from + 5] = t;
    values[from + 6] = before;
    values[from + 7] = after;
    run(...values); // a kernel without an argument for the slot `after` ignores it
  };
}

function addressOf(tape: Tape, operand: Operand): number {
  const tensor = tape[operand];
  if (!tensor) {
    throw new Error(`the tape of this cell has no ${operand}`);
  }
  return tensor.values.byteOffset;
}
