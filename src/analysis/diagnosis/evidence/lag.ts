/** The lag of a task: the distance between inputs and targets that credit has to bridge. */
import type { Config } from '../../../config/schema';

export interface Lag {
  /** The shortest and the longest distance from an input to the target that needs it, in steps. */
  readonly shortest: number;
  readonly longest: number;
  /** The most distant step that the targets need. */
  readonly needs: readonly Need[];
}

/** A target step and the steps of which one holds what it needs, both ends included. */
export interface Need {
  readonly target: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Share of the needs, 0 to 1, that truncated backpropagation cuts: a gradient goes back to the beginning of the
 * piece in which its target lies, wherever the others end.
 * @param length steps of a piece; pieces begin at multiples of it
 */
export function cutShare(needs: readonly Need[], length: number): number {
  const shares = needs.map(({ target, from, to }) => {
    const start = target - (target % length);
    return Math.min(1, Math.max(0, start - from) / (to - from + 1));
  });
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
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
      return oneTarget({ target: T - 1, from: 0, to: Math.floor(T / 2) - 1 });
    case 'copy': {
      const lag = T + remembered;
      const needs = Array.from({ length: remembered }, (_, j) => ({ target: lag + j, from: j, to: j }));
      return { shortest: lag, longest: lag, needs };
    }
    case 'temporal-order':
      return oneTarget({ target: T - 1, from: Math.round(0.1 * T), to: Math.round(0.2 * T) });
    case 'sine':
      return null;
  }
}

function oneTarget(need: Need): Lag {
  const { target, from, to } = need;
  return { shortest: target - to, longest: target - from, needs: [need] };
}
