/**
 * Measures several things on a machine whose speed varies: each of them once in every round, so that whatever
 * slows the machine down slows all of them, and comparisons are made within rounds.
 */

export interface Quartiles {
  readonly lower: number;
  readonly median: number;
  readonly upper: number;
}

export interface RoundPlan {
  readonly seconds: number;
  /** Rounds that are made in any case, however long they take. */
  readonly fewest: number;
  readonly most: number;
}

/**
 * Measures all things in rounds. Each round starts with the next thing in turn, so that none is always first.
 * @param turns functions of which each measures one thing once
 * @param heard receives, after each turn, the number of rounds done
 * @returns the numbers of each thing, one per round
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
 * Measures a step as in training, where one step follows the other. After another turn the caches are cold
 * and the processor may have slowed down, so untimed steps, at least one, precede the one that counts.
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

/**
 * The quartiles as medians of the lower and of the upper half; the middle one of an odd number of values is
 * in neither half.
 */
export function quartiles(values: readonly number[]): Quartiles {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return {
    lower: median(sorted.slice(0, Math.max(1, half))),
    median: median(sorted),
    upper: median(sorted.slice(Math.min(sorted.length - 1, sorted.length - half))),
  };
}
