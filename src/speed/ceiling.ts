/**
 * What 128-bit arithmetic in WebAssembly can reach on the thread that asks: no kernel comes closer to it than its
 * multiply-adds do. Programs with wider vectors have another ceiling.
 */
import { type Arithmetic, ceilingModule, operationsPerTurn } from './ceilingModule';

const turnsPerCall = 100_000;

/** Those that this JavaScript engine has. */
export function arithmetics(): readonly Arithmetic[] {
  const known: readonly Arithmetic[] = ['mul+add', 'relaxed_madd'];
  return known.filter((each) => WebAssembly.validate(ceilingModule(each)));
}

/**
 * GFLOP/s over about so many milliseconds. In its first calls the loop is not yet optimised.
 * @throws where the sum is not what it has to be
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
      throw new Error(`the loop of ${arithmetic} came to ${sum} instead of 12`);
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
