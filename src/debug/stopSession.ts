/** The part of the debug adapter that takes breakpoints, and says what is wrong with one. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { type BreakpointAnswer, lineBreakpoint, valueBreakpoint } from './breakpoints';
import { parseExpression } from './expressions/parse';
import { ExpressionError } from './expressions/problem';
import { filters } from './filters';
import { SettingSession } from './settingSession';
import type { Breakpoint, Reason, StopConditions } from './stopConditions';
import { listReference, mostElements } from './valueSession';

export abstract class StopSession extends SettingSession {
  /** Why it stopped last. */
  protected reason: Reason | undefined;
  private nextBreakpoint = 1;

  protected override breakpointLocationsRequest(
    response: DebugProtocol.BreakpointLocationsResponse,
    { line, endLine = line }: DebugProtocol.BreakpointLocationsArguments,
  ): void {
    this.answer(response, (runtime) => {
      const breakpoints: DebugProtocol.BreakpointLocation[] = [];
      for (let at = line; at <= endLine; at++) {
        for (const step of runtime.rows.at(this.convertClientLineToDebugger(at))) {
          breakpoints.push({ line: at, column: this.columnOf(runtime, step) });
        }
      }
      response.body = { breakpoints };
      this.sendResponse(response);
    });
  }

  protected override setBreakPointsRequest(
    response: DebugProtocol.SetBreakpointsResponse,
    { source, breakpoints = [] }: DebugProtocol.SetBreakpointsArguments,
  ): void {
    this.answer(response, (runtime) => {
      const isOurs =
        source.sourceReference === listReference ||
        (source.path !== undefined && source.path === runtime.rows.file);
      const answers = breakpoints
        .map(({ line, column, ...asked }) =>
          lineBreakpoint(
            this.nextBreakpoint++,
            {
              ...asked,
              line: this.convertClientLineToDebugger(line),
              column: column === undefined ? undefined : this.convertClientColumnToDebugger(column),
            },
            isOurs ? runtime.rows : { ...runtime.rows, at: () => [], range: undefined },
          ),
        )
        .map((answer) => sound(answer, runtime.stopConditions));
      if (isOurs) {
        runtime.stopConditions.lines = made(answers);
      }
      response.body = { breakpoints: answers.map((answer) => this.verified(answer)) };
      this.sendResponse(response);
    });
  }

  protected override setExceptionBreakPointsRequest(
    response: DebugProtocol.SetExceptionBreakpointsResponse,
    { filters: ids, filterOptions = [] }: DebugProtocol.SetExceptionBreakpointsArguments,
  ): void {
    this.answer(response, (runtime) => {
      const asked = [...ids.map((filterId) => ({ filterId, condition: undefined })), ...filterOptions];
      const answers: DebugProtocol.Breakpoint[] = [];
      const chosen = asked.flatMap(({ filterId, condition }) => {
        const filter = filters.find(({ id }) => id === filterId);
        const why = filter ? troubleOf(condition, runtime.stopConditions) : `there is no filter ${filterId}`;
        answers.push({ verified: why === undefined, message: why });
        return filter && why === undefined ? [{ filter, condition }] : [];
      });
      runtime.stopConditions.useFilters(chosen);
      response.body = { breakpoints: answers };
      this.sendResponse(response);
    });
  }

  protected override dataBreakpointInfoRequest(
    response: DebugProtocol.DataBreakpointInfoResponse,
    { variablesReference, name }: DebugProtocol.DataBreakpointInfoArguments,
  ): void {
    this.answer(response, () => {
      const opened = variablesReference === undefined ? undefined : this.opened.get(variablesReference);
      const found = opened?.children
        .list(0, opened.children.indexed || mostElements)
        .find((each) => each.name === name);
      const expression = found?.expression;
      const isNumber = found?.type === 'number';
      response.body =
        expression !== undefined && isNumber
          ? {
              dataId: expression,
              description: `${expression} comes to be above 0, or what its condition says`,
              accessTypes: ['write'],
              canPersist: true,
            }
          : { dataId: null, description: `${name} is no single number` };
      this.sendResponse(response);
    });
  }

  protected override setDataBreakpointsRequest(
    response: DebugProtocol.SetDataBreakpointsResponse,
    { breakpoints }: DebugProtocol.SetDataBreakpointsArguments,
  ): void {
    this.answer(response, (runtime) => {
      const answers = breakpoints.map(({ dataId, ...asked }) =>
        sound(valueBreakpoint(this.nextBreakpoint++, `${dataId} > 0`, asked), runtime.stopConditions),
      );
      runtime.stopConditions.values = made(answers);
      response.body = { breakpoints: answers.map((answer) => this.verified(answer)) };
      this.sendResponse(response);
    });
  }

  protected override exceptionInfoRequest(response: DebugProtocol.ExceptionInfoResponse): void {
    response.body = {
      exceptionId: this.reason?.text ?? 'none',
      description: filters.find(({ label }) => label === this.reason?.text)?.description,
      breakMode: 'always',
    };
    this.sendResponse(response);
  }

  private verified({ breakpoint, why, line, column }: BreakpointAnswer): DebugProtocol.Breakpoint {
    return {
      ...(breakpoint ? { id: breakpoint.id } : {}),
      verified: breakpoint !== undefined,
      message: why,
      line: line === undefined ? undefined : this.convertDebuggerLineToClient(line),
      column: column === undefined ? undefined : this.convertDebuggerColumnToClient(column),
    };
  }
}

/** One whose condition can never be told is none. */
function sound(answer: BreakpointAnswer, stopConditions: StopConditions): BreakpointAnswer {
  const condition = answer.breakpoint?.condition;
  const why = condition && stopConditions.troubleOf(condition);
  return why === undefined ? answer : { ...answer, breakpoint: undefined, why };
}

function made(answers: readonly BreakpointAnswer[]): readonly Breakpoint[] {
  return answers.flatMap(({ breakpoint }) => (breakpoint ? [breakpoint] : []));
}

function troubleOf(condition: string | undefined, stopConditions: StopConditions): string | undefined {
  try {
    return condition?.trim() ? stopConditions.troubleOf(parseExpression(condition)) : undefined;
  } catch (error) {
    if (error instanceof ExpressionError) {
      return error.message;
    }
    throw error;
  }
}
