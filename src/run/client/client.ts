/** The client of a front end: worker threads that train and analyse, started when they are first needed. */
import { Worker } from 'node:worker_threads';
import type { Thresholds } from '../../analysis/diagnosis/evidence/thresholds';
import type { LayerAnalysis } from '../../analysis/layerAnalysis';
import type { Spectrum } from '../../analysis/spectrum/spectrum';
import type { EmbeddingFacts, EmbeddingQuestion } from '../../protocol/embedding';
import type { PickedSequence, PickProgress } from '../../protocol/pickedSequence';
import type { Diagnosis, RunEvent } from '../../protocol/run';
import type {
  AnalysedLayer,
  PatternFound,
  PatternProgress,
  PickRequest,
  PredictProgress,
  PredictRequest,
  PredictSummary,
  WorkerRequest,
} from '../../protocol/worker';
import { Analyst } from './analyst';
import { SearchThread } from './searchThread';
import { TrainingThread } from './trainingThread';

type TrainRequest = Extract<WorkerRequest, { request: 'train' }>;
type ExportRequest = Extract<WorkerRequest, { request: 'export' }>;
type PatternRequest = Omit<Extract<WorkerRequest, { request: 'findPattern' }>, 'request'>;
type Finished = Extract<RunEvent, { event: 'finished' }>;

export interface RunningTraining {
  /** Ends the run as `cancelled` within seconds, with a checkpoint. */
  cancel(): void;
  /** Never rejects: an error is in the event. */
  readonly finished: Promise<Finished>;
}

export interface RunningSearch {
  /** Ends the thread at once. */
  cancel(): void;
  /** Null if the search was cancelled. Rejects with one line where the data or the weights cannot be read. */
  readonly found: Promise<PatternFound | null>;
}

export class RunWorker {
  private readonly searches = new Set<SearchThread>();
  private readonly trainings = new Set<TrainingThread>();
  private analyst: Analyst | undefined;
  /**
   * Keeps the data and the network of the run that sequences were picked from last; ended after it has been
   * idle for a while, to free them.
   */
  private picker: Analyst | undefined;
  private resting: NodeJS.Timeout | undefined;

  /** @param workerFile absolute path of dist/worker.js */
  constructor(private readonly workerFile: string) {}

  /**
   * Trains in a thread of its own.
   * @param onEvent receives every event, `finished` included
   */
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
   * Computes the spectra of recurrent blocks of a checkpoint, while trainings run.
   * @throws with one line where the checkpoint cannot be read
   */
  async spectrum(file: string, blocks: readonly string[] | 'all'): Promise<readonly Spectrum[]> {
    const answer = await this.ask({ request: 'spectrum', file, blocks });
    return answer.reply === 'spectrum' ? answer.spectra : unexpected(answer);
  }

  /**
   * Computes the eigenvalues of one recurrent block: `[H][2]`, in no order.
   * @throws with one line where the file cannot be read, or has no such block
   */
  async eigenvalues(file: string, block: string): Promise<Float32Array> {
    const answer = await this.ask({ request: 'eigenvalues', file, block });
    return answer.reply === 'eigenvalues' ? answer.values : unexpected(answer);
  }

  /**
   * Diagnoses a run that is running or has ended, and writes `findings.json` into its folder.
   * @param limits thresholds that differ from the defaults
   * @throws with one line where the run cannot be read
   */
  async diagnose(folder: string, limits: Partial<Thresholds>): Promise<Diagnosis> {
    const answer = await this.ask({ request: 'diagnose', folder, limits });
    return answer.reply === 'diagnosis' ? answer.diagnosis : unexpected(answer);
  }

  /**
   * Writes a run's model in a format of other programs.
   * @throws with one line where the run has no model yet, or it cannot be written
   */
  async exportModel(request: Omit<ExportRequest, 'request' | 'id'>): Promise<void> {
    const answer = await this.ask({ request: 'export', ...request });
    if (answer.reply !== 'exported') {
      unexpected(answer);
    }
  }

  /** @throws with one line where there is no such trace */
  async analyse(folder: string, of: AnalysedLayer): Promise<LayerAnalysis> {
    const answer = await this.ask({ request: 'analyse', folder, ...of });
    return answer.reply === 'analysis' ? answer.analysis : unexpected(answer);
  }

  /** @throws with one line where the run has no such embedding */
  async embedding(folder: string, of: EmbeddingQuestion): Promise<EmbeddingFacts> {
    const answer = await this.ask({ request: 'embedding', folder, ...of });
    return answer.reply === 'embedding' ? answer.facts : unexpected(answer);
  }

  /**
   * Finds a sequence and records it, in a thread of its own, since ranking takes up to some seconds.
   * @returns null if it was cancelled
   * @throws with one line where there is no such sequence, or its trace cannot be computed
   */
  async pick(
    request: PickRequest,
    progress: (progress: PickProgress) => void,
  ): Promise<PickedSequence | null> {
    clearTimeout(this.resting);
    this.picker ??= new Analyst(() => new Worker(this.workerFile));
    try {
      const answer = await this.picker.ask({ request: 'pick', ...request }, (reply) => {
        if (reply.reply === 'pickProgress') {
          progress(reply);
        }
      });
      return answer.reply === 'picked' ? answer.picked : unexpected(answer);
    } finally {
      clearTimeout(this.resting);
      this.resting = setTimeout(() => this.picker?.idle && this.endPicker(), pickerRestMs).unref();
    }
  }

  /**
   * Writes predictions to a file, in a thread of its own, which ends with it.
   * @returns null if it was cancelled
   * @throws with one line where run, data or file cannot be used
   */
  async predict(
    request: PredictRequest,
    progress: (progress: PredictProgress) => void,
  ): Promise<PredictSummary | null> {
    const thread = new Analyst(() => new Worker(this.workerFile));
    try {
      const answer = await thread.ask({ request: 'predict', ...request }, (reply) => {
        if (reply.reply === 'predictProgress') {
          progress(reply);
        }
      });
      return answer.reply === 'predicted' ? answer.summary : unexpected(answer);
    } finally {
      await thread.end();
    }
  }

  /**
   * Searches the data of a run in a thread of its own.
   * @param onProgress receives the progress several times a second
   */
  findPattern(request: PatternRequest, onProgress: (progress: PatternProgress) => void): RunningSearch {
    const search = new SearchThread(new Worker(this.workerFile), request, onProgress);
    this.searches.add(search);
    const forget = () => this.searches.delete(search);
    search.found.then(forget, forget);
    return { cancel: () => search.cancel(), found: search.found };
  }

  /** Cancels every training, lets it write its checkpoint, and ends all threads. */
  async dispose(): Promise<void> {
    for (const search of this.searches) {
      search.cancel();
    }
    const running = [...this.trainings];
    for (const training of running) {
      training.cancel();
    }
    await Promise.all([...running.map(({ finished }) => finished), this.analyst?.end(), this.endPicker()]);
    this.analyst = undefined;
  }

  private async endPicker(): Promise<void> {
    clearTimeout(this.resting);
    const { picker } = this;
    this.picker = undefined;
    await picker?.end();
  }

  private ask(question: Parameters<Analyst['ask']>[0]): ReturnType<Analyst['ask']> {
    this.analyst ??= new Analyst(() => new Worker(this.workerFile));
    return this.analyst.ask(question);
  }
}

const pickerRestMs = 60_000;

function unexpected({ reply }: { readonly reply: string }): never {
  throw new Error(`the analysis thread answered another question (${reply})`);
}
