/**
 * One search for a pattern in its worker thread, from the request to the result. The thread ends with the
 * search.
 */
import type { Worker } from 'node:worker_threads';
import { messageOf } from '../../notation/errors';
import type { PatternFound, PatternProgress, WorkerReply, WorkerRequest } from '../../protocol/worker';

type PatternRequest = Omit<Extract<WorkerRequest, { request: 'findPattern' }>, 'request'>;

export class SearchThread {
  /** Null if it was cancelled. Rejects with one line where the search failed. */
  readonly found: Promise<PatternFound | null>;
  private resolve: (found: PatternFound | null) => void = () => undefined;
  private reject: (error: Error) => void = () => undefined;
  private ended = false;

  constructor(
    private readonly worker: Worker,
    request: PatternRequest,
    private readonly onProgress: (progress: PatternProgress) => void,
  ) {
    this.found = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    worker.on('message', (reply: WorkerReply) => this.hear(reply));
    worker.on('error', (error) => this.lose(messageOf(error)));
    worker.on('exit', (code) => this.lose(`its thread ended with code ${code}`));
    const message: WorkerRequest = { ...request, request: 'findPattern' };
    worker.postMessage(message);
  }

  /** May be called more than once, and after the end. */
  cancel(): void {
    this.end(() => this.resolve(null));
  }

  private hear(reply: WorkerReply): void {
    if (reply.reply === 'looked' && !this.ended) {
      this.onProgress({ looked: reply.looked, sequences: reply.sequences });
    } else if (reply.reply === 'pattern') {
      const { found, why } = reply;
      this.end(() => (found ? this.resolve(found) : this.reject(new Error(why ?? 'The search failed.'))));
    }
  }

  private lose(why: string): void {
    this.end(() => this.reject(new Error(`the search stopped unexpectedly: ${why}`)));
  }

  private end(tell: () => void): void {
    if (!this.ended) {
      this.ended = true;
      tell();
      this.worker.terminate();
    }
  }
}
