/** Carries out a run: trains, writes the run's folder as it goes, and says what happens. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { printResolved } from '../config/resolved';
import { DataError } from '../data/dataset';
import { Cancelled, type Trace, type TrainingEvent } from '../engine/training';
import { decodeSafetensors, encodeSafetensors, FormatError, type NamedTensor } from '../formats/safetensors';
import type { Metric, RunEvent, RunRecord, RunStatus, WorkerRequest } from '../protocol';
import { writeWhole } from './files';
import { appendMetrics, fileNames, makeRunFolder, readRun, thisProcess } from './folder';
import { BadInput, configName, prepareTrial, type Trial } from './trial';

type TrainRequest = Extract<WorkerRequest, { request: 'train' }>;
type Finished = Extract<RunEvent, { event: 'finished' }>;

/** Between two checkpoints within an epoch, so that little is lost when the process is killed. */
const secondsBetweenCheckpoints = 30;
/** Lines that wait for the next write of metrics.jsonl, and how long they wait. */
const mostWaiting = 500;
const secondsBetweenWrites = 0.5;

/**
 * Never throws: whatever goes wrong is in the `finished` event, which is the last one said and the one returned.
 * @param say hears every event, after the files it speaks of have been written
 */
export async function executeRun(request: TrainRequest, say: (event: RunEvent) => void): Promise<Finished> {
  const flag = new Int32Array(request.cancel);
  const cancelled = () => Atomics.load(flag, 0) !== 0;
  let run: Run | undefined;
  let status: Finished['status'];
  let problem: { error: string; badInput: boolean; key?: readonly (string | number)[] } | undefined;
  try {
    const trial = await prepareTrial(request, (file, bytes, totalBytes) => {
      if (cancelled()) {
        throw new Cancelled();
      }
      say({ event: 'loading', file, bytes, totalBytes });
    });
    run = request.resume ? await Run.resume(request.resume, trial) : Run.create(request, trial);
    run.begin(say, request.resume !== undefined);
    status = run.train(cancelled, say);
  } catch (error) {
    status = error instanceof Cancelled ? 'cancelled' : 'failed';
    problem = error instanceof Cancelled ? undefined : describe(error);
  }
  try {
    run?.end(status, problem?.error);
  } catch (error) {
    status = 'failed';
    problem ??= describe(error);
  }
  const finished: Finished = {
    event: 'finished',
    status,
    run: run?.folder ?? null,
    steps: run?.trial.training.step ?? 0,
    epochs: run?.trial.training.epoch ?? 0,
    seconds: run?.seconds ?? 0,
    trainLoss: run?.trial.training.trainLoss ?? null,
    validationLoss: run?.trial.training.validationLoss ?? null,
    baseline: run?.trial.dataset.baseline ?? null,
    ...problem,
  };
  say(finished);
  return finished;
}

function describe(error: unknown): { error: string; badInput: boolean; key?: readonly (string | number)[] } {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof DataError || error instanceof BadInput) {
    return { error: message, badInput: true, key: error.key };
  }
  return { error: message, badInput: error instanceof FormatError };
}

class Run {
  private record: RunRecord;
  private waiting: Metric[] = [];
  private lastWrite = 0;
  private lastCheckpoint = 0;
  /** When this run would have begun had it never been interrupted, in seconds of the monotonic clock. */
  private readonly origin: number;

  private constructor(
    readonly folder: string,
    readonly trial: Trial,
    record: RunRecord,
    secondsBefore: number,
  ) {
    this.record = record;
    this.origin = now() - secondsBefore;
  }

  static create(request: TrainRequest, trial: Trial): Run {
    const root = path.dirname(request.config);
    const name = configName(request.config);
    const { config, dataset, fingerprint, training } = trial;
    if (request.out !== undefined && existsSync(path.join(request.out, fileNames.record))) {
      throw new BadInput(`--out: ${request.out} holds a run already; choose another folder, or --resume it`);
    }
    const started = new Date();
    const folder = makeRunFolder(root, name, started, request.out);
    const { inputNames, outputNames, inputScaling, targetScaling, targetKind } = dataset;
    return new Run(
      folder,
      trial,
      {
        status: 'running',
        name,
        config: path.basename(request.config),
        seed: config.training.seed,
        startedAt: started.toISOString(),
        versions: { unroll: UNROLL_VERSION, node: process.version },
        process: thisProcess(),
        dataFingerprint: fingerprint,
        parameters: training.parameters,
        baseline: dataset.baseline,
        notes: dataset.notes,
        steps: 0,
        epochs: 0,
        plannedSteps: training.plannedSteps,
        plannedEpochs: training.plannedEpochs,
        trainLoss: null,
        validationLoss: null,
        signals: {
          inputs: inputNames,
          outputs: outputNames,
          inputScaling,
          outputScaling: targetScaling,
          targetKind,
        },
      },
      0,
    );
  }

  /** @throws BadInput where the data has changed since, FormatError where the checkpoint cannot be used */
  static async resume(folder: string, trial: Trial): Promise<Run> {
    const stored = await readRun(folder);
    if (stored.record.status === 'running') {
      throw new BadInput(`${folder}: this run is still going on, in process ${stored.record.process.id}`);
    }
    if (stored.record.dataFingerprint !== trial.fingerprint) {
      throw new BadInput(
        `${folder}: the data has changed since this run began, so it cannot go on; start a new run`,
      );
    }
    const file = path.join(folder, fileNames.checkpoint);
    if (existsSync(file)) {
      trial.training.restore(decodeSafetensors(readFileSync(file)));
    }
    // What was logged after the checkpoint will be logged again.
    const { step, epoch } = trial.training;
    const kept = stored.metrics.filter((metric) =>
      metric.event === 'epoch' ? metric.epoch <= epoch : metric.step <= step,
    );
    writeWhole(
      path.join(folder, fileNames.metrics),
      kept.map((metric) => `${JSON.stringify(metric)}\n`).join(''),
    );
    const { error: _, finishedAt: __, ...record } = stored.record;
    return new Run(
      folder,
      trial,
      { ...record, status: 'running', process: thisProcess() },
      kept.at(-1)?.seconds ?? 0,
    );
  }

  get seconds(): number {
    return Math.round((now() - this.origin) * 1000) / 1000;
  }

  begin(say: (event: RunEvent) => void, resumed: boolean): void {
    const { config, training } = this.trial;
    writeWhole(path.join(this.folder, fileNames.config), printResolved(config));
    if (!resumed) {
      // A run can be gone on with from its first moment.
      this.writeCheckpoint();
      rmSync(path.join(this.folder, fileNames.metrics), { force: true });
      appendMetrics(this.folder, []);
    }
    this.writeRecord({ steps: training.step, epochs: training.epoch });
    say({ event: 'started', run: this.folder, record: this.record, config, resumed });
  }

  /** @throws Cancelled | NonFiniteError */
  train(cancelled: () => boolean, say: (event: RunEvent) => void): Finished['status'] {
    const { training, config } = this.trial;
    const generator = training.run(cancelled);
    for (;;) {
      const next = generator.next();
      if (next.done) {
        return next.value.status;
      }
      this.take(next.value, say, config.training.logEvery);
    }
  }

  end(status: Exclude<RunStatus, 'running'>, error: string | undefined): void {
    this.flush();
    this.writeCheckpoint();
    this.writeRecord({
      status,
      finishedAt: new Date().toISOString(),
      ...(error !== undefined ? { error } : {}),
    });
  }

  private take(event: TrainingEvent, say: (event: RunEvent) => void, logEvery: number): void {
    switch (event.event) {
      case 'step':
        if (event.step % logEvery === 0) {
          this.log({ ...event, seconds: this.seconds }, say);
        }
        if (now() - this.lastCheckpoint > secondsBetweenCheckpoints) {
          this.flush();
          this.writeCheckpoint();
        }
        return;
      case 'epoch':
        this.log({ ...event, seconds: this.seconds }, say);
        this.flush();
        this.writeCheckpoint();
        this.writeRecord({});
        return;
      case 'trace': {
        const file = path.join(this.folder, 'traces', `${event.step}.safetensors`);
        writeWhole(file, encodeTraces(event.traces, event.step, event.epoch));
        this.flush();
        this.writeCheckpoint();
        say({ event: 'trace', step: event.step, epoch: event.epoch, file });
      }
    }
  }

  private log(metric: Metric, say: (event: RunEvent) => void): void {
    this.waiting.push(metric);
    if (this.waiting.length >= mostWaiting || now() - this.lastWrite > secondsBetweenWrites) {
      this.flush();
    }
    say(metric);
  }

  /** Metrics are written before the checkpoint that follows them, so that none is missing when it is gone on from. */
  private flush(): void {
    if (this.waiting.length > 0) {
      appendMetrics(this.folder, this.waiting);
      this.waiting = [];
    }
    this.lastWrite = now();
  }

  private writeCheckpoint(): void {
    const { tensors, metadata } = this.trial.training.save();
    writeWhole(path.join(this.folder, fileNames.checkpoint), encodeSafetensors(tensors, metadata));
    this.lastCheckpoint = now();
  }

  private writeRecord(changes: Partial<RunRecord>): void {
    const { step, epoch, trainLoss, validationLoss } = this.trial.training;
    this.record = { ...this.record, steps: step, epochs: epoch, trainLoss, validationLoss, ...changes };
    writeWhole(path.join(this.folder, fileNames.record), `${JSON.stringify(this.record, null, 2)}\n`);
  }
}

/** The traces of all probes at one update; see `traces.ts` for how they are told apart. */
export function encodeTraces(traces: readonly Trace[], step: number, epoch: number): Uint8Array {
  const tensors: [string, NamedTensor][] = [];
  traces.forEach((trace, p) => {
    for (const [name, tensor] of trace.tensors) {
      tensors.push([p === 0 ? name : `p${p}.${name}`, tensor]);
    }
  });
  const probes = traces.map(({ sequence, label, stepLabels }) => ({ sequence, label, stepLabels }));
  return encodeSafetensors(tensors, {
    format: 'unroll trace 1',
    step: String(step),
    epoch: String(epoch),
    probes: JSON.stringify(probes),
  });
}

function now(): number {
  return performance.now() / 1000;
}
