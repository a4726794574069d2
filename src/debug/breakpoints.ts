/** Breakpoints as a client sets them, into those that a run stops at; and what is wrong with one. Pure. */
import { parseLog } from './expressions/log';
import { parseExpression } from './expressions/parse';
import { ExpressionError } from './expressions/problem';
import type { SourceRows } from './sourceRows';
import { type Breakpoint, parseHits } from './stopConditions';

export interface RequestedBreakpoint {
  /** Zero-based; undefined for one that is on no line. */
  readonly line?: number;
  readonly column?: number;
  readonly condition?: string;
  readonly hitCondition?: string;
  readonly logMessage?: string;
}

export interface BreakpointAnswer {
  readonly breakpoint: Breakpoint | undefined;
  /** Why it is none. */
  readonly why: string | undefined;
  readonly line: number | undefined;
  readonly column: number | undefined;
}

/** A breakpoint on the row, or on the character, that steps read. */
export function lineBreakpoint(id: number, asked: RequestedBreakpoint, rows: SourceRows): BreakpointAnswer {
  const { line = -1, column } = asked;
  const onLine = rows.at(line);
  const exact = onLine.filter((step) => column !== undefined && rows.of(step)?.column === column);
  const columns = new Set(onLine.map((step) => rows.of(step)?.column));
  const steps = exact.length > 0 ? exact : columns.size > 1 ? onLine.slice(0, 1) : onLine;
  const place = {
    line,
    column: exact.length > 0 || columns.size > 1 ? rows.of(steps[0])?.column : undefined,
  };
  if (steps.length === 0) {
    const { range } = rows;
    const why = range
      ? `The sequence reads lines ${range[0] + 1} to ${range[1] + 1}, and not this one.`
      : 'The sequence reads nothing of this file.';
    return { breakpoint: undefined, why, ...place };
  }
  return { ...conditional(id, asked, new Set(steps)), ...place };
}

/** A breakpoint on a condition, which is looked at at every step. */
export function valueBreakpoint(
  id: number,
  expression: string,
  asked: RequestedBreakpoint,
): BreakpointAnswer {
  const condition = asked.condition?.trim() || expression;
  return { ...conditional(id, { ...asked, condition }, undefined), line: undefined, column: undefined };
}

function conditional(
  id: number,
  { condition, hitCondition, logMessage }: RequestedBreakpoint,
  steps: ReadonlySet<number> | undefined,
): Pick<BreakpointAnswer, 'breakpoint' | 'why'> {
  try {
    const log = logMessage?.trim() ? parseLog(logMessage) : undefined;
    const breakpoint: Breakpoint = {
      id,
      steps,
      condition: condition?.trim() ? parseExpression(condition) : undefined,
      hits: hitCondition?.trim() ? parseHits(hitCondition) : undefined,
      log,
    };
    return { breakpoint, why: undefined };
  } catch (error) {
    if (error instanceof ExpressionError) {
      return { breakpoint: undefined, why: error.message };
    }
    throw error;
  }
}
