/** Arranges the cells of a confusion matrix for drawing. Pure. */
import type { ConfusionCell } from '../../../src/metrics/measured';

export interface Confusion {
  readonly names: readonly string[];
  /** `[K][K]` target steps by target and answer, and their share of the target's row. */
  readonly counts: Float64Array;
  readonly shares: Float64Array;
  readonly cells: readonly ConfusionCell[];
}

export function confusionOf(cells: readonly ConfusionCell[], names: readonly string[]): Confusion {
  const K = names.length;
  const counts = new Float64Array(K * K);
  const shares = new Float64Array(K * K);
  for (const { target, answer, count, share } of cells) {
    if (target < K && answer < K) {
      counts[target * K + answer] = count;
      shares[target * K + answer] = share;
    }
  }
  return { names, counts, shares, cells };
}

/** The name of a class for people: spaces and the empty word can be seen. */
export function visibleName(name: string): string {
  return name === '' ? '(empty)' : name === ' ' ? '␣' : name === '\t' ? '⇥' : name;
}
