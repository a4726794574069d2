/** The exports of the module. Addresses are bytes within the memory; all numbers are Float32 except those of `multiplyDoubles`. */
export { multiplyDoubles } from './doubles';
export { multiply, multiplyTransposed, setScratch } from './gemm';
export { gruCudnnBackward, gruCudnnForward } from './gruCudnn';
export {
  gruOriginalBackward,
  gruOriginalBackwardReset,
  gruOriginalForward,
  gruOriginalGates,
} from './gruOriginal';
export {
  binaryCrossEntropy,
  crossEntropy,
  crossEntropyGradient,
  differenceGradient,
  sigmoid,
  squaredError,
} from './losses';
export { lstmBackward, lstmForward } from './lstm';
export { rnnReluBackward, rnnReluForward, rnnTanhBackward, rnnTanhForward } from './rnn';
export { pack } from './packing';
export {
  addColumnSums,
  fillRows,
  gatherRows,
  gatherTokens,
  scatterRows,
  scatterTokens,
  sumOfSquares,
} from './rows';
export { softmax } from './softmax';
export { adam, rmsprop, sgd } from './update';

import { scratchBytes } from './gemm';

/** Address of the first byte after the module's own constants. */
export function firstFreeByte(): usize {
  return __heap_base;
}

/** Number of bytes that `setScratch` needs. */
export function bytesOfScratch(): usize {
  return scratchBytes;
}
