/** The debug adapter: launch, steps and stops in requests of the protocol. Values and breakpoints are those of the parts it is made of. */
import { InitializedEvent, OutputEvent, StoppedEvent, TerminatedEvent, Thread } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { ChangedData } from '../run/questions/observation';
import type { Open } from './debuggee';
import { formatLog, type LogMessage } from './expressions/log';
import { readLaunch } from './launch';
import { cancelLaunch, LaunchCancelled, LaunchProgress } from './launchProgress';
import type { Direction, Pass } from './programCounter';
import { capabilities, passOf, threads } from './protocolNames';
import { Runtime } from './runtime';
import type { Reason } from './stopConditions';
import { StopSession } from './stopSession';

export class UnrollSession extends StopSession {
  private stopOnEntry = true;
  /** What a client sent before the sequence was there is answered when it is. */
  private configured: () => void = () => undefined;

  private showsProgress = false;

  /** @param cancel one Int32 in shared memory: anything but 0 cancels the launch */
  constructor(
    private readonly open: Open,
    private readonly cancel = new SharedArrayBuffer(4),
  ) {
    super();
    this.setDebuggerLinesStartAt1(false);
    this.setDebuggerColumnsStartAt1(false);
  }

  protected override initializeRequest(
    response: DebugProtocol.InitializeResponse,
    { supportsProgressReporting = false }: DebugProtocol.InitializeRequestArguments,
  ): void {
    this.showsProgress = supportsProgressReporting;
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
    const progress = new LaunchProgress((event) => this.sendEvent(event), this.showsProgress, this.cancel);
    try {
      const launch = readLaunch(args);
      this.runtime = new Runtime(await this.open(launch, (now) => progress.tell(now)));
      progress.end();
      this.stopOnEntry = launch.stopOnEntry;
    } catch (error) {
      progress.end();
      const isChanged = error instanceof ChangedData;
      if (isChanged) {
        this.sendEvent({ type: 'event', seq: 0, event: 'unroll.dataChanged', body: { why: error.message } });
      }
      const why = error instanceof Error ? error.message : String(error);
      // That the data was changed is told where it is asked whether to go on; who has cancelled knows it.
      this.refuse(response, why, !(isChanged || error instanceof LaunchCancelled));
      this.sendEvent(new TerminatedEvent());
      return;
    }
    this.sendEvent(new InitializedEvent());
    await configured;
    this.sendResponse(response);
    this.begin();
  }

  /** What a client has shown the progress of. Requests are answered at once, and none of them can be cancelled. */
  protected override cancelRequest(
    response: DebugProtocol.CancelResponse,
    { progressId }: DebugProtocol.CancelArguments,
  ): void {
    if (progressId !== undefined) {
      cancelLaunch(this.cancel);
    }
    this.sendResponse(response);
  }

  protected override configurationDoneRequest(response: DebugProtocol.ConfigurationDoneResponse): void {
    this.sendResponse(response);
    this.configured();
  }

  private begin(): void {
    if (this.stopOnEntry) {
      this.stopped('entry', 'forward');
    } else {
      this.go('forward', 'forward');
    }
  }

  /** From the first step again, with everything as it was computed. */
  protected override restartRequest(response: DebugProtocol.RestartResponse): void {
    this.answer(response, (runtime) => {
      runtime.undo();
      this.sendWhatIf();
      runtime.stopConditions.forget();
      runtime.programCounter.go('forward', 0);
      runtime.programCounter.go('backward', runtime.programCounter.steps - 1);
      this.sendResponse(response);
      this.begin();
    });
  }

  protected override threadsRequest(response: DebugProtocol.ThreadsResponse): void {
    response.body = { threads: Object.values(threads).map(({ id, name }) => new Thread(id, name)) };
    this.sendResponse(response);
  }

  protected override nextRequest(
    response: DebugProtocol.NextResponse,
    { threadId }: DebugProtocol.NextArguments,
  ): void {
    this.step(response, threadId, (runtime, pass) => runtime.programCounter.next(pass, 'forward'));
  }

  protected override stepBackRequest(
    response: DebugProtocol.StepBackResponse,
    { threadId }: DebugProtocol.StepBackArguments,
  ): void {
    this.step(response, threadId, (runtime, pass) => runtime.programCounter.next(pass, 'reverse'));
  }

  protected override stepInRequest(
    response: DebugProtocol.StepInResponse,
    { threadId }: DebugProtocol.StepInArguments,
  ): void {
    this.step(response, threadId, (runtime, pass) => runtime.programCounter.into(pass));
  }

  protected override stepOutRequest(
    response: DebugProtocol.StepOutResponse,
    { threadId }: DebugProtocol.StepOutArguments,
  ): void {
    this.step(response, threadId, (runtime, pass) => runtime.programCounter.out(pass));
  }

  protected override continueRequest(
    response: DebugProtocol.ContinueResponse,
    { threadId }: DebugProtocol.ContinueArguments,
  ): void {
    response.body = { allThreadsContinued: false };
    this.sendResponse(response);
    this.go(passOf(threadId), 'forward');
  }

  protected override reverseContinueRequest(
    response: DebugProtocol.ReverseContinueResponse,
    { threadId }: DebugProtocol.ReverseContinueArguments,
  ): void {
    this.sendResponse(response);
    this.go(passOf(threadId), 'reverse');
  }

  protected override gotoTargetsRequest(
    response: DebugProtocol.GotoTargetsResponse,
    { line }: DebugProtocol.GotoTargetsArguments,
  ): void {
    this.answer(response, (runtime) => {
      const steps = runtime.rows.at(this.convertClientLineToDebugger(line));
      response.body = {
        targets: steps.map((step) => ({
          id: step,
          label: `t = ${step}`,
          line,
          column: this.columnOf(runtime, step),
        })),
      };
      this.sendResponse(response);
    });
  }

  protected override gotoRequest(
    response: DebugProtocol.GotoResponse,
    { threadId, targetId }: DebugProtocol.GotoArguments,
  ): void {
    this.answer(response, (runtime) => {
      const pass = passOf(threadId);
      runtime.programCounter.go(pass, targetId);
      this.sendResponse(response);
      this.stopped('goto', pass);
    });
  }

  /** Where the panel goes, in requests of our own. */
  protected override customRequest(command: string, response: DebugProtocol.Response, args: unknown): void {
    this.answer(response, (runtime) => {
      const step = typeof args === 'object' && args !== null && 'step' in args ? args.step : undefined;
      if (command !== 'unroll.goto' || typeof step !== 'number' || !Number.isInteger(step)) {
        throw new Error(`there is no request ${command}`);
      }
      runtime.programCounter.go('forward', step);
      this.sendResponse(response);
      this.stopped('goto', 'forward');
    });
  }

  private step(
    response: DebugProtocol.Response,
    threadId: number,
    move: (runtime: Runtime, pass: Pass) => boolean,
  ): void {
    this.answer(response, (runtime) => {
      const pass = passOf(threadId);
      move(runtime, pass);
      this.sendResponse(response);
      this.stopped('step', pass);
    });
  }

  private go(pass: Pass, direction: Direction): void {
    const { runtime } = this;
    if (!runtime) {
      return;
    }
    const log = (message: LogMessage, step: number) => {
      const row = runtime.rows.of(step);
      const output: DebugProtocol.OutputEvent = new OutputEvent(
        `${formatLog(message, runtime.names, step)}\n`,
        'console',
      );
      if (row) {
        output.body.source = this.source(runtime);
        output.body.line = this.convertDebuggerLineToClient(row.line);
      }
      this.sendEvent(output);
    };
    const reason = runtime.run(pass, direction, log);
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
}
