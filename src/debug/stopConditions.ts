/** Where a run through the sequence ends, and why: breakpoints on rows, on values, and filters. Pure. */

import type { Recording } from '../protocol/recording';
import { holds } from './expressions/evaluate';
import type { LogMessage } from './expressions/log';
import type { Names } from './expressions/names';
import { parseExpression } from './expressions/parse';
import { ExpressionError } from './expressions/problem';
import type { Expression } from './expressions/syntax';
import type { Filter } from './filters';
import type { Direction } from './programCounter';
import type { StepTest } from './timeline';

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
  /** Written in place of a stop. */
  readonly log: LogMessage | undefined;
}

/** `5`, `> 5`, `>= 5`, `% 5`: how often a breakpoint must have been met. */
export interface HitCondition {
  readonly operator: '==' | '>' | '>=' | '<' | '<=' | '%';
  readonly count: number;
}

/** @throws ExpressionError where it is none */
export function parseHits(text: string): HitCondition {
  const [, operator = '>=', digits] = /^\s*(==|=|>=|>|<=|<|%)?\s*(\d{1,9})\s*$/.exec(text) ?? [];
  const count = Number(digits);
  const known = (['==', '>=', '>', '<=', '<', '%'] as const).find(
    (each) => each === (operator === '=' ? '==' : operator),
  );
  if (digits === undefined || !known || count < 1) {
    throw new ExpressionError(
      `"${text}" is no hit count; valid: a number from 1, or >, <, ==, % and a number`,
      {
        start: 0,
        end: text.length,
      },
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
  lines: readonly Breakpoint[] = [];
  /** On values: each stops where its condition begins to hold. */
  values: readonly Breakpoint[] = [];
  private chosen: readonly ChosenFilter[] = [];
  private filters: readonly { readonly filter: Filter; readonly stop: StepTest }[] = [];
  private readonly met = new Map<number, number>();

  constructor(
    private names: Names,
    private recording: Recording,
  ) {}

  /** At what was computed anew. */
  look(names: Names, recording: Recording): void {
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
        return [{ filter, stop: (step: number) => this.holdsAt(expression, step) }];
      }
      const stop = filter.stops?.(this.recording);
      return stop ? [{ filter, stop }] : [];
    });
  }

  /**
   * @param way in which the step was come to: what holds there already held before does not stop again
   * @param log hears what breakpoints write
   */
  at(
    step: number,
    direction: Direction,
    before: number,
    log: (message: LogMessage, step: number) => void,
  ): Reason | undefined {
    const onLine = this.lines.filter((breakpoint) => this.stopsAt(breakpoint, step, log));
    if (onLine.length > 0) {
      return { kind: 'breakpoint', ids: onLine.map(({ id }) => id), text: 'Breakpoint' };
    }
    const onValue = this.values.filter(
      ({ id, hits, condition }) =>
        condition &&
        this.holdsAt(condition, step) &&
        !this.holdsAt(condition, before) &&
        this.counts(id, hits),
    );
    if (onValue.length > 0) {
      const [{ condition }] = onValue;
      return {
        kind: 'data breakpoint',
        ids: onValue.map(({ id }) => id),
        text: `${condition?.text} ${direction === 'forward' ? 'from here on' : 'up to here'}`,
      };
    }
    const met = this.filters.find(({ stop }) => stop(step) && !stop(before));
    return met && { kind: 'exception', ids: [], text: met.filter.label };
  }

  private stopsAt(
    breakpoint: Breakpoint,
    step: number,
    log: (message: LogMessage, step: number) => void,
  ): boolean {
    const { steps, condition, hits, id } = breakpoint;
    if (!steps?.has(step) || (condition && !this.holdsAt(condition, step)) || !this.counts(id, hits)) {
      return false;
    }
    if (breakpoint.log !== undefined) {
      log(breakpoint.log, step);
      return false;
    }
    return true;
  }

  /** Once more; whether that is one of the times that are asked for. */
  private counts(id: number, hits: HitCondition | undefined): boolean {
    const met = (this.met.get(id) ?? 0) + 1;
    this.met.set(id, met);
    return !hits || isHit(hits, met);
  }

  /** Counts from the beginning again. */
  forget(): void {
    this.met.clear();
  }

  /** Why a condition can be told neither at the first step, nor half-way, nor at the last; undefined where it can. */
  troubleOf(condition: Expression): string | undefined {
    let trouble: string | undefined;
    for (const step of [0, this.names.steps >> 1, this.names.steps - 1]) {
      try {
        holds(condition, this.names, step);
        return undefined;
      } catch (error) {
        if (!(error instanceof ExpressionError)) {
          throw error;
        }
        trouble = error.message;
      }
    }
    return trouble;
  }

  /** A condition that cannot be told at a step, such as one about five steps ago at the first, does not hold there. */
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

function isHit({ operator, count }: HitCondition, met: number): boolean {
  switch (operator) {
    case '==':
      return met === count;
    case '>':
      return met > count;
    case '>=':
      return met >= count;
    case '<':
      return met < count;
    case '<=':
      return met <= count;
    case '%':
      return met % count === 0;
  }
}
