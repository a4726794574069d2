/**
 * The thread that answers questions about runs and weights, one after the other, while trainings run
 * elsewhere.
 */
import type { Worker } from 'node:worker_threads';
import type { WorkerReply, WorkerRequest } from '../../protocol/worker';

type Question = Exclude<WorkerRequest, { request: 'train' | 'findPattern' }>;
type Progress = Extract<WorkerReply, { reply: 'pickProgress' | 'predictProgress' }>;
type Answer = Exclude<
  WorkerReply,
  { reply: 'run' | 'looked' | 'pattern' | 'error' | 'pickProgress' | 'predictProgress' }
>;
/** A question without its number; distributes over the kinds of questions. */
type Unnumbered<Q> = Q extends Question ? Omit<Q, 'id'> : never;

interface Waiting {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
  readonly progress: ((progress: Progress) => void) | undefined;
}

export class Analyst {
  private worker: Worker | undefined;
  private next = 0;
  private readonly open = new Map<number, Waiting>();

  constructor(private readonly start: () => Worker) {}

  /** @throws with one line where the subject of the question cannot be read */
  ask(question: Unnumbered<Question>, progress?: (progress: Progress) => void): Promise<Answer> {
    this.worker ??= this.listen(this.start());
    const { worker } = this;
    const id = this.next++;
    const request: WorkerRequest = { ...question, id };
    return new Promise((resolve, reject) => {
      this.open.set(id, { resolve, reject, progress });
      worker.ref(); // a pending question keeps the process alive, an idle thread does not
      worker.postMessage(request);
    });
  }

  /** Whether no question is pending. */
  get idle(): boolean {
    return this.open.size === 0;
  }

  async end(): Promise<void> {
    await this.worker?.terminate();
  }

  private listen(worker: Worker): Worker {
    worker.on('message', (reply: WorkerReply) => {
      if (!('id' in reply)) {
        return;
      }
      const waiting = this.open.get(reply.id);
      if (reply.reply === 'pickProgress' || reply.reply === 'predictProgress') {
        waiting?.progress?.(reply);
        return;
      }
      this.open.delete(reply.id);
      if (this.open.size === 0) {
        worker.unref();
      }
      if (reply.reply === 'error') {
        waiting?.reject(new Error(reply.message));
      } else {
        waiting?.resolve(reply);
      }
    });
    worker.on('error', (error) => this.lose(error instanceof Error ? error : new Error(String(error))));
    worker.on('exit', () => this.lose(new Error('the analysis thread has ended')));
    return worker;
  }

  private lose(error: Error): void {
    this.worker = undefined; // the next question starts another
    for (const { reject } of this.open.values()) {
      reject(error);
    }
    this.open.clear();
  }
}
