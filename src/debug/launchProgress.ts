/**
 * The progress that a client shows while a sequence is opened: one for each thing that takes its time, one
 * after the other.
 */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { megabytes } from '../notation/numbers';
import type { RecorderProgress } from '../run/questions/recorder';

const millisecondsBetweenUpdates = 100;

/** The person who started the session has cancelled it. */
export class LaunchCancelled extends Error {
  override readonly name = 'LaunchCancelled';
}

/** @param cancel one Int32 in shared memory, which the computing thread polls */
export function cancelLaunch(cancel: SharedArrayBuffer): void {
  Atomics.store(new Int32Array(cancel), 0, 1);
}

export class LaunchProgress {
  private readonly cancelled: Int32Array;
  private doing: RecorderProgress['doing'] | undefined;
  /** When the last event was sent, in milliseconds. */
  private sentAt = 0;

  /** @param shows whether the client shows progress */
  constructor(
    private readonly send: (event: DebugProtocol.Event) => void,
    private readonly shows: boolean,
    cancel: SharedArrayBuffer,
  ) {
    this.cancelled = new Int32Array(cancel);
  }

  /** @throws LaunchCancelled */
  report(progress: RecorderProgress): void {
    if (Atomics.load(this.cancelled, 0) !== 0) {
      throw new LaunchCancelled('The debugger was cancelled before its sequence was computed.');
    }
    const now = performance.now();
    if (!this.shows || (progress.doing === this.doing && now - this.sentAt < millisecondsBetweenUpdates)) {
      return;
    }
    this.sentAt = now;
    const { doing, done, total } = progress;
    const state = {
      progressId: `unroll.${doing}`,
      message: progressText(progress),
      percentage: Math.min(100, Math.floor((100 * done) / Math.max(1, total))),
    };
    if (doing === this.doing) {
      const update: DebugProtocol.ProgressUpdateEvent['body'] = state;
      this.send({ type: 'event', seq: 0, event: 'progressUpdate', body: update });
      return;
    }
    this.end();
    this.doing = doing;
    const start: DebugProtocol.ProgressStartEvent['body'] = {
      ...state,
      title: titles[doing],
      cancellable: true,
    };
    this.send({ type: 'event', seq: 0, event: 'progressStart', body: start });
  }

  /** Ends the progress that was sent last. */
  end(): void {
    if (this.doing !== undefined) {
      const end: DebugProtocol.ProgressEndEvent['body'] = { progressId: `unroll.${this.doing}` };
      this.send({ type: 'event', seq: 0, event: 'progressEnd', body: end });
      this.doing = undefined;
    }
  }
}

const titles: Readonly<Record<RecorderProgress['doing'], string>> = {
  reading: 'Reading the data file',
  computing: 'Computing the sequence',
};

/** `12 of 100 MB`, `forwards` */
function progressText({ doing, done, total }: RecorderProgress): string {
  if (doing === 'computing') {
    return 2 * done < total ? 'forwards' : 'backwards, with the gradient';
  }
  const digits = total < 1e7 ? 1 : 0;
  return `${megabytes(done, digits)} of ${megabytes(total, digits)} MB`;
}
