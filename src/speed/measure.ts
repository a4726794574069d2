/**
 * Measures the speed of training on this machine, on one thread: milliseconds of a training step of one layer
 * at several sizes, beside the ceiling of 128-bit arithmetic. All are measured in the same rounds, so that a
 * share of the ceiling refers to the ceiling at that time.
 */
import { setImmediate as breath } from 'node:timers/promises';
import type { Kernels } from '../engine/kernels/kernels';
import { webAssemblyKernels } from '../engine/kernels/webAssembly';
import { arithmetics, multiplyAddRate } from './ceiling';
import type { Arithmetic } from './ceilingModule';
import { prepareLayer, type TrainedLayer } from './layerStep';
import { describeShape, makeProblem, operations, type Shape } from './problem';
import { type Quartiles, quartiles, settledStep, takeRounds } from './rounds';

export interface MeasuredCeiling {
  readonly arithmetic: Arithmetic;
  readonly threads: 1;
  readonly gigaflops: Quartiles;
}

export interface MeasuredLayer {
  readonly shape: Shape;
  readonly threads: 1;
  /** Milliseconds of a training step. */
  readonly milliseconds: Quartiles;
  /** Rate of the multiply-adds in the matrix products alone. */
  readonly gigaflops: Quartiles;
  /** Share of the higher ceiling, within rounds: 1 would be all of it. */
  readonly shareOfCeiling: Quartiles;
  /** Loss of the very first step, which is the same on every machine except for rounding. */
  readonly firstLoss: number;
  /** Loss of the last step, which is lower if the layer trains. */
  readonly lastLoss: number;
}

export interface Measurement {
  readonly rounds: number;
  readonly ceilings: readonly MeasuredCeiling[];
  readonly layers: readonly MeasuredLayer[];
}

/** How far a measurement has progressed. */
export interface Progress {
  /** Whole rounds done. */
  readonly rounds: number;
  /** Share of the measurement that is done. */
  readonly share: number;
  readonly secondsLeft: number;
}

const shape = (cell: Shape['cell'], hidden: number, batch = 32, steps = 100, inputs = 32): Shape => ({
  cell,
  hidden,
  inputs,
  batch,
  steps,
});
const shapes: readonly Shape[] = [
  shape('lstm', 32, 1, 200),
  ...[32, 64, 128, 256].map((hidden) => shape('lstm', hidden)),
  shape('gru', 128),
  shape('rnn', 128),
];

const fewestRounds = 3;
const mostRounds = 100;
const ceilingMilliseconds = 25;
const leadInMilliseconds = 25;

/**
 * @param seconds time for the rounds; the fewest rounds may take longer
 * @param heard receives the progress after each turn; the thread then runs other tasks for a short time
 * @throws an error where a layer has not learnt, because its times would not be those of training
 */
export async function measure(seconds: number, heard: (progress: Progress) => void): Promise<Measurement> {
  const kernels = webAssemblyKernels();
  const known = arithmetics();
  const layers = shapes.map((each) => new TimedLayer(each, kernels));
  const turns = [
    ...known.map((arithmetic) => async () => {
      await breath();
      return multiplyAddRate(arithmetic, ceilingMilliseconds);
    }),
    ...layers.map((layer) => () => layer.turn()),
  ];
  // One round is not counted, because a JavaScript engine optimises code as it runs.
  await takeRounds(turns, { seconds: 0, fewest: 1, most: 1 }, () =>
    heard({ rounds: 0, share: 0, secondsLeft: seconds }),
  );
  const start = performance.now();
  const plan = { seconds, fewest: fewestRounds, most: mostRounds };
  const numbers = await takeRounds(turns, plan, (rounds) => {
    const passed = (performance.now() - start) / 1000;
    const share = Math.min(1, passed / seconds, rounds / fewestRounds);
    heard({ rounds, share, secondsLeft: (1 - share) * seconds });
  });
  const rates = numbers.slice(0, known.length);
  const ceilings = known.map(
    (arithmetic, i): MeasuredCeiling => ({ arithmetic, threads: 1, gigaflops: quartiles(rates[i]) }),
  );
  const highest = rates[ceilings.indexOf(highestCeiling(ceilings))];
  return {
    rounds: highest.length,
    ceilings,
    layers: layers.map((layer, i) => layer.measured(numbers[known.length + i], highest)),
  };
}

/** The ceiling to which `shareOfCeiling` refers. */
export function highestCeiling(ceilings: readonly MeasuredCeiling[]): MeasuredCeiling {
  return ceilings.reduce((best, each) => (each.gigaflops.median > best.gigaflops.median ? each : best));
}

class TimedLayer {
  private readonly layer: TrainedLayer;
  private readonly firstLoss: number;
  private lastLoss: number;

  constructor(
    private readonly shape: Shape,
    kernels: Kernels,
  ) {
    this.layer = prepareLayer(makeProblem(shape), { kernels });
    this.firstLoss = this.layer.step().loss;
    this.lastLoss = this.firstLoss;
  }

  /** @returns milliseconds of a training step */
  async turn(): Promise<number> {
    await breath();
    const { milliseconds, loss } = await settledStep(() => this.layer.step(), leadInMilliseconds);
    this.lastLoss = loss;
    return milliseconds;
  }

  /** @param ceiling GFLOP/s of the same rounds */
  measured(times: readonly number[], ceiling: readonly number[]): MeasuredLayer {
    const { shape, firstLoss, lastLoss } = this;
    if (!(lastLoss < firstLoss)) {
      throw new Error(
        `${describeShape(shape)} has not learnt: its loss went from ${firstLoss} to ${lastLoss}`,
      );
    }
    const rates = times.map((milliseconds) => operations(shape) / milliseconds / 1e6);
    return {
      shape,
      threads: 1,
      milliseconds: quartiles(times),
      gigaflops: quartiles(rates),
      shareOfCeiling: quartiles(rates.map((rate, round) => rate / ceiling[round])),
      firstLoss,
      lastLoss,
    };
  }
}
