/**
 * Measures contenders against each other: in each round every contender makes one timed step, and ratios are
 * computed within rounds.
 *
 * The machine rests before each contender's turn, because OpenBLAS and OpenMP threads spin for up to 30 ms
 * after their work and would occupy a core that the next contender needs.
 */
import { setTimeout as wait } from 'node:timers/promises';
import type { Problem, Shape } from '../../src/speed/problem';
import { type Quartiles, quartiles, settledStep, takeRounds } from '../../src/speed/rounds';
import type { Contender } from './contender';

export interface Plan {
  /** Time for the rounds, without preparation and warm-up. */
  readonly seconds: number;
  readonly fewestRounds: number;
  readonly mostRounds: number;
  /** Warm-up steps before a contender's first timed step. */
  readonly warmUps: number;
  /** Time of the untimed steps in each turn, before the timed one; there is at least one. */
  readonly leadInMilliseconds: number;
  /** Rest before each turn. */
  readonly restMilliseconds: number;
}

export const usualPlan: Plan = {
  seconds: 10,
  fewestRounds: 5,
  mostRounds: 200,
  warmUps: 5,
  leadInMilliseconds: 50,
  restMilliseconds: 40,
};

export interface Measured {
  readonly name: string;
  readonly differs: string | undefined;
  readonly milliseconds: Quartiles;
  /** Loss of the very first step; contenders that do the same work agree on it. */
  readonly firstLoss: number;
  /** Loss of the last step; a contender that trains has a lower one than at first. */
  readonly lastLoss: number;
}

export interface Comparison {
  readonly shape: Shape;
  readonly rounds: number;
  /** Results in the order of the contenders. */
  readonly measured: readonly Measured[];
  /**
   * Milliseconds of each contender divided by those of each later one, within rounds: below 1, the earlier
   * one is faster.
   */
  readonly ratios: readonly { readonly of: string; readonly by: string; readonly ratio: Quartiles }[];
}

export async function interleave(
  contenders: readonly Contender[],
  problem: Problem,
  plan: Plan = usualPlan,
): Promise<Comparison> {
  const losses: { first: number; last: number }[] = [];
  for (const contender of contenders) {
    await contender.prepare(problem);
    const { loss } = await contender.step();
    losses.push({ first: loss, last: loss });
    for (let i = 1; i < plan.warmUps; i++) {
      await contender.step();
    }
  }
  const turns = contenders.map((contender, index) => async () => {
    await wait(plan.restMilliseconds);
    const { milliseconds, loss } = await settledStep(() => contender.step(), plan.leadInMilliseconds);
    losses[index].last = loss;
    return milliseconds;
  });
  const { seconds, fewestRounds: fewest, mostRounds: most } = plan;
  const times = await takeRounds(turns, { seconds, fewest, most });
  return {
    shape: problem.shape,
    rounds: times[0].length,
    measured: contenders.map(({ name, differs }, index) => ({
      name,
      differs,
      milliseconds: quartiles(times[index]),
      firstLoss: losses[index].first,
      lastLoss: losses[index].last,
    })),
    ratios: contenders.flatMap(({ name: of }, i) =>
      contenders.slice(i + 1).map(({ name: by }, j) => ({
        of,
        by,
        ratio: quartiles(times[i].map((time, round) => time / times[i + 1 + j][round])),
      })),
    ),
  };
}
