/**
 * One training in its worker thread: from the request to the `finished` event, whatever happens to the
 * thread.
 */
import type { Worker } from 'node:worker_threads';
import { messageOf } from '../../notation/errors';
import type { Metric, RunEvent, RunRecord } from '../../protocol/run';
import type { WorkerReply, WorkerRequest } from '../../protocol/worker';
import { recordEnd } from '../files/recordEnd';

type TrainRequest = Extract<WorkerRequest, { request: 'train' }>;
type Finished = Extract<RunEvent, { event: 'finished' }>;

/** A cancelled training has this long to write its checkpoint before its thread is ended. */
const patienceMilliseconds = 5000;
/**
 * The shorter time while there is nothing to write, because the data is being read or the network laid out.
 */
const patienceBeforeRun = 100;

export class TrainingThread {
  /** Never rejects. */
  readonly finished: Promise<Finished>;
  private readonly flag = new Int32Array(new SharedArrayBuffer(8));
  private patience: NodeJS.Timeout | undefined;
  private started: { readonly run: string; readonly record: RunRecord } | undefined;
  private last: Metric | undefined;
  private ended = false;
  private resolve: (event: Finished) => void = () => undefined;

  /** @param onEvent receives every event, `finished` included */
  constructor(
    private readonly worker: Worker,
    request: Omit<TrainRequest, 'request' | 'cancel'>,
    private readonly onEvent: (event: RunEvent) => void,
  ) {
    this.finished = new Promise((resolve) => {
      this.resolve = resolve;
    });
    worker.on('message', (message: WorkerReply) => {
      for (const event of message.reply === 'run' ? message.events : []) {
        this.hear(event);
      }
    });
    worker.on('error', (error) => this.lose(messageOf(error)));
    worker.on('exit', (code) => this.lose(`its thread ended with code ${code}`));
    const message: WorkerRequest = { ...request, request: 'train', cancel: this.flag.buffer };
    worker.postMessage(message);
  }

  /** May be called more than once. */
  cancel(): void {
    Atomics.store(this.flag, 0, 1);
    if (!this.ended) {
      this.patience ??= setTimeout(() => this.stop(), patienceBeforeRun);
    }
  }

  /**
   * Ends the thread: at once if it has no run folder yet (and will not make one any more), otherwise after a
   * while.
   */
  private stop(): void {
    const phase = Atomics.compareExchange(this.flag, 1, 0, 2);
    if (phase === 0) {
      this.worker.terminate();
    } else {
      this.patience = setTimeout(() => this.worker.terminate(), patienceMilliseconds);
    }
  }

  private hear(event: RunEvent): void {
    if (event.event === 'started') {
      this.started = event;
    } else if (event.event === 'step' || event.event === 'epoch') {
      this.last = event;
    }
    if (event.event === 'finished') {
      this.end(event);
    } else if (!this.ended) {
      this.onEvent(event);
    }
  }

  /**
   * Reports a thread that ended without a reply: it crashed, or it was ended because it did not answer in
   * time.
   */
  private lose(why: string): void {
    if (this.ended) {
      return;
    }
    const asked = Atomics.load(this.flag, 0) !== 0;
    const status = asked ? 'cancelled' : 'failed';
    const error = `the training stopped unexpectedly: ${why}`;
    const { run, record } = this.started ?? {};
    const trouble = run === undefined ? undefined : recordEnd(run, status, asked ? undefined : error);
    this.end({
      event: 'finished',
      status,
      run: run ?? null,
      steps: this.last?.step ?? record?.steps ?? 0,
      epochs: record?.epochs ?? 0,
      seconds: this.last?.seconds ?? 0,
      trainLoss: record?.trainLoss ?? null,
      validationLoss: record?.validationLoss ?? null,
      metrics: record?.metrics ?? null,
      baseline: record?.baseline ?? null,
      ...(asked ? {} : { error: trouble === undefined ? error : `${error}; ${trouble}`, badInput: false }),
    });
  }

  private end(event: Finished): void {
    if (!this.ended) {
      this.ended = true;
      clearTimeout(this.patience);
      this.onEvent(event);
      this.worker.terminate();
      this.resolve(event);
    }
  }
}
