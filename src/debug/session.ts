/** The debug adapter: requests of the protocol into steps, values and stops of a stage, and back. */
import {
  DebugSession,
  InitializedEvent,
  InvalidatedEvent,
  OutputEvent,
  StoppedEvent,
  TerminatedEvent,
  Thread,
} from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { ChangedData } from '../run/observation';
import { type Answer, lineBreakpoint, valueBreakpoint } from './breakpoints';
import type { Open } from './debuggee';
import { complete } from './expressions/complete';
import { evaluate } from './expressions/evaluate';
import { formatLog, type LogMessage } from './expressions/log';
import { parseExpression } from './expressions/parse';
import { ExpressionError } from './expressions/problem';
import { filters } from './filters';
import { frameCount, frameName, stepOfFrame } from './frames';
import { readLaunch } from './launch';
import type { Pass, Way } from './machine';
import { group, type Inside, type Shown, shown } from './nodes';
import { capabilities, frameId, ofFrame, passOf, threads } from './protocolNames';
import { References } from './references';
import { scopesOf } from './scopes';
import { Stage } from './stage';
import type { Breakpoint, Reason } from './stops';

/** What a reference of the protocol stands for. */
interface Opened {
  readonly inside: Inside;
  readonly pass: Pass;
  readonly step: number;
}

/** The source that is made for a sequence without a file. */
const listReference = 1;
/** Elements that are given where a client asks for all of them. */
const mostElements = 10_000;

export class UnrollSession extends DebugSession {
  private stage: Stage | undefined;
  private stopOnEntry = true;
  private readonly opened = new References<Opened>();
  private nextBreakpoint = 1;
  private reason: Reason | undefined;
  /** What a client sent before the sequence was there is answered when it is. */
  private configured: () => void = () => undefined;

  constructor(private readonly open: Open) {
    super();
    this.setDebuggerLinesStartAt1(false);
    this.setDebuggerColumnsStartAt1(false);
  }

  protected override initializeRequest(response: DebugProtocol.InitializeResponse): void {
    response.body = capabilities;
    this.sendResponse(response);
  }

  /** Breakpoints are asked for when the sequence is there: until then nobody can say which rows it reads. */
  protected override async launchRequest(
    response: DebugProtocol.LaunchResponse,
    args: DebugProtocol.LaunchRequestArguments,
  ): Promise<void> {
    const configured = new Promise<void>((done) => {
      this.configured = done;
    });
    try {
      const launch = readLaunch(args);
      this.stage = new Stage(await this.open(launch));
      this.stopOnEntry = launch.stopOnEntry;
    } catch (error) {
      if (error instanceof ChangedData) {
        this.sendEvent({ type: 'event', seq: 0, event: 'unroll.dataChanged', body: { why: error.message } });
      }
      this.refuse(response, error instanceof Error ? error.message : String(error));
      this.sendEvent(new TerminatedEvent());
      return;
    }
    this.sendEvent(new InitializedEvent());
    await configured;
    this.sendResponse(response);
    this.begin();
  }

  protected override configurationDoneRequest(response: DebugProtocol.ConfigurationDoneResponse): void {
    this.sendResponse(response);
    this.configured();
  }

  private begin(): void {
    if (this.stopOnEntry) {
      this.stopped('entry', 'forward');
    } else {
      this.go('forward', 'on');
    }
  }

  /** From the first step again, with everything as it was computed. */
  protected override restartRequest(response: DebugProtocol.RestartResponse): void {
    this.answer(response, (stage) => {
      stage.undo();
      stage.machine.go('forward', 0);
      stage.machine.go('backward', stage.machine.steps - 1);
      this.sendResponse(response);
      this.begin();
    });
  }

  protected override threadsRequest(response: DebugProtocol.ThreadsResponse): void {
    response.body = { threads: Object.values(threads).map(({ id, name }) => new Thread(id, name)) };
    this.sendResponse(response);
  }

  protected override stackTraceRequest(
    response: DebugProtocol.StackTraceResponse,
    { threadId, startFrame = 0, levels }: DebugProtocol.StackTraceArguments,
  ): void {
    this.answer(response, (stage) => {
      const pass = passOf(threadId);
      const place = stage.machine.at(pass);
      const total = frameCount(pass, place.step, stage.machine.steps);
      const end = Math.min(total, startFrame + (levels || total));
      const stackFrames: DebugProtocol.StackFrame[] = [];
      for (let depth = startFrame; depth < end; depth++) {
        const step = stepOfFrame(pass, place.step, depth);
        const row = stage.rows.of(step);
        stackFrames.push({
          id: frameId(pass, step),
          name: frameName(stage.recording, step, depth === 0 ? stage.operationAt(place) : undefined),
          source: row && this.source(stage),
          line: row ? this.convertDebuggerLineToClient(row.line) : 0,
          column: row ? this.convertDebuggerColumnToClient(row.column) : 0,
        });
      }
      response.body = { stackFrames, totalFrames: total };
      this.sendResponse(response);
    });
  }

  protected override scopesRequest(
    response: DebugProtocol.ScopesResponse,
    args: DebugProtocol.ScopesArguments,
  ): void {
    this.answer(response, (stage) => {
      const { pass, step } = ofFrame(args.frameId);
      response.body = {
        scopes: scopesOf(stage.viewOf(pass, step)).map(({ name, inside, expensive }) => ({
          name,
          expensive,
          variablesReference: this.opened.create({ inside, pass, step }),
        })),
      };
      this.sendResponse(response);
    });
  }

  protected override variablesRequest(
    response: DebugProtocol.VariablesResponse,
    { variablesReference, filter, start = 0, count }: DebugProtocol.VariablesArguments,
  ): void {
    this.answer(response, () => {
      const opened = this.opened.get(variablesReference);
      const wanted = opened && (opened.inside.indexed === 0 || filter !== 'named');
      const listed = wanted ? opened.inside.list(start, count || mostElements) : [];
      response.body = {
        variables: opened ? listed.map((each) => this.variable(each, opened)) : [],
      };
      this.sendResponse(response);
    });
  }

  protected override setVariableRequest(
    response: DebugProtocol.SetVariableResponse,
    { variablesReference, name, value }: DebugProtocol.SetVariableArguments,
  ): void {
    this.answer(response, (stage) => {
      const opened = this.opened.get(variablesReference);
      if (!opened) {
        throw new Error('what was shown is of an earlier stop; open it again');
      }
      const { inside, pass, step } = opened;
      const named = inside.list(0, inside.indexed || mostElements).find((each) => each.name === name);
      if (!named?.target) {
        throw new Error(`${name} cannot be set; h, c, gates and inputs can, one by one`);
      }
      const { tensor, unit, toFed } = named.target;
      const typed = evaluate(parseExpression(value), stage.names, step);
      if (typeof typed !== 'number') {
        throw new Error(`${value} is no number`);
      }
      stage.set({ name: tensor, step, unit, value: toFed ? toFed(typed) : typed });
      const now = named.expression ? evaluate(parseExpression(named.expression), stage.names, step) : typed;
      response.body = { value: shown('', now).value };
      this.sendResponse(response);
      this.sendEvent(new InvalidatedEvent(['variables', 'stacks']));
      this.tellPlace(pass);
    });
  }

  protected override evaluateRequest(
    response: DebugProtocol.EvaluateResponse,
    { expression, frameId: frame }: DebugProtocol.EvaluateArguments,
  ): void {
    this.answer(response, (stage) => {
      const { pass, step } =
        frame === undefined
          ? { pass: 'forward' as const, step: stage.machine.at('forward').step }
          : ofFrame(frame);
      const value = evaluate(parseExpression(expression), stage.names, step);
      const {
        name: _,
        evaluateName: __,
        ...body
      } = this.variable(shown('', value, expression), { pass, step });
      response.body = { ...body, result: body.value };
      this.sendResponse(response);
    });
  }

  protected override completionsRequest(
    response: DebugProtocol.CompletionsResponse,
    { text, column }: DebugProtocol.CompletionsArguments,
  ): void {
    this.answer(response, (stage) => {
      const caret = this.convertClientColumnToDebugger(column);
      response.body = {
        targets: complete(text, caret, stage.names).map(({ label, type, start, length }) => ({
          label,
          type: type === 'function' ? 'function' : 'variable',
          start,
          length,
        })),
      };
      this.sendResponse(response);
    });
  }

  protected override nextRequest(
    response: DebugProtocol.NextResponse,
    { threadId }: DebugProtocol.NextArguments,
  ): void {
    this.step(response, threadId, (stage, pass) => stage.machine.next(pass, 'on'));
  }

  protected override stepBackRequest(
    response: DebugProtocol.StepBackResponse,
    { threadId }: DebugProtocol.StepBackArguments,
  ): void {
    this.step(response, threadId, (stage, pass) => stage.machine.next(pass, 'back'));
  }

  protected override stepInRequest(
    response: DebugProtocol.StepInResponse,
    { threadId }: DebugProtocol.StepInArguments,
  ): void {
    this.step(response, threadId, (stage, pass) => stage.machine.into(pass));
  }

  protected override stepOutRequest(
    response: DebugProtocol.StepOutResponse,
    { threadId }: DebugProtocol.StepOutArguments,
  ): void {
    this.step(response, threadId, (stage, pass) => stage.machine.out(pass));
  }

  protected override continueRequest(
    response: DebugProtocol.ContinueResponse,
    { threadId }: DebugProtocol.ContinueArguments,
  ): void {
    response.body = { allThreadsContinued: false };
    this.sendResponse(response);
    this.go(passOf(threadId), 'on');
  }

  protected override reverseContinueRequest(
    response: DebugProtocol.ReverseContinueResponse,
    { threadId }: DebugProtocol.ReverseContinueArguments,
  ): void {
    this.sendResponse(response);
    this.go(passOf(threadId), 'back');
  }

  protected override gotoTargetsRequest(
    response: DebugProtocol.GotoTargetsResponse,
    { line }: DebugProtocol.GotoTargetsArguments,
  ): void {
    this.answer(response, (stage) => {
      const steps = stage.rows.at(this.convertClientLineToDebugger(line));
      response.body = {
        targets: steps.map((step) => ({
          id: step,
          label: `t = ${step}`,
          line,
          column: this.columnOf(stage, step),
        })),
      };
      this.sendResponse(response);
    });
  }

  protected override gotoRequest(
    response: DebugProtocol.GotoResponse,
    { threadId, targetId }: DebugProtocol.GotoArguments,
  ): void {
    this.answer(response, (stage) => {
      const pass = passOf(threadId);
      stage.machine.go(pass, targetId);
      this.sendResponse(response);
      this.stopped('goto', pass);
    });
  }

  protected override breakpointLocationsRequest(
    response: DebugProtocol.BreakpointLocationsResponse,
    { line, endLine = line }: DebugProtocol.BreakpointLocationsArguments,
  ): void {
    this.answer(response, (stage) => {
      const breakpoints: DebugProtocol.BreakpointLocation[] = [];
      for (let at = line; at <= endLine; at++) {
        for (const step of stage.rows.at(this.convertClientLineToDebugger(at))) {
          breakpoints.push({ line: at, column: this.columnOf(stage, step) });
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
    this.answer(response, (stage) => {
      const isOurs =
        source.sourceReference === listReference ||
        (source.path !== undefined && source.path === stage.rows.file);
      const answers = breakpoints.map(({ line, column, ...asked }) =>
        lineBreakpoint(
          this.nextBreakpoint++,
          {
            ...asked,
            line: this.convertClientLineToDebugger(line),
            column: column === undefined ? undefined : this.convertClientColumnToDebugger(column),
          },
          isOurs ? stage.rows : { ...stage.rows, at: () => [], range: undefined },
        ),
      );
      if (isOurs) {
        stage.stops.lines = made(answers);
      }
      response.body = { breakpoints: answers.map((answer) => this.verified(answer)) };
      this.sendResponse(response);
    });
  }

  protected override setExceptionBreakPointsRequest(
    response: DebugProtocol.SetExceptionBreakpointsResponse,
    { filters: ids, filterOptions = [] }: DebugProtocol.SetExceptionBreakpointsArguments,
  ): void {
    this.answer(response, (stage) => {
      const asked = [...ids.map((filterId) => ({ filterId, condition: undefined })), ...filterOptions];
      const answers: DebugProtocol.Breakpoint[] = [];
      const chosen = asked.flatMap(({ filterId, condition }) => {
        const filter = filters.find(({ id }) => id === filterId);
        const why = filter ? troubleOf(condition) : `there is no filter ${filterId}`;
        answers.push({ verified: why === undefined, message: why });
        return filter && why === undefined ? [{ filter, condition }] : [];
      });
      stage.stops.useFilters(chosen);
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
      const found = opened?.inside
        .list(0, opened.inside.indexed || mostElements)
        .find((each) => each.name === name);
      const expression = found?.expression;
      const isNumber = found?.type === 'number';
      response.body =
        expression !== undefined && isNumber
          ? {
              dataId: expression,
              description: `${expression} crosses zero, or what its condition says`,
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
    this.answer(response, (stage) => {
      const answers = breakpoints.map(({ dataId, ...asked }) =>
        valueBreakpoint(this.nextBreakpoint++, `${dataId} > 0`, asked),
      );
      stage.stops.values = made(answers);
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

  protected override sourceRequest(response: DebugProtocol.SourceResponse): void {
    this.answer(response, (stage) => {
      response.body = { content: stage.rows.text ?? '', mimeType: 'text/plain' };
      this.sendResponse(response);
    });
  }

  /** Where the panel goes, in requests of our own. */
  protected override customRequest(command: string, response: DebugProtocol.Response, args: unknown): void {
    this.answer(response, (stage) => {
      const step = typeof args === 'object' && args !== null && 'step' in args ? args.step : undefined;
      if (command !== 'unroll.goto' || typeof step !== 'number' || !Number.isInteger(step)) {
        throw new Error(`there is no request ${command}`);
      }
      stage.machine.go('forward', step);
      this.sendResponse(response);
      this.stopped('goto', 'forward');
    });
  }

  private step(
    response: DebugProtocol.Response,
    threadId: number,
    move: (stage: Stage, pass: Pass) => boolean,
  ): void {
    this.answer(response, (stage) => {
      const pass = passOf(threadId);
      move(stage, pass);
      this.sendResponse(response);
      this.stopped('step', pass);
    });
  }

  private go(pass: Pass, way: Way): void {
    const { stage } = this;
    if (!stage) {
      return;
    }
    const log = (message: LogMessage, step: number) => {
      const row = stage.rows.of(step);
      const output: DebugProtocol.OutputEvent = new OutputEvent(
        `${formatLog(message, stage.names, step)}\n`,
        'console',
      );
      if (row) {
        output.body.source = this.source(stage);
        output.body.line = this.convertDebuggerLineToClient(row.line);
      }
      this.sendEvent(output);
    };
    const reason = stage.run(pass, way, log);
    this.stopped(reason?.kind ?? 'step', pass, reason);
  }

  private stopped(kind: string, pass: Pass, reason?: Reason): void {
    this.opened.age();
    this.reason = reason;
    const event: DebugProtocol.StoppedEvent = new StoppedEvent(kind, threads[pass].id);
    event.body.allThreadsStopped = true;
    if (reason) {
      event.body.description = reason.text;
      event.body.text = reason.text;
      event.body.hitBreakpointIds = [...reason.ids];
    }
    this.sendEvent(event);
    this.tellPlace(pass);
  }

  /** For the panel, which follows. */
  private tellPlace(pass: Pass): void {
    const { stage } = this;
    if (stage) {
      const { set, sequence, step: update } = stage.recording;
      const place = {
        step: stage.machine.at(pass).step,
        set,
        sequence,
        update,
        changes: stage.changes.length,
      };
      this.sendEvent({ type: 'event', seq: 0, event: 'unroll.place', body: place });
    }
  }

  private variable(each: Shown, { pass, step }: Pick<Opened, 'pass' | 'step'>): DebugProtocol.Variable {
    const { name, value, type, expression, target } = each;
    const inside = each.isLazy ? this.lazy(each, step) : each.inside;
    return {
      name,
      value,
      type,
      evaluateName: expression,
      variablesReference: inside ? this.opened.create({ inside, pass, step }) : 0,
      ...(inside && inside.indexed > 0 ? { indexedVariables: inside.indexed, namedVariables: 0 } : {}),
      presentationHint: {
        ...(each.isLazy ? { lazy: true } : {}),
        ...(target ? {} : { attributes: ['readOnly'] }),
      },
    };
  }

  private lazy({ name, expression = name }: Shown, step: number): Inside {
    return group(() => {
      const { stage } = this;
      return stage ? [shown('', evaluate(parseExpression(expression), stage.names, step), expression)] : [];
    });
  }

  private source({ rows }: Stage): DebugProtocol.Source {
    return rows.file === null
      ? { name: rows.name, sourceReference: listReference }
      : { name: rows.name, path: this.convertDebuggerPathToClient(rows.file) };
  }

  private columnOf({ rows }: Stage, step: number): number {
    return this.convertDebuggerColumnToClient(rows.of(step)?.column ?? 0);
  }

  private verified({ breakpoint, why, line, column }: Answer): DebugProtocol.Breakpoint {
    return {
      ...(breakpoint ? { id: breakpoint.id } : {}),
      verified: breakpoint !== undefined,
      message: why,
      line: line === undefined ? undefined : this.convertDebuggerLineToClient(line),
      column: column === undefined ? undefined : this.convertDebuggerColumnToClient(column),
    };
  }

  /** Answers, or says what is wrong: an expression with its place. */
  private answer(response: DebugProtocol.Response, work: (stage: Stage) => void): void {
    try {
      if (!this.stage) {
        throw new Error('nothing is debugged yet');
      }
      work(this.stage);
    } catch (error) {
      this.refuse(
        response,
        error instanceof ExpressionError
          ? `${error.message} (character ${error.start + 1})`
          : error instanceof Error
            ? error.message
            : String(error),
      );
    }
  }

  private refuse(response: DebugProtocol.Response, why: string): void {
    this.sendErrorResponse(response, { id: 1, format: '{_why}', variables: { _why: why }, showUser: true });
  }
}

function made(answers: readonly Answer[]): readonly Breakpoint[] {
  return answers.flatMap(({ breakpoint }) => (breakpoint ? [breakpoint] : []));
}

function troubleOf(condition: string | undefined): string | undefined {
  try {
    if (condition?.trim()) {
      parseExpression(condition);
    }
    return undefined;
  } catch (error) {
    if (error instanceof ExpressionError) {
      return error.message;
    }
    throw error;
  }
}
