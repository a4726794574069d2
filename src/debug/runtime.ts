/**
 * A sequence under the debugger: its recording, where each pass stands, what stops it, and which values were
 * changed. It knows steps and values, and nothing of the protocol.
 */
import type { Intervention, Recording } from '../protocol/recording';
import { type Operation, operationsAt } from './operations';
import { type Direction, type Pass, type Position, ProgramCounter } from './programCounter';
import { RecordingNames } from './recordingNames';
import type { View } from './scopes';
import { type SourceRows, sourceRowsOf } from './sourceRows';
import { type Log, type Reason, StopConditions } from './stopConditions';
import { stepCount } from './timeline';

/** The sequence that is debugged: it was run, and can be run again with values changed. */
export interface Debuggee {
  readonly recording: Recording;
  /**
   * The same sequence with these values in place of those that were computed or fed; without any, the
   * original recording.
   */
  change(interventions: readonly Intervention[]): Recording;
}

export class Runtime {
  /** The recording without any change. */
  readonly original: Recording;
  /** The recording with the changes that are made now. */
  recording: Recording;
  /** Number of times that the recording was computed anew. */
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

  /** The operation inside of a step that was done last; undefined where the whole step is done. */
  operationAt({ step, operation }: Position): Operation | undefined {
    return operation === null ? undefined : operationsAt(this.recording, step)[operation];
  }

  /**
   * The values of a frame; where a pass stands inside of the step, those that have been computed up to there.
   */
  viewOf(pass: Pass, step: number): View {
    const position = this.programCounter.at(pass);
    const operation = position.step === step ? position.operation : null;
    const done = operation === null ? undefined : operationsAt(this.recording, step).slice(0, operation + 1);
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

  /** Runs to where something stops it, or to the end. @returns why it stops; undefined at an end */
  run(pass: Pass, direction: Direction, log: Log): Reason | undefined {
    let before = this.programCounter.at(pass).step;
    return this.programCounter.run(pass, direction, (step) => {
      const reason = this.stopConditions.at(step, direction, before, log);
      before = step;
      return reason;
    });
  }

  /** Sets values, and computes everything that follows from them anew. */
  set(changes: readonly Intervention[]): void {
    const keyOf = ({ name, step, unit }: Intervention) => `${name} ${step} ${unit}`;
    const changed = new Set(changes.map(keyOf));
    const others = this.recording.interventions.filter((each) => !changed.has(keyOf(each)));
    this.compute([...others, ...changes]);
  }

  /** Returns both passes to the first step, with everything as it was recorded. */
  restart(): void {
    if (this.recording.interventions.length > 0) {
      this.compute([]);
    }
    this.stopConditions.forgetHits();
    this.programCounter.restart();
  }

  private compute(changes: readonly Intervention[]): void {
    this.recording = this.debuggee.change(changes);
    this.version++;
    this.names = new RecordingNames(this.recording);
    this.stopConditions.follow(this.names, this.recording);
  }
}
