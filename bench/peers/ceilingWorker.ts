/** A thread of ceiling.ts: runs the loop of multiply-adds until time is up, and answers GFLOP/s. */
import { parentPort } from 'node:worker_threads';
import { type Arithmetic, ceilingModule, operationsPerTurn } from './ceilingModule';

export interface CeilingTask {
  readonly arithmetic: Arithmetic;
  readonly milliseconds: number;
}

const turnsPerCall = 100_000;

parentPort?.on('message', ({ arithmetic, milliseconds }: CeilingTask) => {
  const run = runOf(arithmetic);
  const start = performance.now();
  let calls = 0;
  let elapsed = 0;
  while (elapsed < milliseconds) {
    const sum = run(turnsPerCall);
    calls++;
    elapsed = performance.now() - start;
    if (!(Math.abs(sum - 12) < 0.01)) {
      throw new Error(`the loop of ${arithmetic} came to ${sum} instead of 12`);
    }
  }
  parentPort?.postMessage((calls * turnsPerCall * operationsPerTurn) / elapsed / 1e6);
});

const compiled = new Map<Arithmetic, (turns: number) => number>();

function runOf(arithmetic: Arithmetic): (turns: number) => number {
  const known = compiled.get(arithmetic);
  if (known) {
    return known;
  }
  const { run } = new WebAssembly.Instance(new WebAssembly.Module(ceilingModule(arithmetic))).exports;
  if (typeof run !== 'function') {
    throw new Error('the module of multiply-adds exports no function run');
  }
  const typed = (turns: number) => Number(run(turns));
  compiled.set(arithmetic, typed);
  return typed;
}
