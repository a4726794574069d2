/**
 * Measures the ceiling of 128-bit arithmetic in WebAssembly on the calling thread, which no kernel can exceed
 * with its multiply-adds. Programs with wider vectors have another ceiling.
 */
import { type Arithmetic, ceilingModule, operationsPerTurn } from './ceilingModule';

const turnsPerCall = 100_000;

/** The kinds of arithmetic that this JavaScript engine supports. */
export function arithmetics(): readonly Arithmetic[] {
  const known: readonly Arithmetic[] = ['mul+add', 'relaxed_madd'];
  return known.filter((each) => WebAssembly.validate(ceilingModule(each)));
}

/**
 * Measures GFLOP/s for about the given number of milliseconds. In its first calls the loop is not optimised
 * yet.
 * @throws an error where the loop's sum is wrong
 */
export function multiplyAddRate(arithmetic: Arithmetic, milliseconds: number): number {
  const run = runOf(arithmetic);
  const start = performance.now();
  let calls = 0;
  let elapsed = 0;
  while (elapsed < milliseconds) {
    const sum = run(turnsPerCall);
    calls++;
    elapsed = performance.now() - start;
    if (!(Math.abs(sum - 12) < 0.01)) {
      throw new Error(`the loop of ${arithmetic} returned ${sum} instead of 12`);
    }
  }
  return (calls * turnsPerCall * operationsPerTurn) / elapsed / 1e6;
}

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
