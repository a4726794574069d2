/** The breakpoints that a client sets: each becomes one that a run stops at, or the reason why it cannot. */
import { parseLog } from './expressions/log';
import { parseExpression } from './expressions/parse';
import { ExpressionError } from './expressions/problem';
import { filters } from './filters';
import type { Runtime } from './runtime';
import type { SourcePosition, SourceRows } from './sourceRows';
import { type Breakpoint, parseHits } from './stopConditions';
import type { Variable } from './variables';

/** The conditions of a breakpoint, as a person typed them. */
export interface Conditions {
  readonly condition?: string;
  readonly hitCondition?: string;
  readonly logMessage?: string;
}

/** A breakpoint on a row; zero-based. */
export interface LineRequest extends Conditions {
  readonly line: number;
  readonly column?: number;
}

/** A breakpoint on a value. */
export interface DataRequest extends Conditions {
  /** The expression whose value it watches. */
  readonly dataId: string;
}

export interface FilterRequest {
  readonly filterId: string;
  readonly condition?: string;
}

export interface BreakpointAnswer {
  /** Undefined where nothing can stop there. */
  readonly breakpoint: Breakpoint | undefined;
  /** Why nothing can stop there. */
  readonly why: string | undefined;
  readonly line?: number;
  readonly column?: number;
}

export class Breakpoints {
  private nextId = 1;

  constructor(private readonly runtime: Runtime) {}

  /** The places between two lines where a breakpoint can stand. */
  locations(line: number, endLine: number): readonly SourcePosition[] {
    const { rows } = this.runtime;
    const positions: SourcePosition[] = [];
    for (let at = line; at <= endLine; at++) {
      for (const step of rows.at(at)) {
        positions.push({ line: at, column: rows.of(step)?.column ?? 0 });
      }
    }
    return positions;
  }

  /** Replaces the breakpoints on rows. */
  setOnLines(requests: readonly LineRequest[]): readonly BreakpointAnswer[] {
    const { rows, stopConditions } = this.runtime;
    const answers = requests.map((request) => this.checked(lineBreakpoint(this.nextId++, request, rows)));
    stopConditions.lines = sound(answers);
    return answers;
  }

  /** Replaces the data breakpoints. */
  setOnData(requests: readonly DataRequest[]): readonly BreakpointAnswer[] {
    const answers = requests.map((request) => this.checked(dataBreakpoint(this.nextId++, request)));
    this.runtime.stopConditions.values = sound(answers);
    return answers;
  }

  /** Replaces the filters that are on. @returns for each, why it cannot be; undefined where it can */
  setFilters(requests: readonly FilterRequest[]): readonly (string | undefined)[] {
    const { stopConditions } = this.runtime;
    const answers = requests.map(({ filterId, condition }) => {
      const filter = filters.find(({ id }) => id === filterId);
      const why = filter ? this.problemOf(condition) : `there is no filter ${filterId}`;
      return { filter, condition, why };
    });
    stopConditions.useFilters(
      answers.flatMap(({ filter, condition, why }) =>
        filter && why === undefined ? [{ filter, condition }] : [],
      ),
    );
    return answers.map(({ why }) => why);
  }

  /** Refuses a breakpoint whose condition can never have a value. */
  private checked(answer: BreakpointAnswer): BreakpointAnswer {
    const condition = answer.breakpoint?.condition;
    const why = condition && this.runtime.stopConditions.problemOf(condition);
    return why === undefined ? answer : { ...answer, breakpoint: undefined, why };
  }

  private problemOf(condition: string | undefined): string | undefined {
    try {
      return condition?.trim()
        ? this.runtime.stopConditions.problemOf(parseExpression(condition))
        : undefined;
    } catch (error) {
      if (error instanceof ExpressionError) {
        return error.message;
      }
      throw error;
    }
  }
}

/** The answer to breakpoints in a file that the sequence does not read. */
export function unreadLines(requests: readonly LineRequest[]): readonly BreakpointAnswer[] {
  const why = 'The sequence reads nothing of this file.';
  return requests.map(({ line }) => ({ breakpoint: undefined, why, line }));
}

/**
 * The expression that a data breakpoint on a variable is about; undefined where the variable is not a single
 * number.
 */
export function dataIdOf(variable: Variable | undefined): string | undefined {
  return variable?.type === 'number' ? variable.expression : undefined;
}

/** A breakpoint on the row, or on the character, that steps read. */
function lineBreakpoint(id: number, request: LineRequest, rows: SourceRows): BreakpointAnswer {
  const { line, column } = request;
  const onLine = rows.at(line);
  const exact = onLine.filter((step) => column !== undefined && rows.of(step)?.column === column);
  const columns = new Set(onLine.map((step) => rows.of(step)?.column));
  const steps = exact.length > 0 ? exact : columns.size > 1 ? onLine.slice(0, 1) : onLine;
  if (steps.length === 0) {
    const [first, last] = rows.range ?? [];
    const why =
      first === undefined || last === undefined
        ? 'The sequence reads nothing of this file.'
        : `The sequence reads lines ${first + 1} to ${last + 1}, and not this one.`;
    return { breakpoint: undefined, why, line };
  }
  const position = {
    line,
    column: exact.length > 0 || columns.size > 1 ? rows.of(steps[0])?.column : undefined,
  };
  return { ...conditional(id, request, new Set(steps)), ...position };
}

/** A breakpoint on a condition, which is evaluated at every step. */
function dataBreakpoint(id: number, request: DataRequest): BreakpointAnswer {
  const condition = request.condition?.trim() || `${request.dataId} > 0`;
  return conditional(id, { ...request, condition }, undefined);
}

/** The breakpoints that can stop. */
function sound(answers: readonly BreakpointAnswer[]): readonly Breakpoint[] {
  return answers.flatMap(({ breakpoint }) => (breakpoint ? [breakpoint] : []));
}

function conditional(
  id: number,
  { condition, hitCondition, logMessage }: Conditions,
  steps: ReadonlySet<number> | undefined,
): BreakpointAnswer {
  try {
    const breakpoint: Breakpoint = {
      id,
      steps,
      condition: condition?.trim() ? parseExpression(condition) : undefined,
      hits: hitCondition?.trim() ? parseHits(hitCondition) : undefined,
      log: logMessage?.trim() ? parseLog(logMessage) : undefined,
    };
    return { breakpoint, why: undefined };
  } catch (error) {
    if (error instanceof ExpressionError) {
      return { breakpoint: undefined, why: error.message };
    }
    throw error;
  }
}
