/** How far apart a task's inputs and targets lie: what credit has to bridge. */
import type { Config } from '../../../config/schema';

export interface Lag {
  /** The nearest and the farthest that an input lies from the target that needs it, in steps. */
  readonly shortest: number;
  readonly longest: number;
}

/** In `copy`, the symbols that are repeated (`data/tasks.ts`). */
const remembered = 10;

/**
 * Known of the generated tasks that are made to need it. Null of every other: of `sine`, whose next value the last few steps
 * tell; of a bidirectional network, which meets the inputs from the other end as well; and of files, which do not say.
 *
 * - adding: the first number lies in the first half of T steps, the target at step T − 1.
 * - copy: each symbol is asked for after T + 10 steps.
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
