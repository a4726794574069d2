/** The events that a session sends: where it has stopped and, for the panel, its place and its what-if. */
import { InvalidatedEvent, StoppedEvent } from '@vscode/debugadapter';
import type { DebugProtocol as Dap } from '@vscode/debugprotocol';
import type { Pass } from './programCounter';
import { threads } from './protocolIds';
import type { Runtime } from './runtime';
import type { Reason } from './stopConditions';
import { debuggedPlaceOf, whatIfOf } from './whatIf';

export class SessionEvents {
  constructor(private readonly send: (event: Dap.Event) => void) {}

  /**
   * A thread has stopped.
   * @param kind the protocol's word for why
   * @param reason the breakpoint or filter that stopped it; undefined where only the end of a step did
   */
  stopped(runtime: Runtime, pass: Pass, kind: string, reason?: Reason): void {
    const event: Dap.StoppedEvent = new StoppedEvent(kind, threads[pass].id);
    event.body.allThreadsStopped = true;
    if (reason) {
      event.body.description = reason.text;
      event.body.text = reason.text;
      event.body.hitBreakpointIds = [...reason.ids];
    }
    this.send(event);
    this.place(runtime, pass);
  }

  /** Values were set at a frame of a pass. */
  changed(runtime: Runtime, pass: Pass): void {
    this.send(new InvalidatedEvent(['variables', 'stacks']));
    this.place(runtime, pass);
    this.whatIf(runtime);
  }

  /** The values that are set now, or that none are. */
  whatIf(runtime: Runtime): void {
    this.custom('unroll.whatIf', { whatIf: whatIfOf(runtime) });
  }

  /** The data is not what the model was trained on. */
  dataChanged(why: string): void {
    this.custom('unroll.dataChanged', { why });
  }

  /** The panel's cursor follows the debugger. */
  private place(runtime: Runtime, pass: Pass): void {
    this.custom('unroll.place', debuggedPlaceOf(runtime, pass));
  }

  private custom(event: string, body: object): void {
    this.send({ type: 'event', seq: 0, event, body });
  }
}
