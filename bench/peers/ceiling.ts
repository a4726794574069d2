/**
 * Measures the peak throughput of 128-bit arithmetic in WebAssembly on this machine, in the same run as
 * everything else: on one worker thread, and on two at once. PyTorch has a higher ceiling, because it may use
 * 256 and 512 bits.
 */
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { arithmetics } from '../../src/speed/ceiling';
import type { Arithmetic } from '../../src/speed/ceilingModule';
import { root } from '../../test/vscode/folders';
import type { CeilingTask } from './ceilingWorker';

export interface Ceiling {
  readonly arithmetic: Arithmetic;
  readonly threads: number;
  /** GFLOP/s of all threads together, in the best of several short runs. */
  readonly gigaflops: number;
}

const runs = 5;
const milliseconds = 80;

export async function measureCeiling(): Promise<Ceiling[]> {
  const ceilings: Ceiling[] = [];
  for (const threads of [1, 2]) {
    const workers = Array.from({ length: threads }, startWorker);
    for (const arithmetic of arithmetics()) {
      const task = { arithmetic, milliseconds };
      await Promise.all(workers.map((worker) => ask(worker, task))); // lets the engine compile and optimise the code
      let gigaflops = 0;
      for (let i = 0; i < runs; i++) {
        const rates = await Promise.all(workers.map((worker) => ask(worker, task)));
        gigaflops = Math.max(
          gigaflops,
          rates.reduce((sum, rate) => sum + rate),
        );
      }
      ceilings.push({ arithmetic, threads, gigaflops });
    }
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  return ceilings;
}

function startWorker(): Worker {
  return new Worker(path.join(root, 'dist', 'bench', 'peers', 'ceilingWorker.js'));
}

function ask(worker: Worker, task: CeilingTask): Promise<number> {
  return new Promise((resolve, reject) => {
    worker.once('message', (rate: number) => {
      worker.off('error', reject);
      resolve(rate);
    });
    worker.once('error', reject);
    worker.postMessage(task);
  });
}
