/**
 * The WebAssembly module that ceiling.ts runs: a loop of multiply-adds on 12 independent accumulators in
 * registers, without a single load, so that nothing but the arithmetic units bounds it.
 */
import { type Code, moduleOf, op, type } from './wasmBytes';

export type Arithmetic = 'mul+add' | 'relaxed_madd';

const accumulators = 12; // latency of a multiply-add times units; with the two constants they fit into 16 registers
const unrolled = 8;

/** Multiplications and additions of one turn of the loop. */
export const operationsPerTurn = unrolled * accumulators * 4 * 2;

/**
 * Makes a module that exports `run(turns: i32): f32`. Its result depends on all of the arithmetic, so that
 * none is optimised away.
 */
export function ceilingModule(arithmetic: Arithmetic): Uint8Array<ArrayBuffer> {
  const turns = 0;
  const first = 1;
  const factor = first + accumulators;
  const summand = factor + 1;
  const all = Array.from({ length: accumulators }, (_, i) => first + i);
  const splat = (value: number): Code => [...op.f32Const(value), ...op.splat];
  const multiplyAdd = (accumulator: number): Code =>
    arithmetic === 'mul+add'
      ? [
          ...op.get(accumulator),
          ...op.get(factor),
          ...op.mul,
          ...op.get(summand),
          ...op.add,
          ...op.set(accumulator),
        ]
      : [
          ...op.get(accumulator),
          ...op.get(factor),
          ...op.get(summand),
          ...op.relaxedMadd,
          ...op.set(accumulator),
        ];
  const body: Code = [
    // Each accumulator starts at another value, so that the compiler cannot merge two of them; all of them
    // tend to 1.
    ...all.flatMap((accumulator) => [...splat(accumulator), ...op.set(accumulator)]),
    ...[...splat(0.75), ...op.set(factor), ...splat(0.25), ...op.set(summand)],
    ...op.emptyLoop,
    ...Array.from({ length: unrolled }, () => all.flatMap(multiplyAdd)).flat(),
    ...[...op.get(turns), ...op.i32Const(1), ...op.i32Sub, ...op.tee(turns), ...op.branchIf(0)],
    ...op.end,
    ...op.get(first),
    ...all.slice(1).flatMap((accumulator) => [...op.get(accumulator), ...op.add]),
    ...op.extractLane0,
  ];
  return moduleOf({
    name: 'run',
    parameters: [type.i32],
    result: type.f32,
    locals: new Array(accumulators + 2).fill(type.v128),
    body,
  });
}
