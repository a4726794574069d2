/**
 * The debug adapter: a route for each request of the protocol. The objects of `Debugged` do the work, and
 * `ProtocolBodies` writes what they answer as the client expects it.
 */
import { DebugSession, InitializedEvent, TerminatedEvent, Thread } from '@vscode/debugadapter';
import type { DebugProtocol as Dap } from '@vscode/debugprotocol';
import { messageOf } from '../notation/errors';
import type { WhatIfTensor } from '../protocol/debugged';
import { ChangedData } from '../run/questions/observation';
import type { RecorderProgress } from '../run/questions/recorder';
import { Breakpoints, dataIdOf, unreadLines } from './breakpoints';
import { capabilities } from './capabilities';
import { complete } from './expressions/complete';
import { ExpressionError } from './expressions/problem';
import { filters } from './filters';
import { callStack, type Frame, frameCount, topFrame } from './frames';
import { type Launch, readLaunch } from './launch';
import { cancelLaunch, LaunchCancelled, LaunchProgress } from './launchProgress';
import type { Direction, Pass, ProgramCounter } from './programCounter';
import { evaluatedBody, isSourceOf, ProtocolBodies, variableBody } from './protocolBodies';
import { frameOf, passOf, threads } from './protocolIds';
import { type Debuggee, Runtime } from './runtime';
import { SessionEvents } from './sessionEvents';
import { setExpression, setVariable } from './setValues';
import type { Reason } from './stopConditions';
import { VariableStore } from './variableStore';
import { whatIfValues } from './whatIf';

/**
 * Opens the sequence that a launch names.
 * @param progress called often; may throw to cancel
 * @throws Error with one line where there is no such model, data or sequence
 */
export type Open = (launch: Launch, progress: (progress: RecorderProgress) => void) => Promise<Debuggee>;

/** The objects of a session whose sequence is open. */
interface Debugged {
  readonly runtime: Runtime;
  readonly variables: VariableStore;
  readonly breakpoints: Breakpoints;
}

export class UnrollSession extends DebugSession {
  private debugged: Debugged | undefined;
  /** Why it stopped last. */
  private stopReason: Reason | undefined;
  private readonly events = new SessionEvents((event) => this.sendEvent(event));
  private bodies = new ProtocolBodies();
  private showsProgress = false;
  private stopOnEntry = true;
  /** Called when the client has sent its breakpoints. */
  private configured: () => void = () => undefined;

  /** @param cancel one Int32 in shared memory: anything but 0 cancels the launch */
  constructor(
    private readonly open: Open,
    private readonly cancel = new SharedArrayBuffer(4),
  ) {
    super();
  }

  /** See the function `whatIfValues`. */
  whatIfValues(
    tensor: Pick<WhatIfTensor, 'of' | 'name'>,
    version: number,
  ): Float32Array<ArrayBuffer> | undefined {
    return this.debugged && whatIfValues(this.debugged.runtime, tensor, version);
  }

  protected override initializeRequest(
    response: Dap.InitializeResponse,
    args: Dap.InitializeRequestArguments,
  ): void {
    this.bodies = new ProtocolBodies(args);
    this.showsProgress = args.supportsProgressReporting ?? false;
    response.body = capabilities;
    this.sendResponse(response);
  }

  /** Breakpoints are requested once the sequence is open: until then it is not known which rows it reads. */
  protected override async launchRequest(
    response: Dap.LaunchResponse,
    args: Dap.LaunchRequestArguments,
  ): Promise<void> {
    const configured = new Promise<void>((done) => {
      this.configured = done;
    });
    let runtime: Runtime;
    try {
      const launch = readLaunch(args);
      runtime = await this.openRuntime(launch);
      this.stopOnEntry = launch.stopOnEntry;
    } catch (error) {
      this.refuseLaunch(response, error);
      return;
    }
    this.debugged = {
      runtime,
      variables: new VariableStore(runtime),
      breakpoints: new Breakpoints(runtime),
    };
    this.sendEvent(new InitializedEvent());
    await configured;
    this.sendResponse(response);
    this.begin(this.debugged);
  }

  protected override configurationDoneRequest(response: Dap.ConfigurationDoneResponse): void {
    this.sendResponse(response);
    this.configured();
  }

  /** Cancels the launch. Every other request is answered at once, so there is nothing to cancel. */
  protected override cancelRequest(response: Dap.CancelResponse, { progressId }: Dap.CancelArguments): void {
    if (progressId !== undefined) {
      cancelLaunch(this.cancel);
    }
    this.sendResponse(response);
  }

  protected override restartRequest(response: Dap.RestartResponse): void {
    this.answer(
      response,
      ({ runtime }) => {
        runtime.restart();
        this.events.whatIf(runtime);
      },
      (debugged) => this.begin(debugged),
    );
  }

  protected override threadsRequest(response: Dap.ThreadsResponse): void {
    response.body = { threads: Object.values(threads).map(({ id, name }) => new Thread(id, name)) };
    this.sendResponse(response);
  }

  // Requests that move the program counter.

  protected override nextRequest(response: Dap.NextResponse, args: Dap.NextArguments): void {
    this.step(response, args, (counter, pass) => counter.next(pass, 'forward'));
  }

  protected override stepBackRequest(response: Dap.StepBackResponse, args: Dap.StepBackArguments): void {
    this.step(response, args, (counter, pass) => counter.next(pass, 'reverse'));
  }

  protected override stepInRequest(response: Dap.StepInResponse, args: Dap.StepInArguments): void {
    this.step(response, args, (counter, pass) => counter.into(pass));
  }

  protected override stepOutRequest(response: Dap.StepOutResponse, args: Dap.StepOutArguments): void {
    this.step(response, args, (counter, pass) => counter.out(pass));
  }

  protected override continueRequest(response: Dap.ContinueResponse, args: Dap.ContinueArguments): void {
    this.answer(
      response,
      () => ({ allThreadsContinued: false }),
      (debugged) => this.run(debugged, passOf(args.threadId), 'forward'),
    );
  }

  protected override reverseContinueRequest(
    response: Dap.ReverseContinueResponse,
    args: Dap.ReverseContinueArguments,
  ): void {
    this.answer(
      response,
      () => undefined,
      (debugged) => this.run(debugged, passOf(args.threadId), 'reverse'),
    );
  }

  protected override gotoTargetsRequest(
    response: Dap.GotoTargetsResponse,
    args: Dap.GotoTargetsArguments,
  ): void {
    const line = this.bodies.lineOf(args.line);
    this.answer(response, ({ runtime: { rows } }) => ({
      targets: rows
        .at(line)
        .map((step) => this.bodies.gotoTarget(step, { line, column: rows.of(step)?.column ?? 0 })),
    }));
  }

  protected override gotoRequest(response: Dap.GotoResponse, args: Dap.GotoArguments): void {
    this.goTo(response, passOf(args.threadId), args.targetId);
  }

  /** The panel's request to go to a step. */
  protected override customRequest(command: string, response: Dap.Response, args: unknown): void {
    const step = typeof args === 'object' && args !== null && 'step' in args ? args.step : undefined;
    if (command === 'unroll.goto' && typeof step === 'number' && Number.isInteger(step)) {
      this.goTo(response, 'forward', step);
    } else {
      this.refuse(response, `there is no request ${command}`);
    }
  }

  // Requests about breakpoints and filters.

  protected override breakpointLocationsRequest(
    response: Dap.BreakpointLocationsResponse,
    { line, endLine = line }: Dap.BreakpointLocationsArguments,
  ): void {
    const { bodies } = this;
    this.answer(response, ({ breakpoints }) => {
      const locations = breakpoints.locations(bodies.lineOf(line), bodies.lineOf(endLine));
      return { breakpoints: locations.map((position) => bodies.position(position)) };
    });
  }

  protected override setBreakPointsRequest(
    response: Dap.SetBreakpointsResponse,
    { source, breakpoints: requested = [] }: Dap.SetBreakpointsArguments,
  ): void {
    const requests = requested.map((each) => this.bodies.lineRequest(each));
    this.answer(response, ({ runtime, breakpoints }) => {
      const isRead = isSourceOf(runtime.rows, source);
      const answers = isRead ? breakpoints.setOnLines(requests) : unreadLines(requests);
      return { breakpoints: answers.map((each) => this.bodies.breakpoint(each)) };
    });
  }

  protected override setExceptionBreakPointsRequest(
    response: Dap.SetExceptionBreakpointsResponse,
    { filters: ids, filterOptions = [] }: Dap.SetExceptionBreakpointsArguments,
  ): void {
    this.answer(response, ({ breakpoints }) => {
      const problems = breakpoints.setFilters([...ids.map((filterId) => ({ filterId })), ...filterOptions]);
      return { breakpoints: problems.map((why) => ({ verified: why === undefined, message: why })) };
    });
  }

  protected override dataBreakpointInfoRequest(
    response: Dap.DataBreakpointInfoResponse,
    { variablesReference = 0, name }: Dap.DataBreakpointInfoArguments,
  ): void {
    this.answer(response, ({ variables }) => {
      const dataId = dataIdOf(variables.find(variablesReference, name)?.variable);
      if (dataId === undefined) {
        return { dataId: null, description: `${name} is not a single number` };
      }
      const description = `${dataId} rises above 0, or its condition begins to hold`;
      const accessTypes: Dap.DataBreakpointAccessType[] = ['write'];
      return { dataId, description, accessTypes, canPersist: true };
    });
  }

  protected override setDataBreakpointsRequest(
    response: Dap.SetDataBreakpointsResponse,
    args: Dap.SetDataBreakpointsArguments,
  ): void {
    this.answer(response, ({ breakpoints }) => ({
      breakpoints: breakpoints.setOnData(args.breakpoints).map((each) => this.bodies.breakpoint(each)),
    }));
  }

  protected override exceptionInfoRequest(response: Dap.ExceptionInfoResponse): void {
    const text = this.stopReason?.text;
    response.body = {
      exceptionId: text ?? 'none',
      description: filters.find(({ label }) => label === text)?.description,
      breakMode: 'always',
    };
    this.sendResponse(response);
  }

  // Requests for the call stack and values, and to set values.

  protected override stackTraceRequest(
    response: Dap.StackTraceResponse,
    { threadId, startFrame = 0, levels = 0 }: Dap.StackTraceArguments,
  ): void {
    const pass = passOf(threadId);
    this.answer(response, ({ runtime }) => ({
      stackFrames: callStack(runtime, pass, startFrame, levels).map((frame) =>
        this.bodies.frame(frame, runtime.rows),
      ),
      totalFrames: frameCount(runtime, pass),
    }));
  }

  protected override scopesRequest(response: Dap.ScopesResponse, args: Dap.ScopesArguments): void {
    this.answer(response, ({ variables }) => ({
      scopes: variables
        .scopes(frameOf(args.frameId))
        .map(({ reference, ...scope }) => ({ ...scope, variablesReference: reference })),
    }));
  }

  protected override variablesRequest(response: Dap.VariablesResponse, args: Dap.VariablesArguments): void {
    this.answer(response, ({ variables }) => ({
      variables: variables.variables(args.variablesReference, args).map(variableBody),
    }));
  }

  protected override evaluateRequest(response: Dap.EvaluateResponse, args: Dap.EvaluateArguments): void {
    this.answer(response, ({ runtime, variables }) =>
      evaluatedBody(variables.evaluate(args.expression, clientFrame(runtime, args.frameId))),
    );
  }

  protected override completionsRequest(
    response: Dap.CompletionsResponse,
    args: Dap.CompletionsArguments,
  ): void {
    this.answer(response, ({ runtime }) => ({
      targets: complete(args.text, this.bodies.columnOf(args.column), runtime.names),
    }));
  }

  protected override sourceRequest(response: Dap.SourceResponse): void {
    this.answer(response, ({ runtime }) => ({ content: runtime.rows.text ?? '', mimeType: 'text/plain' }));
  }

  protected override setVariableRequest(
    response: Dap.SetVariableResponse,
    { variablesReference, name, value }: Dap.SetVariableArguments,
  ): void {
    this.answer(response, ({ runtime, variables }) => {
      const found = variables.find(variablesReference, name);
      if (!found) {
        throw new Error('this variable belongs to an earlier stop; open it again');
      }
      const { variable, frame } = found;
      const text = setVariable(runtime, name, variable, value, frame.step);
      this.events.changed(runtime, frame.pass);
      return { value: text };
    });
  }

  protected override setExpressionRequest(
    response: Dap.SetExpressionResponse,
    { expression, value, frameId: id }: Dap.SetExpressionArguments,
  ): void {
    this.answer(response, ({ runtime }) => {
      const { pass, step } = clientFrame(runtime, id);
      const text = setExpression(runtime, expression, value, step);
      this.events.changed(runtime, pass);
      return { value: text };
    });
  }

  // The routes share what follows.

  private async openRuntime(launch: Launch): Promise<Runtime> {
    const progress = new LaunchProgress((event) => this.sendEvent(event), this.showsProgress, this.cancel);
    try {
      return new Runtime(await this.open(launch, (now) => progress.report(now)));
    } finally {
      progress.end();
    }
  }

  private refuseLaunch(response: Dap.LaunchResponse, error: unknown): void {
    const isChanged = error instanceof ChangedData;
    if (isChanged) {
      this.events.dataChanged(error.message);
    }
    // The window asks by itself whether to accept changed data, and a person who has cancelled knows why it
    // ends.
    this.refuse(response, reasonOf(error), !(isChanged || error instanceof LaunchCancelled));
    this.sendEvent(new TerminatedEvent());
  }

  private begin(debugged: Debugged): void {
    if (this.stopOnEntry) {
      this.reportStop(debugged, 'forward', 'entry');
    } else {
      this.run(debugged, 'forward', 'forward');
    }
  }

  private step(
    response: Dap.Response,
    { threadId }: { readonly threadId: number },
    move: (counter: ProgramCounter, pass: Pass) => boolean,
  ): void {
    const pass = passOf(threadId);
    this.answer(
      response,
      ({ runtime }) => void move(runtime.programCounter, pass),
      (debugged) => this.reportStop(debugged, pass, 'step'),
    );
  }

  private goTo(response: Dap.Response, pass: Pass, step: number): void {
    this.answer(
      response,
      ({ runtime }) => runtime.programCounter.go(pass, step),
      (debugged) => this.reportStop(debugged, pass, 'goto'),
    );
  }

  private run(debugged: Debugged, pass: Pass, direction: Direction): void {
    const { runtime } = debugged;
    const reason = runtime.run(pass, direction, (text, step) =>
      this.sendEvent(this.bodies.output(text, step, runtime.rows)),
    );
    this.reportStop(debugged, pass, reason?.kind ?? 'step', reason);
  }

  /**
   * Answers with the body that `work` returns, or with the reason why it cannot.
   * @param then runs after the answer is sent
   */
  private answer<Response extends Dap.Response>(
    response: Response,
    work: (debugged: Debugged) => Response['body'],
    then: (debugged: Debugged) => void = () => undefined,
  ): void {
    const { debugged } = this;
    try {
      if (!debugged) {
        throw new Error('nothing is debugged yet');
      }
      response.body = work(debugged);
    } catch (error) {
      this.refuse(response, reasonOf(error));
      return;
    }
    this.sendResponse(response);
    then(debugged);
  }

  /**
   * @param showUser whether the window shows the reason; the answer to a hover or a watch is shown in its own
   * place
   */
  private refuse(response: Dap.Response, why: string, showUser = false): void {
    this.sendErrorResponse(response, { id: 1, format: '{_why}', variables: { _why: why }, showUser });
  }

  private reportStop({ runtime, variables }: Debugged, pass: Pass, kind: string, reason?: Reason): void {
    variables.age();
    this.stopReason = reason;
    this.events.stopped(runtime, pass, kind, reason);
  }
}

/** The frame that a client names; without one, where the forward pass stands. */
function clientFrame(runtime: Runtime, id: number | undefined): Frame {
  return id === undefined ? topFrame(runtime, 'forward') : frameOf(id);
}

/** The message of an error; that of an expression with the place of its problem. */
function reasonOf(error: unknown): string {
  if (error instanceof ExpressionError) {
    return `${error.message} (character ${error.start + 1})`;
  }
  return messageOf(error);
}
