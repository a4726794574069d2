/** What a front end holds: worker threads that train and analyse, started when they are first needed. */
import { Worker } from 'node:worker_threads';
import type { Spectrum } from '../analysis/spectrum';
import type { RunEvent, WorkerRequest } from '../protocol';
import { Analyst } from './analyst';
import { TrainingThread } from './trainingThread';

type TrainRequest = Extract<WorkerRequest, { request: 'train' }>;
type Finished = Extract<RunEvent, { event: 'finished' }>;

export interface RunningTraining {
  /** The run ends as `cancelled` within a moment, with a checkpoint. */
  cancel(): void;
  /** Never rejects: what went wrong is in the event. */
  readonly finished: Promise<Finished>;
}

export class RunWorker {
  private readonly trainings = new Set<TrainingThread>();
  private analyst: Analyst | undefined;

  /** @param workerFile absolute path of dist/worker.js */
  constructor(private readonly workerFile: string) {}

  /** Trains in a thread of its own. @param onEvent hears every event, `finished` included */
  train(
    request: Omit<TrainRequest, 'request' | 'cancel'>,
    onEvent: (event: RunEvent) => void,
  ): RunningTraining {
    const training = new TrainingThread(new Worker(this.workerFile), request, onEvent);
    this.trainings.add(training);
    const { finished } = training;
    finished.then(() => this.trainings.delete(training));
    return { cancel: () => training.cancel(), finished };
  }

  /**
   * Spectra of recurrent blocks of a checkpoint, while trainings go on.
   * @throws with one line where the checkpoint cannot be read
   */
  spectrum(file: string, blocks: readonly string[] | 'all'): Promise<readonly Spectrum[]> {
    this.analyst ??= new Analyst(() => new Worker(this.workerFile));
    return this.analyst.spectrum(file, blocks);
  }

  /** Cancels every training, lets it write its checkpoint, and ends all threads. */
  async dispose(): Promise<void> {
    const running = [...this.trainings];
    for (const training of running) {
      training.cancel();
    }
    await Promise.all([...running.map(({ finished }) => finished), this.analyst?.end()]);
    this.analyst = undefined;
  }
}
