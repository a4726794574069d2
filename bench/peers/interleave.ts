/**
 * Measures contenders against each other on a machine whose speed wanders: in each round every contender makes one timed
 * step, so that what slows the machine down slows all of them, and ratios are taken within rounds.
 *
 * Before a contender's turn the machine rests: OpenBLAS and OpenMP threads spin for up to 30 ms after their work, on a
 * core that is the next one's. After a rest threads are asleep and caches are somebody else's, so untimed lead-in steps
 * come before the timed one: training makes one step after the other.
 */
import { setTimeout as wait } from 'node:timers/promises';
import type { Problem, Shape } from '../../test/problem';
import { median } from '../spread';
import type { Contender, StepResult } from './contender';

export interface Plan {
  /** For the rounds, without preparing and warming up. */
  readonly seconds: number;
  readonly fewestRounds: number;
  readonly mostRounds: number;
  /** Before a contender's first timed step. */
  readonly warmUps: number;
  /** Of untimed steps in each turn, before the timed one; there is at least one. */
  readonly leadInMilliseconds: number;
  /** Before each turn. */
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

export interface Quartiles {
  readonly lower: number;
  readonly median: number;
  readonly upper: number;
}

export interface Measured {
  readonly name: string;
  readonly differs: string | undefined;
  readonly milliseconds: Quartiles;
  /** Of the very first step, which contenders that do the same work agree on. */
  readonly firstLoss: number;
  /** Of the last step: a contender that trains has a lower one. */
  readonly lastLoss: number;
}

export interface Comparison {
  readonly shape: Shape;
  readonly rounds: number;
  /** In the order of the contenders. */
  readonly measured: readonly Measured[];
  /** Milliseconds of the first contender by those of each other one, within rounds: below 1, the first is faster. */
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
  const times: number[][] = contenders.map(() => []);
  const end = performance.now() + 1000 * plan.seconds;
  let rounds = 0;
  while (rounds < plan.fewestRounds || (rounds < plan.mostRounds && performance.now() < end)) {
    for (let turn = 0; turn < contenders.length; turn++) {
      const index = (rounds + turn) % contenders.length;
      const { milliseconds, loss } = await takeTurn(contenders[index], plan);
      times[index].push(milliseconds);
      losses[index].last = loss;
    }
    rounds++;
  }
  return {
    shape: problem.shape,
    rounds,
    measured: contenders.map(({ name, differs }, index) => ({
      name,
      differs,
      milliseconds: quartiles(times[index]),
      firstLoss: losses[index].first,
      lastLoss: losses[index].last,
    })),
    ratios: contenders.slice(1).map(({ name }, index) => ({
      of: contenders[0].name,
      by: name,
      ratio: quartiles(times[0].map((time, round) => time / times[index + 1][round])),
    })),
  };
}

async function takeTurn(
  contender: Contender,
  { leadInMilliseconds, restMilliseconds }: Plan,
): Promise<StepResult> {
  await wait(restMilliseconds);
  let spent = 0;
  do {
    spent += (await contender.step()).milliseconds;
  } while (spent < leadInMilliseconds);
  return contender.step();
}

function quartiles(values: readonly number[]): Quartiles {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return {
    lower: median(sorted.slice(0, Math.max(1, half))),
    median: median(sorted),
    upper: median(sorted.slice(Math.min(sorted.length - 1, sorted.length - half))),
  };
}
