/**
 * Measuring several things on a machine whose speed wanders: each of them once in every round, so that what slows the
 * machine down slows all of them, and what is compared is compared within rounds.
 */

export interface Quartiles {
  readonly lower: number;
  readonly median: number;
  readonly upper: number;
}

export interface RoundPlan {
  readonly seconds: number;
  /** So many in any case, whatever they take. */
  readonly fewest: number;
  readonly most: number;
}

/**
 * Who comes first in a round moves on by one each time.
 * @param turns each measures one thing once
 * @param heard told after each turn how many rounds are done
 * @returns the numbers of each, one a round
 */
export async function takeRounds(
  turns: readonly (() => Promise<number>)[],
  { seconds, fewest, most }: RoundPlan,
  heard: (rounds: number) => void = () => undefined,
): Promise<number[][]> {
  const numbers: number[][] = turns.map(() => []);
  const end = performance.now() + 1000 * seconds;
  for (let round = 0; round < fewest || (round < most && performance.now() < end); round++) {
    for (let turn = 0; turn < turns.length; turn++) {
      const index = (round + turn) % turns.length;
      numbers[index].push(await turns[index]());
      heard(turn + 1 < turns.length ? round : round + 1);
    }
  }
  return numbers;
}

/**
 * After somebody else's turn caches are theirs, and a processor may have slowed down: untimed steps come before the one
 * that counts, since training makes one step after the other. There is at least one.
 */
export async function settledStep<Step extends { readonly milliseconds: number }>(
  step: () => Step | Promise<Step>,
  leadInMilliseconds: number,
): Promise<Step> {
  let spent = 0;
  do {
    spent += (await step()).milliseconds;
  } while (spent < leadInMilliseconds);
  return step();
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Medians of the lower and of the upper half; the middle one of an odd number is in neither. */
export function quartiles(values: readonly number[]): Quartiles {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return {
    lower: median(sorted.slice(0, Math.max(1, half))),
    median: median(sorted),
    upper: median(sorted.slice(Math.min(sorted.length - 1, sorted.length - half))),
  };
}
