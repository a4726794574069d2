/**
 * A sequence under the debugger: the recording, where each pass stands, what it stops at, and what was changed. It speaks of steps
 * and values; the session translates that into the protocol.
 */
import type { Intervention, Recording } from '../protocol/recording';
import type { Debuggee } from './debuggee';
import type { LogMessage } from './expressions/log';
import { type Operation, operationsAt } from './operations';
import { type Direction, type Pass, type Position, ProgramCounter } from './programCounter';
import { RecordingNames } from './recordingNames';
import type { View } from './scopes';
import { type SourceRows, sourceRowsOf } from './sourceRows';
import { type Reason, StopConditions } from './stopConditions';
import { gradientNorm, stepCount } from './timeline';

export class Runtime {
  /** As it was computed, and as it is with what was changed. */
  readonly original: Recording;
  recording: Recording;
  /** Another one after each change. */
  version = 0;
  names: RecordingNames;
  readonly rows: SourceRows;
  readonly programCounter: ProgramCounter;
  readonly stopConditions: StopConditions;
  constructor(private readonly debuggee: Debuggee) {
    this.original = debuggee.recording;
    this.recording = debuggee.recording;
    this.names = new RecordingNames(this.recording);
    this.rows = sourceRowsOf(this.recording);
    this.programCounter = new ProgramCounter(
      stepCount(this.recording),
      (step) => operationsAt(this.recording, step).length,
    );
    this.stopConditions = new StopConditions(this.names, this.recording);
  }

  /** The operation that a place inside of a step stands after. */
  operationAt({ step, operation }: Position): Operation | undefined {
    return operation === null ? undefined : operationsAt(this.recording, step)[operation];
  }

  /** What a frame can show; of the one where a pass stands inside a step, what is computed by then. */
  viewOf(pass: Pass, step: number): View {
    const place = this.programCounter.at(pass);
    const inside = place.step === step && place.operation !== null ? place.operation : null;
    const done = inside === null ? undefined : operationsAt(this.recording, step).slice(0, inside + 1);
    return {
      recording: this.recording,
      names: this.names,
      step,
      isDone: (layer, result) =>
        done === undefined ||
        // `z` is all of a layer's preactivations, `z.n` those of a gate.
        done.some(
          (each) => each.layer === layer && (each.result === result || result.startsWith(`${each.result}.`)),
        ),
    };
  }

  /** On to where something stops it, or to the end. @returns why; undefined at an end */
  run(
    pass: Pass,
    direction: Direction,
    log: (message: LogMessage, step: number) => void,
  ): Reason | undefined {
    let before = this.programCounter.at(pass).step;
    return this.programCounter.run(pass, direction, (step) => {
      const reason = this.stopConditions.at(step, direction, before, log);
      before = step;
      return reason;
    });
  }

  /** Sets values, and has all that follows from them computed anew. */
  set(changes: readonly Intervention[]): void {
    const placeOf = ({ name, step, unit }: Intervention) => `${name} ${step} ${unit}`;
    const places = new Set(changes.map(placeOf));
    const others = this.recording.interventions.filter((each) => !places.has(placeOf(each)));
    this.take([...others, ...changes]);
  }

  /** The sequence as it was. */
  undo(): void {
    if (this.recording.interventions.length > 0) {
      this.take([]);
    }
  }

  /** Whether a gradient reaches a step. */
  hasGradient(step: number): boolean {
    return gradientNorm(this.recording, step) !== undefined;
  }

  private take(changes: readonly Intervention[]): void {
    this.recording = this.debuggee.change(changes);
    this.version++;
    this.names = new RecordingNames(this.recording);
    this.stopConditions.look(this.names, this.recording);
  }
}
