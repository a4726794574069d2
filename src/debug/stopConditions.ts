/**
 * Stop conditions: where a run through the sequence ends, and why. Breakpoints on rows and on values, and
 * filters. Pure.
 */
import type { Recording } from '../protocol/recording';
import { holds } from './expressions/evaluate';
import { formatLog, type LogMessage } from './expressions/log';
import type { Names } from './expressions/names';
import { parseExpression } from './expressions/parse';
import { ExpressionError } from './expressions/problem';
import type { Expression } from './expressions/syntax';
import type { Filter, StepTest } from './filters';
import type { Direction } from './programCounter';

/** Why a run has stopped. */
export interface Reason {
  readonly kind: 'breakpoint' | 'data breakpoint' | 'exception';
  readonly ids: readonly number[];
  readonly text: string;
}

/** A breakpoint on steps, or on a value at every step. */
export interface Breakpoint {
  readonly id: number;
  /** Undefined: at every step. */
  readonly steps: ReadonlySet<number> | undefined;
  readonly condition: Expression | undefined;
  readonly hits: HitCondition | undefined;
  /** Written instead of stopping. */
  readonly log: LogMessage | undefined;
}

/** Takes the text that a logpoint writes at a step. */
export type Log = (text: string, step: number) => void;

/** `5`, `> 5`, `>= 5`, `% 5`: how often a breakpoint must have been hit. */
export interface HitCondition {
  readonly operator: (typeof hitOperators)[number];
  readonly count: number;
}

const hitOperators = ['==', '>=', '>', '<=', '<', '%'] as const;

/** @throws ExpressionError for a text that is not a hit count */
export function parseHits(text: string): HitCondition {
  const [, operator = '>=', digits] = /^\s*(==|=|>=|>|<=|<|%)?\s*(\d{1,9})\s*$/.exec(text) ?? [];
  const count = Number(digits);
  const known = hitOperators.find((each) => each === (operator === '=' ? '==' : operator));
  if (digits === undefined || !known || count < 1) {
    throw new ExpressionError(
      `"${text}" is not a hit count; valid: a number from 1, or >, <, ==, % and a number`,
      { start: 0, end: text.length },
    );
  }
  return { operator: known, count };
}

/** A filter that is on, with the person's own condition. */
export interface ChosenFilter {
  readonly filter: Filter;
  readonly condition: string | undefined;
}

export class StopConditions {
  /** Breakpoints on rows. */
  lines: readonly Breakpoint[] = [];
  /** Data breakpoints: each stops where its condition begins to hold. */
  values: readonly Breakpoint[] = [];
  private chosen: readonly ChosenFilter[] = [];
  private filters: readonly { readonly filter: Filter; readonly test: StepTest }[] = [];
  /** Number of hits by breakpoint. */
  private readonly hits = new Map<number, number>();

  constructor(
    private names: Names,
    private recording: Recording,
  ) {}

  /** Replaces the recording by one that was computed anew. */
  follow(names: Names, recording: Recording): void {
    this.names = names;
    this.recording = recording;
    this.useFilters(this.chosen);
  }

  /** @throws ExpressionError for a condition that does not parse */
  useFilters(chosen: readonly ChosenFilter[]): void {
    this.chosen = chosen;
    this.filters = chosen.flatMap(({ filter, condition }) => {
      const text = condition?.trim() || filter.condition?.(this.recording);
      if (text) {
        const expression = parseExpression(text);
        return [{ filter, test: (step: number) => this.holdsAt(expression, step) }];
      }
      const test = filter.test?.(this.recording);
      return test ? [{ filter, test }] : [];
    });
  }

  /**
   * Why to stop at a step.
   * @param direction in which the step was reached
   * @param before the step from which it was reached; a condition that already held there does not stop again
   */
  at(step: number, direction: Direction, before: number, log: Log): Reason | undefined {
    const onLine = this.lines.filter((breakpoint) => this.stopsAt(breakpoint, step, log));
    if (onLine.length > 0) {
      return { kind: 'breakpoint', ids: onLine.map(({ id }) => id), text: 'Breakpoint' };
    }
    const onValue = this.values.filter(
      ({ id, hits, condition }) =>
        condition &&
        this.holdsAt(condition, step) &&
        !this.holdsAt(condition, before) &&
        this.countHit(id, hits),
    );
    if (onValue.length > 0) {
      const [{ condition }] = onValue;
      return {
        kind: 'data breakpoint',
        ids: onValue.map(({ id }) => id),
        text: `${condition?.text} ${direction === 'forward' ? 'from here on' : 'up to here'}`,
      };
    }
    const met = this.filters.find(({ test }) => test(step) && !test(before));
    return met && { kind: 'exception', ids: [], text: met.filter.label };
  }

  /** Counts the hits of all breakpoints from 0 again. */
  forgetHits(): void {
    this.hits.clear();
  }

  /**
   * Why a condition has no value at the first step, nor half-way, nor at the last; undefined where it has a
   * value at one of them.
   */
  problemOf(condition: Expression): string | undefined {
    let problem: string | undefined;
    for (const step of [0, this.names.steps >> 1, this.names.steps - 1]) {
      try {
        holds(condition, this.names, step);
        return undefined;
      } catch (error) {
        if (!(error instanceof ExpressionError)) {
          throw error;
        }
        problem = error.message;
      }
    }
    return problem;
  }

  private stopsAt(breakpoint: Breakpoint, step: number, log: Log): boolean {
    const { steps, condition, hits, id } = breakpoint;
    if (!steps?.has(step) || (condition && !this.holdsAt(condition, step)) || !this.countHit(id, hits)) {
      return false;
    }
    if (breakpoint.log !== undefined) {
      log(formatLog(breakpoint.log, this.names, step), step);
      return false;
    }
    return true;
  }

  /** Counts one more hit. @returns whether the breakpoint stops at this one */
  private countHit(id: number, condition: HitCondition | undefined): boolean {
    const hits = (this.hits.get(id) ?? 0) + 1;
    this.hits.set(id, hits);
    return !condition || isMet(condition, hits);
  }

  /**
   * Whether a condition holds at a step. Where it has no value, as `h@-5` has none at the first step, it does
   * not hold.
   */
  private holdsAt(condition: Expression, step: number): boolean {
    try {
      return holds(condition, this.names, step);
    } catch (error) {
      if (error instanceof ExpressionError) {
        return false;
      }
      throw error;
    }
  }
}

function isMet({ operator, count }: HitCondition, hits: number): boolean {
  switch (operator) {
    case '==':
      return hits === count;
    case '>':
      return hits > count;
    case '>=':
      return hits >= count;
    case '<':
      return hits < count;
    case '<=':
      return hits <= count;
    case '%':
      return hits % count === 0;
  }
}
