/**
 * TensorFlow.js on its WebAssembly backend: what a program in JavaScript would reach for. A layer with returnSequences
 * in `optimizer.minimize`; a compiled model's `trainOnBatch` has measured the same within noise.
 *
 * It starts from the same numbers, so that RNN and LSTM begin with PyTorch's loss. Their later losses drift: it has one
 * bias where PyTorch has two, each of which Adam moves. Its GRU is the original one (reset gate before the product), and
 * its blocks are z, r, n: shapes and operations match there, the loss does not.
 *
 * On Node the backend has SIMD and one thread; its threads are for browsers.
 */
import * as z from 'zod';
import type { Contender } from './contender';
import { startNpmPeer } from './npmPeer';

const about = z.object({
  version: z.string(),
  backend: z.string(),
  simd: z.boolean(),
  multithread: z.boolean(),
});

export function startTfjs(mayInstall: boolean): Promise<Contender> {
  return startNpmPeer(
    {
      script: 'tfjsStep.mjs',
      about,
      name: ({ version, backend, simd, multithread }) =>
        `TensorFlow.js ${version}, ${backend}${simd ? ' SIMD' : ''}, ${multithread ? 'threads' : '1 thread'}`,
      differs: 'one bias instead of two; GRU with the reset gate before the product',
    },
    mayInstall,
  );
}
