/** The lag of a task: the distance between inputs and targets that credit has to bridge. */
import type { Config } from '../../../config/schema';

export interface Lag {
  /** The shortest and the longest distance from an input to the target that needs it, in steps. */
  readonly shortest: number;
  readonly longest: number;
}

/** Number of symbols to repeat in `copy` (`data/tasks.ts`). */
const remembered = 10;

/**
 * The lag, which is known for the generated tasks that are made to need memory. It is null for `sine`, whose
 * next value follows from the last few steps; for a bidirectional network, which reads the inputs from the
 * other end as well; and for files, whose lag is unknown.
 *
 * - adding: the first number lies in the first half of T steps, the target at step T − 1.
 * - copy: each symbol has to be repeated after T + 10 steps.
 * - temporal order: the first symbol lies between T/10 and 2T/10, the target at step T − 1.
 */
export function lagOf({ data, model }: Config): Lag | null {
  if (data.kind !== 'task' || model.bidirectional) {
    return null;
  }
  const T = data.length;
  switch (data.generate) {
    case 'adding':
      return { shortest: T - Math.floor(T / 2), longest: T - 1 };
    case 'copy':
      return { shortest: T + remembered, longest: T + remembered };
    case 'temporal-order':
      return {
        shortest: T - 1 - Math.round(0.2 * T),
        longest: T - 1 - Math.round(0.1 * T),
      };
    case 'sine':
      return null;
  }
}
