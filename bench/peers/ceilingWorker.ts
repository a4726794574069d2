/** A thread of ceiling.ts: answers each task with the GFLOP/s that it reached. */
import { parentPort } from 'node:worker_threads';
import { multiplyAddRate } from '../../src/speed/ceiling';
import type { Arithmetic } from '../../src/speed/ceilingModule';

export interface CeilingTask {
  readonly arithmetic: Arithmetic;
  readonly milliseconds: number;
}

parentPort?.on('message', ({ arithmetic, milliseconds }: CeilingTask) => {
  parentPort?.postMessage(multiplyAddRate(arithmetic, milliseconds));
});
