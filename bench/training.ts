/**
 * One training step of one recurrent layer: Unroll against PyTorch at its best, TensorFlow.js and brain.js,
 * interleaved. Run by nodeRun.ts in the Node that runs VS Code's extensions; writes the numbers to a file.
 *
 *   node dist/bench/training.js RESULT.json [--install-peers]
 */
import { writeFileSync } from 'node:fs';
import os from 'node:os';
import type { CellName } from '../src/notation/cells';
import { describeShape, makeProblem, type Shape } from '../src/speed/problem';
import { runMain, say, Trouble } from '../test/vscode/say';
import { outcomeNow } from './outcome';
import { startBrain } from './peers/brainjs';
import { type Ceiling, measureCeiling } from './peers/ceiling';
import type { Contender } from './peers/contender';
import { firstLoss } from './peers/forward';
import { type Comparison, interleave, type Plan, usualPlan } from './peers/interleave';
import { PyTorch } from './peers/pytorch';
import { startTfjs } from './peers/tfjs';
import { startUnroll } from './peers/unroll';

export interface TrainingNumbers {
  readonly ceilings: readonly Ceiling[];
  readonly comparisons: readonly Comparison[];
  /** Shapes for Unroll alone, which show how a step's cost grows. */
  readonly growth: readonly Comparison[];
  /**
   * Shapes for Unroll with the loss at the end of 400 steps: small recurrent weights, whose gradients vanish,
   * against usual ones.
   */
  readonly vanishing: Comparison;
}

const shape = (cell: CellName, hidden: number, batch = 32, steps = 100, inputs = 32): Shape => ({
  cell,
  hidden,
  inputs,
  batch,
  steps,
});
const small = [shape('lstm', 32, 1, 200), shape('lstm', 64, 1, 200)];
const large = [
  ...[32, 64, 128, 256, 512].map((hidden) => shape('lstm', hidden)),
  shape('gru', 128),
  shape('rnn', 128),
];
const growing = [
  ...[50, 100, 200, 400].map((steps) => shape('lstm', 64, 32, steps)),
  ...[8, 16, 64].map((batch) => shape('lstm', 64, batch)),
];
/** TensorFlow.js is left out of the large shapes, where a step takes seconds. */
const largestForTfjs = 128;
/** Tolerance of Float32 against the double precision of forward.ts. */
const tolerance = 1e-5;

async function main(): Promise<void> {
  const [file] = process.argv.slice(2);
  const mayInstall = process.argv.includes('--install-peers');
  const ceilings = await measureCeiling();
  const missing = new Set<string>();
  const started = async (start: Promise<Contender>): Promise<Contender[]> => {
    try {
      return [await start];
    } catch (error) {
      if (error instanceof Trouble) {
        missing.add(error.message); // a set, because two contenders may fail for the same reason
        return [];
      }
      throw error;
    }
  };
  const unroll = await startUnroll(1);
  const together = os.availableParallelism() > 1 ? [await startUnroll(2)] : [];
  const pytorch = await started(PyTorch.start(mayInstall));
  const tfjs = await started(startTfjs(mayInstall));
  const brain = await started(startBrain(mayInstall));
  const comparisons: Comparison[] = [];
  for (const each of [...small, ...large]) {
    const contenders = [
      unroll,
      ...(each.batch > 1 ? together : []),
      ...pytorch,
      ...(each.hidden <= largestForTfjs ? tfjs : []),
      ...(each === small[0] ? brain : []),
    ];
    comparisons.push(await compare(contenders, each));
  }
  const growth: Comparison[] = [];
  for (const each of growing) {
    growth.push(await compare([unroll], each, { ...usualPlan, seconds: 3 }));
  }
  for (const contender of [unroll, ...together, ...pytorch, ...tfjs, ...brain]) {
    await contender.close();
  }
  const vanishing = await compareVanishing();
  const numbers: TrainingNumbers = { ceilings, comparisons, growth, vanishing };
  writeFileSync(file, JSON.stringify(outcomeNow(numbers, [...missing])));
}

/**
 * Vanishing gradients become denormal numbers, on which a processor may be slow: the kernels must not meet
 * any.
 */
async function compareVanishing(): Promise<Comparison> {
  const healthy = makeProblem(shape('rnn', 128, 32, 400));
  const weak = { ...healthy, weightHh: healthy.weightHh.map((weight) => weight / 10) };
  const contenders = await Promise.all([startUnroll(1, true), startUnroll(1, true)]);
  const [vanishing, usual] = contenders;
  const comparison = await interleave(
    [{ ...vanishing, prepare: () => vanishing.prepare(weak) }, usual],
    healthy,
    { ...usualPlan, seconds: 5 },
  );
  await Promise.all(contenders.map((contender) => contender.close()));
  return comparison;
}

/** @throws when a contender that should do the same work begins with another loss */
async function compare(contenders: readonly Contender[], each: Shape, plan?: Plan): Promise<Comparison> {
  const problem = makeProblem(each);
  const comparison = await interleave(contenders, problem, plan);
  const expected = firstLoss(problem);
  for (const { name, differs, firstLoss: loss } of comparison.measured) {
    if (!differs && Math.abs(loss / expected - 1) > tolerance) {
      throw new Error(
        `${name} begins with the loss ${loss} at ${describeShape(each)} instead of ${expected}`,
      );
    }
  }
  const times = comparison.measured.map(
    ({ name, milliseconds }) => `${name.split(/[ ,]/)[0]} ${milliseconds.median.toFixed(2)} ms`,
  );
  say(`${describeShape(each)}: ${times.join(', ')}`);
  return comparison;
}

runMain(main);
