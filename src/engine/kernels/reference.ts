/**
 * The kernels in plain TypeScript, in Float64 arithmetic over either precision: the specification of all
 * others.
 */
import { gruCudnnBackward, gruCudnnForward } from '../cells/gruCudnn';
import {
  gruOriginalBackward,
  gruOriginalBackwardReset,
  gruOriginalForward,
  gruOriginalGates,
} from '../cells/gruOriginal';
import { lstmBackward, lstmForward } from '../cells/lstm';
import { rnnReluBackward, rnnReluForward, rnnTanhBackward, rnnTanhForward } from '../cells/rnn';
import { heap } from '../memory';
import { adam, adamw, rmsprop, sgd } from '../update';
import type { Kernels } from './kernels';
import { matmulNN, matmulNT, matmulTN } from './matmul';
import { activate, lossGradient, rowLosses } from './outputs';
import {
  addColumnSums,
  fillRows,
  gatherRows,
  gatherTokens,
  scatterRows,
  scatterTokens,
  sumOfSquares,
} from './rows';

export const referenceKernels: Kernels = {
  name: 'reference',
  memory: heap,
  share: () => null,
  packed: (values, transposed) => ({
    pack: () => undefined,
    multiply: (a, c, accumulate) => (transposed ? matmulNT : matmulNN)(a, values, c, accumulate),
  }),
  multiplyTransposed: matmulTN,
  fillRows,
  addColumnSums,
  gatherRows,
  scatterRows,
  gatherTokens,
  scatterTokens,
  activate,
  rowLosses,
  lossGradient,
  rnnTanhForward,
  rnnTanhBackward,
  rnnReluForward,
  rnnReluBackward,
  lstmForward,
  lstmBackward,
  gruOriginalGates,
  gruOriginalForward,
  gruOriginalBackward,
  gruOriginalBackwardReset,
  gruCudnnForward,
  gruCudnnBackward,
  sgd,
  rmsprop,
  adam,
  adamw,
  sumOfSquares,
};
