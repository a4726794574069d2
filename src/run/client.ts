/** What a front end holds: worker threads that train and analyse, started when they are first needed. */
import { Worker } from 'node:worker_threads';
import type { Spectrum } from '../analysis/spectrum';
import type { RunEvent, WorkerReply, WorkerRequest } from '../protocol';

type TrainRequest = Extract<WorkerRequest, { request: 'train' }>;
type Finished = Extract<RunEvent, { event: 'finished' }>;

export interface RunningTraining {
  /** The run ends as `cancelled` within a moment, with a checkpoint. */
  cancel(): void;
  /** Never rejects: what went wrong is in the event. */
  readonly finished: Promise<Finished>;
}

/** A cancelled training has this long to write its checkpoint before its thread is ended. */
const patienceMilliseconds = 5000;

export class RunWorker {
  private readonly trainings = new Set<RunningTraining>();
  private analyst: Analyst | undefined;

  /** @param workerFile absolute path of dist/worker.js */
  constructor(private readonly workerFile: string) {}

  /** Trains in a thread of its own. @param onEvent hears every event, `finished` included */
  train(
    request: Omit<TrainRequest, 'request' | 'cancel'>,
    onEvent: (event: RunEvent) => void,
  ): RunningTraining {
    const cancel = new SharedArrayBuffer(4);
    const worker = new Worker(this.workerFile);
    const finished = new Promise<Finished>((resolve) => {
      let ended = false;
      let run: string | null = null;
      const end = (event: Finished) => {
        if (!ended) {
          ended = true;
          this.trainings.delete(training);
          resolve(event);
          worker.terminate();
        }
      };
      const crash = (why: string) => {
        if (!ended) {
          const event = crashed(run, why);
          onEvent(event);
          end(event);
        }
      };
      worker.on('message', (message: WorkerReply) => {
        for (const event of message.reply === 'run' ? message.events : []) {
          run = event.event === 'started' ? event.run : run;
          onEvent(event);
          if (event.event === 'finished') {
            end(event);
          }
        }
      });
      worker.on('error', (error) => crash(error instanceof Error ? error.message : String(error)));
      worker.on('exit', (code) => crash(`the worker thread ended with code ${code}`));
    });
    const training: RunningTraining = {
      cancel: () => {
        Atomics.store(new Int32Array(cancel), 0, 1);
        setTimeout(() => worker.terminate(), patienceMilliseconds).unref();
      },
      finished,
    };
    this.trainings.add(training);
    const message: TrainRequest = { ...request, request: 'train', cancel };
    worker.postMessage(message);
    return training;
  }

  /**
   * Spectra of recurrent blocks of a checkpoint, while trainings go on.
   * @throws with one line where the checkpoint cannot be read
   */
  spectrum(file: string, blocks: readonly string[] | 'all'): Promise<readonly Spectrum[]> {
    this.analyst ??= new Analyst(this.workerFile);
    return this.analyst.spectrum(file, blocks);
  }

  /** Cancels every training and ends all threads. */
  async dispose(): Promise<void> {
    const running = [...this.trainings];
    for (const training of running) {
      training.cancel();
    }
    await Promise.all([...running.map(({ finished }) => finished), this.analyst?.end()]);
    this.analyst = undefined;
  }
}

/** The thread that answers questions about weights, one after the other. */
class Analyst {
  private worker: Worker | undefined;
  private next = 0;
  private readonly open = new Map<
    number,
    { resolve: (spectra: readonly Spectrum[]) => void; reject: (error: Error) => void }
  >();

  constructor(private readonly workerFile: string) {}

  spectrum(file: string, blocks: readonly string[] | 'all'): Promise<readonly Spectrum[]> {
    const worker = this.worker ?? this.start();
    const request: WorkerRequest = { request: 'spectrum', id: this.next++, file, blocks };
    return new Promise((resolve, reject) => {
      this.open.set(request.id, { resolve, reject });
      worker.postMessage(request);
    });
  }

  async end(): Promise<void> {
    await this.worker?.terminate();
  }

  private start(): Worker {
    const worker = new Worker(this.workerFile);
    this.worker = worker;
    worker.unref();
    worker.on('message', (message: WorkerReply) => {
      if (message.reply === 'run') {
        return;
      }
      const question = this.open.get(message.id);
      this.open.delete(message.id);
      if (message.reply === 'spectrum') {
        question?.resolve(message.spectra);
      } else {
        question?.reject(new Error(message.message));
      }
    });
    const lost = (error: Error) => {
      this.worker = undefined; // the next question starts another
      for (const { reject } of this.open.values()) {
        reject(error);
      }
      this.open.clear();
    };
    worker.on('error', (error) => lost(error instanceof Error ? error : new Error(String(error))));
    worker.on('exit', () => lost(new Error('the analysis thread has ended')));
    return worker;
  }
}

function crashed(run: string | null, why: string): Finished {
  return {
    event: 'finished',
    status: 'failed',
    run,
    steps: 0,
    epochs: 0,
    seconds: 0,
    trainLoss: null,
    validationLoss: null,
    baseline: null,
    error: `the training stopped unexpectedly: ${why}`,
    badInput: false,
  };
}
