/** The results of `unroll bench`, as lines for people. */
import { clock } from '../notation/durations';
import { measurement, wholePercent } from '../notation/numbers';
import { aligned } from '../speed/lines';
import { describeMachine, type Machine } from '../speed/machine';
import type { MeasuredLayer, Measurement } from '../speed/measure';
import { describeShape } from '../speed/problem';
import type { Quartiles } from '../speed/rounds';
import { rates } from './benchRows';

/** The machine, printed before the measurement. */
export function benchOpening(machine: Machine): readonly string[] {
  return [
    describeMachine(machine),
    ...(machine.builds.relaxed
      ? []
      : ['note: this Node has no relaxed SIMD, with which training is faster; Node 22 and later have it']),
  ];
}

/** @param seconds duration of the whole measurement */
export function benchTable({ rounds, ceilings, layers }: Measurement, seconds: number): readonly string[] {
  return [
    ...ceilings.map(
      ({ arithmetic, gigaflops }) =>
        `ceiling of 128-bit ${arithmetic}, 1 thread: ${measurement(gigaflops.median)} GFLOP/s (${span(gigaflops)})`,
    ),
    '',
    ...aligned([
      [
        'one layer, 1 thread',
        'ms a training step',
        'quartiles',
        'training steps/s',
        'sequence steps/s',
        'GFLOP/s',
        'of the ceiling',
      ],
      ...layers.map(cells),
    ]),
    '',
    `medians of ${rounds} rounds in ${clock(seconds)}; a training step is forward, backward through time and Adam`,
  ];
}

function cells({ shape, milliseconds, gigaflops, shareOfCeiling }: MeasuredLayer): readonly string[] {
  const { updatesPerSecond, sequenceStepsPerSecond } = rates(shape, milliseconds.median);
  return [
    describeShape(shape),
    measurement(milliseconds.median),
    span(milliseconds),
    measurement(updatesPerSecond),
    measurement(sequenceStepsPerSecond),
    measurement(gigaflops.median),
    wholePercent(shareOfCeiling.median),
  ];
}

function span({ lower, upper }: Quartiles): string {
  return `${measurement(lower)} to ${measurement(upper)}`;
}
