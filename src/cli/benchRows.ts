/**
 * The output of `unroll bench --json`: one object for each thing that was measured, and a summary at the end.
 */
import type { Machine } from '../speed/machine';
import { highestCeiling, type MeasuredCeiling, type MeasuredLayer, type Measurement } from '../speed/measure';

export function machineRow(machine: Machine) {
  return { event: 'machine' as const, ...machine };
}

export function ceilingRow(ceiling: MeasuredCeiling) {
  return { event: 'ceiling' as const, ...ceiling };
}

export function layerRow({ shape, milliseconds, ...rest }: MeasuredLayer) {
  return { event: 'layer' as const, ...shape, milliseconds, ...rates(shape, milliseconds.median), ...rest };
}

/** @param seconds duration of the whole measurement */
export function finishedRow({ rounds, ceilings, layers }: Measurement, seconds: number) {
  const { arithmetic, gigaflops } = highestCeiling(ceilings);
  return {
    event: 'finished' as const,
    status: 'completed',
    rounds,
    seconds,
    ceiling: { arithmetic, gigaflops: gigaflops.median },
    bestShareOfCeiling: Math.max(...layers.map(({ shareOfCeiling }) => shareOfCeiling.median)),
  };
}

/** Training steps (updates) in a second, and time steps of all sequences. */
export function rates({ batch, steps }: MeasuredLayer['shape'], milliseconds: number) {
  const updatesPerSecond = 1000 / milliseconds;
  return { updatesPerSecond, sequenceStepsPerSecond: updatesPerSecond * batch * steps };
}
