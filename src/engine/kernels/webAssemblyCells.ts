/** The cells' steps in WebAssembly: the calls of `assembly/rnn.ts`, `lstm.ts`, `gruOriginal.ts` and `gruCudnn.ts`. */
import type { Tape } from '../cells/tape';
import { candidateOf } from '../cells/tape';
import type { Tensor } from '../tensor';
import type { Exports } from './exports';
import type { CellKernel, Kernels } from './kernels';

type CellKernels = Pick<
  Kernels,
  | 'rnnTanhForward'
  | 'rnnTanhBackward'
  | 'rnnReluForward'
  | 'rnnReluBackward'
  | 'lstmForward'
  | 'lstmBackward'
  | 'gruOriginalGates'
  | 'gruOriginalForward'
  | 'gruOriginalBackward'
  | 'gruOriginalBackwardReset'
  | 'gruCudnnForward'
  | 'gruCudnnBackward'
>;

export function cellKernels(module: Exports): CellKernels {
  const forward =
    (run: Exports['rnnTanhForward']): CellKernel =>
    ({ gates, h, lengths, rows, first, end, hiddenSize }, t, before, after) =>
      run(at(gates), at(h), lengths.byteOffset, rows, first, end, hiddenSize, t, before, after);
  const backward =
    (run: Exports['rnnTanhBackward']): CellKernel =>
    ({ gates, dgates, dh, lengths, rows, first, end, hiddenSize }, t, before, after) =>
      run(at(gates), at(dgates), at(dh), lengths.byteOffset, rows, first, end, hiddenSize, t, before, after);
  return {
    rnnTanhForward: forward(module.rnnTanhForward),
    rnnTanhBackward: backward(module.rnnTanhBackward),
    rnnReluForward: forward(module.rnnReluForward),
    rnnReluBackward: backward(module.rnnReluBackward),
    lstmForward: (tape, t, before, after) => {
      const { gates, h, lengths, rows, first, end, hiddenSize } = tape;
      const { c } = cellStates(tape);
      module.lstmForward(
        at(gates),
        at(h),
        at(c),
        lengths.byteOffset,
        rows,
        first,
        end,
        hiddenSize,
        t,
        before,
        after,
      );
    },
    lstmBackward: (tape, t, before, after) => {
      const { gates, dgates, h, dh, lengths, rows, first, end, hiddenSize } = tape;
      const { c, dc } = cellStates(tape);
      module.lstmBackward(
        at(gates),
        at(dgates),
        at(h),
        at(c),
        at(dh),
        at(dc),
        lengths.byteOffset,
        rows,
        first,
        end,
        hiddenSize,
        t,
        before,
        after,
      );
    },
    gruOriginalGates: (tape, t, before) => {
      const { gates, h, lengths, rows, first, end, hiddenSize } = tape;
      const { candidate } = candidateOf(tape);
      module.gruOriginalGates(
        at(gates),
        at(candidate),
        at(h),
        lengths.byteOffset,
        rows,
        first,
        end,
        hiddenSize,
        t,
        before,
      );
    },
    gruOriginalForward: forward(module.gruOriginalForward),
    gruOriginalBackward: (
      { gates, dgates, h, dh, lengths, rows, first, end, hiddenSize },
      t,
      before,
      after,
    ) =>
      module.gruOriginalBackward(
        at(gates),
        at(dgates),
        at(h),
        at(dh),
        lengths.byteOffset,
        rows,
        first,
        end,
        hiddenSize,
        t,
        before,
        after,
      ),
    gruOriginalBackwardReset: (tape, t, before) => {
      const { gates, dgates, h, dh, lengths, rows, first, end, hiddenSize } = tape;
      const { dcandidate } = candidateOf(tape);
      module.gruOriginalBackwardReset(
        at(gates),
        at(dgates),
        at(dcandidate),
        at(h),
        at(dh),
        lengths.byteOffset,
        rows,
        first,
        end,
        hiddenSize,
        t,
        before,
      );
    },
    gruCudnnForward: (tape, t, before, after) => {
      const { gates, h, lengths, rows, first, end, hiddenSize } = tape;
      const { candidate } = candidateOf(tape);
      module.gruCudnnForward(
        at(gates),
        at(candidate),
        at(h),
        lengths.byteOffset,
        rows,
        first,
        end,
        hiddenSize,
        t,
        before,
        after,
      );
    },
    gruCudnnBackward: (tape, t, before, after) => {
      const { gates, dgates, h, dh, lengths, rows, first, end, hiddenSize } = tape;
      const { candidate, dcandidate } = candidateOf(tape);
      module.gruCudnnBackward(
        at(gates),
        at(dgates),
        at(candidate),
        at(dcandidate),
        at(h),
        at(dh),
        lengths.byteOffset,
        rows,
        first,
        end,
        hiddenSize,
        t,
        before,
        after,
      );
    },
  };
}

function at(tensor: Tensor): number {
  return tensor.values.byteOffset;
}

function cellStates({ c, dc }: Tape): { c: Tensor; dc: Tensor } {
  if (!c || !dc) {
    throw new Error('an LSTM tape has no cell state');
  }
  return { c, dc };
}
