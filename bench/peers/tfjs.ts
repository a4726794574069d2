/**
 * TensorFlow.js on its WebAssembly backend, the usual choice of a program in JavaScript. It uses a layer with
 * returnSequences in `optimizer.minimize`; the `trainOnBatch` of a compiled model measured the same within
 * noise.
 *
 * It starts from the same numbers, so RNN and LSTM begin with PyTorch's loss. Their later losses drift,
 * because it has one bias where PyTorch has two, and Adam moves each of them. Its GRU is the original one
 * (reset gate before the product), and its blocks are z, r, n: shapes and operations match, the loss does
 * not.
 *
 * On Node the backend has SIMD and one thread; its threads work only in browsers.
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
