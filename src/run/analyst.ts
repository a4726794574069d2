/** The thread that answers questions about weights while trainings go on, one after the other. */
import type { Worker } from 'node:worker_threads';
import type { Spectrum } from '../analysis/spectrum';
import type { WorkerReply, WorkerRequest } from '../protocol';

interface Question {
  readonly resolve: (spectra: readonly Spectrum[]) => void;
  readonly reject: (error: Error) => void;
}

export class Analyst {
  private worker: Worker | undefined;
  private next = 0;
  private readonly open = new Map<number, Question>();

  constructor(private readonly start: () => Worker) {}

  /** @throws with one line where the checkpoint cannot be read */
  spectrum(file: string, blocks: readonly string[] | 'all'): Promise<readonly Spectrum[]> {
    this.worker ??= this.listen(this.start());
    const { worker } = this;
    const request: WorkerRequest = { request: 'spectrum', id: this.next++, file, blocks };
    return new Promise((resolve, reject) => {
      this.open.set(request.id, { resolve, reject });
      worker.ref(); // a question keeps the process alive, an idle thread does not
      worker.postMessage(request);
    });
  }

  async end(): Promise<void> {
    await this.worker?.terminate();
  }

  private listen(worker: Worker): Worker {
    worker.on('message', (message: WorkerReply) => {
      if (message.reply === 'run') {
        return;
      }
      const question = this.open.get(message.id);
      this.open.delete(message.id);
      if (this.open.size === 0) {
        worker.unref();
      }
      if (message.reply === 'spectrum') {
        question?.resolve(message.spectra);
      } else {
        question?.reject(new Error(message.message));
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
