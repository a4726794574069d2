/** Carries out a run: trains, has its folder written on the way, and reports its events. */
import path from 'node:path';
import { isTeacherForced } from '../../config/teacherForced';
import { DataError } from '../../data/common/dataset';
import { featuresRead } from '../../engine/spec';
import type { Helpers } from '../../engine/threads/formTeam';
import {
  Cancelled,
  NonFiniteError,
  type NonFinitePlace,
  type Training,
  type TrainingEvent,
} from '../../engine/training';
import type { RunEvent, RunRecord } from '../../protocol/run';
import type { WorkerRequest } from '../../protocol/worker';
import { checkedConfig, configName } from '../files/configText';
import { isSystemError, trouble } from '../files/fileErrors';
import { thisProcess } from '../files/folder';
import { InputError } from '../files/inputError';
import { makeRunFolder } from '../files/newFolder';
import { writeTokens } from '../sources/tokensFile';
import { buildOf, openRun, resumeRun } from './resume';
import { prepareTrial, type Trial } from './trainingSetup';
import { RunWriter } from './writer';

type TrainRequest = Extract<WorkerRequest, { request: 'train' }>;
type Finished = Extract<RunEvent, { event: 'finished' }>;

const teacherForcedNote =
  'The training loss is teacher-forced: the decoder reads the true previous target. In validation it reads its own output, so the two losses differ in kind.';

/** The receiver of a run's events. */
export interface Listener {
  /** Receives every event, after the files that it names have been written. */
  say(event: RunEvent): void;
  /** Called many times a second, even while there is no event. */
  pulse(): void;
}

/**
 * Never throws: an error is in the `finished` event, which is the last one sent and the one returned.
 * @param helpers threads that may help
 */
export async function executeRun(
  request: TrainRequest,
  { say, pulse }: Listener,
  helpers?: Helpers,
): Promise<Finished> {
  const flag = new Int32Array(request.cancel);
  const cancelled = () => {
    pulse();
    return Atomics.load(flag, 0) !== 0;
  };
  let trial: Trial | undefined;
  let run: RunWriter | undefined;
  let ending: Pick<Finished, 'status' | 'error' | 'badInput' | 'key' | 'stack'>;
  let nonFinite: NonFinitePlace | undefined;
  try {
    const written = checkedConfig(request.text);
    const stored = request.resume === undefined ? undefined : await openRun(request.resume, written);
    trial = await prepareTrial(
      stored?.config ?? written,
      request,
      (file, bytes, totalBytes) => {
        say({ event: 'loading', file, bytes, totalBytes });
        if (cancelled()) {
          throw new Cancelled();
        }
      },
      stored && buildOf(stored),
      helpers,
    );
    if (cancelled() || Atomics.compareExchange(flag, 1, 0, 1) !== 0) {
      throw new Cancelled();
    }
    run = stored ? await resumeRun(stored, trial) : createRun(request, trial);
    const resumed = stored !== undefined;
    say({ event: 'started', run: run.folder, record: run.record, config: trial.config, resumed });
    ending = { status: train({ ...trial, updates: request.updates }, run, cancelled, say) };
  } catch (error) {
    ending = error instanceof Cancelled ? { status: 'cancelled' } : describe(error);
    nonFinite = error instanceof NonFiniteError ? error.place : undefined;
  }
  try {
    run?.end(ending.status, { error: ending.error, nonFinite });
  } catch (error) {
    ending = ending.status === 'failed' ? ending : describe(error);
  }
  const { status, ...rest } = ending;
  const finished: Finished = {
    event: 'finished',
    status,
    run: run?.folder ?? null,
    steps: trial?.training.step ?? 0,
    epochs: trial?.training.epoch ?? 0,
    seconds: run?.seconds ?? 0,
    trainLoss: trial?.training.trainLoss ?? null,
    validationLoss: trial?.training.validationLoss ?? null,
    metrics: run?.record.metrics ?? null,
    baseline: trial?.dataset.baseline ?? null,
    ...rest,
  };
  say(finished);
  return finished;
}

/**
 * @param updates number after which it ends, with a trace of that snapshot
 * @throws Cancelled | NonFiniteError
 */
function train(
  { config, training, updates }: Pick<Trial, 'config' | 'training'> & { readonly updates?: number },
  run: RunWriter,
  cancelled: () => boolean,
  say: (event: RunEvent) => void,
): 'completed' | 'stoppedEarly' {
  const tell = (happened: TrainingEvent) => {
    const event = run.take(happened, config.training.logEvery);
    if (event) {
      say(event);
    }
  };
  const events = training.run(cancelled);
  for (;;) {
    const next = events.next();
    if (next.done) {
      return next.value.status;
    }
    tell(next.value);
    if (updates !== undefined && isLast(next.value, updates, training)) {
      events.return({ status: 'completed' });
      const { step, epoch } = training;
      tell({ event: 'trace', step, epoch, traces: training.trace(config.probe.sequences) });
      return 'completed';
    }
  }
}

/** Where the last update ends an epoch, the last event is the epoch with its losses. */
function isLast(
  { event, step }: TrainingEvent,
  updates: number,
  { plannedSteps, plannedEpochs }: Training,
): boolean {
  const endsEpoch = step % Math.ceil(plannedSteps / plannedEpochs) === 0;
  return step >= updates && updates < plannedSteps && (event === 'epoch' || (event === 'step' && !endsEpoch));
}

function createRun(request: TrainRequest, trial: Trial): RunWriter {
  const now = new Date();
  const name = configName(request.config);
  const folder = makeRunFolder(path.dirname(request.config), name, now, request.out);
  const home = request.out ?? path.dirname(request.config);
  const run = new RunWriter(folder, trial.training, {
    status: 'running',
    name,
    config: path.relative(home, request.config),
    startedAt: now.toISOString(),
    ...whatIsTrained(trial, request),
  });
  const { embeddings } = featuresRead(trial.config, trial.dataset);
  if (embeddings.length > 0) {
    const { embedded = [] } = trial.dataset;
    writeTokens(folder, Object.fromEntries(embeddings.map((each, k) => [each.name, embedded[k].tokens])));
  }
  run.create(trial.config, trial.dataset);
  return run;
}

function whatIsTrained(
  { config, dataset, fingerprint, kernels, training }: Trial,
  { updates }: TrainRequest,
): Omit<RunRecord, 'status' | 'name' | 'config' | 'startedAt'> {
  const read = featuresRead(config, dataset);
  return {
    seed: config.training.seed,
    versions: { unroll: UNROLL_VERSION, node: process.version },
    kernels,
    threads: training.threads,
    memory: training.memory,
    process: thisProcess(),
    dataFingerprint: fingerprint,
    parameters: training.parameters,
    baseline: dataset.baseline,
    notes: [...dataset.notes, ...(isTeacherForced(config) ? [teacherForcedNote] : [])],
    facts: dataset.facts,
    steps: 0,
    epochs: 0,
    plannedSteps: Math.min(training.plannedSteps, updates ?? Number.POSITIVE_INFINITY),
    plannedEpochs: training.plannedEpochs,
    trainLoss: null,
    validationLoss: null,
    signals: {
      inputs: read.names,
      outputs: dataset.outputNames,
      inputScaling: read.scaling,
      ...(read.embeddings.length > 0 ? { embeddings: read.embeddings } : {}),
      outputScaling: dataset.targetScaling,
      targetKind: dataset.targetKind,
      ...(config.data.kind === 'text' ? { token: config.data.tokens } : {}),
    },
  };
}

function describe(
  error: unknown,
): { status: 'failed' } & Pick<Finished, 'error' | 'badInput' | 'key' | 'meant' | 'stack'> {
  const status = 'failed';
  if (error instanceof DataError || error instanceof InputError) {
    const meant = error instanceof DataError ? error.meant : undefined;
    return {
      status,
      error: error.message,
      badInput: true,
      key: error.key,
      ...(meant === undefined ? {} : { meant }),
    };
  }
  if (error instanceof RangeError && /allocation|array length|array buffer|memory/i.test(error.message)) {
    return {
      status,
      error: `model.hiddenSize: there is not enough memory for this model (${error.message}); try a smaller one, a smaller training.batchSize, or shorter sequences`,
      badInput: true,
      key: ['model', 'hiddenSize'],
    };
  }
  if (error instanceof NonFiniteError || isSystemError(error)) {
    const message = isSystemError(error)
      ? `${error.code}, ${trouble(error)} (${error.syscall})`
      : error.message;
    return { status, error: message, badInput: false };
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  return { status, error: `unexpected: ${message}`, badInput: false, stack };
}
