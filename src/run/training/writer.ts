/**
 * Keeps a run's folder up to date while it trains, so that a kill at any moment leaves a run that can be read
 * and resumed.
 */
import path from 'node:path';
import { printResolved } from '../../config/resolved';
import type { Config } from '../../config/schema';
import type { Dataset } from '../../data/common/dataset';
import type { Training, TrainingEvent } from '../../engine/training';
import { encodeSafetensors } from '../../formats/safetensors';
import type { EpochMetrics } from '../../metrics/measured';
import type { Metric, RunEvent, RunRecord } from '../../protocol/run';
import { writeEvaluation } from '../files/evaluation';
import { writeWhole } from '../files/files';
import { fileNames } from '../files/folder';
import { appendMetrics, printMetrics } from '../files/metrics';
import { SnapshotStore } from '../files/snapshotStore';
import { encodeTraces, encodeWeights } from '../files/traces';
import { printDataset } from '../sources/datasetFile';

/** Most seconds of work that are lost when the process is killed within a long epoch. */
const secondsBetweenCheckpoints = 30;
/** Seconds below which an epoch is short: not every short epoch gets a checkpoint and a record of its own. */
const shortEpoch = 1;
/** Syncs are rarer than writes, because they take longer. */
const secondsBetweenSyncs = 10;
/** Largest number of lines that wait for the next write of metrics.jsonl, and how long they wait. */
const mostWaiting = 500;
const secondsBetweenWrites = 0.25;

export class RunWriter {
  private waiting: Metric[] = [];
  private lastWrite = 0;
  private lastCheckpoint = 0;
  private lastRecord = 0;
  private lastSync = 0;
  private lastEvaluation = 0;
  /** The metrics of which `evaluation.json` holds the whole. */
  private evaluated: EpochMetrics | null = null;
  private snapshots: SnapshotStore | undefined;
  /** When this run would have begun had it never been interrupted, in seconds of the monotonic clock. */
  private readonly origin: number;

  /**
   * @param folder absolute, made already
   * @param current the record at the begin of the run, or when it is resumed
   * @param secondsBefore duration of the run before it was interrupted
   */
  constructor(
    readonly folder: string,
    private readonly training: Training,
    private current: RunRecord,
    secondsBefore = 0,
  ) {
    this.origin = now() - secondsBefore;
  }

  /** The record as it was last written. */
  get record(): RunRecord {
    return this.current;
  }

  /** Seconds since the run began. */
  get seconds(): number {
    return Math.round((now() - this.origin) * 1000) / 1000;
  }

  /** Writes the first files of a new run. The record is the last, because it makes the folder a run. */
  create(config: Config, dataset: Dataset): void {
    writeWhole(this.file(fileNames.config), printResolved(config), { durable: true });
    if (dataset.trained) {
      writeWhole(this.file(fileNames.dataset), printDataset(dataset, dataset.trained), { durable: true });
    }
    writeWhole(this.file(fileNames.metrics), '');
    this.writeCheckpoint({ durable: true });
    this.writeRecord({}, { durable: true });
  }

  /**
   * Continues after the checkpoint.
   * @param metrics those up to it; later ones will be logged again
   */
  goOn(metrics: readonly Metric[]): void {
    writeWhole(this.file(fileNames.metrics), printMetrics(metrics), { durable: true });
    this.writeRecord({}, { durable: true });
  }

  /**
   * Writes the event.
   * @returns the event to report, once it is written; undefined for an update that is not logged
   */
  take(event: TrainingEvent, logEvery: number): RunEvent | undefined {
    switch (event.event) {
      case 'step': {
        const metric = event.step % logEvery === 0 ? this.log(event) : undefined;
        if (now() - this.lastCheckpoint > secondsBetweenCheckpoints) {
          this.writeCheckpoint({ durable: true });
          this.writeRecord({});
        }
        return metric;
      }
      case 'epoch': {
        if (now() - this.lastEvaluation > shortEpoch) {
          this.writeEvaluation();
        }
        const metric = this.log(event);
        if (now() - this.lastCheckpoint > shortEpoch) {
          this.writeCheckpoint();
        }
        if (now() - this.lastRecord > shortEpoch) {
          this.writeRecord({});
        }
        return metric;
      }
      case 'trace': {
        const { step, epoch, traces } = event;
        const saved = this.training.save();
        this.snapshots ??= new SnapshotStore(this.folder);
        // Written before the checkpoint, which records that this trace exists.
        const file = this.snapshots.write(step, encodeTraces(traces, step, epoch), encodeWeights(saved));
        this.writeCheckpoint({ saved });
        return { event: 'trace', step, epoch, file };
      }
    }
  }

  /** @param why it failed */
  end(
    status: 'completed' | 'stoppedEarly' | 'cancelled' | 'failed',
    why: Pick<RunRecord, 'error' | 'nonFinite'> = {},
  ): void {
    this.writeEvaluation({ durable: true });
    this.writeCheckpoint({ durable: true });
    this.writeRecord({ status, finishedAt: new Date().toISOString(), ...why }, { durable: true });
  }

  private log<Event extends Exclude<TrainingEvent, { event: 'trace' }>>(
    event: Event,
  ): Event & { readonly seconds: number } {
    const metric = { ...event, seconds: this.seconds };
    this.waiting.push(metric);
    if (this.waiting.length >= mostWaiting || now() - this.lastWrite > secondsBetweenWrites) {
      this.writeMetrics();
    }
    return metric;
  }

  private writeMetrics(): void {
    if (this.waiting.length > 0) {
      appendMetrics(this.file(fileNames.metrics), this.waiting);
      this.waiting = [];
    }
    this.lastWrite = now();
  }

  /** Writes the metrics first, so that none is missing when the run is resumed from this checkpoint. */
  private writeCheckpoint({
    durable = false,
    saved = this.training.save(),
  }: {
    readonly durable?: boolean;
    readonly saved?: ReturnType<Training['save']>;
  } = {}): void {
    this.writeMetrics();
    const { tensors, metadata } = saved;
    const sync = durable || now() - this.lastSync > secondsBetweenSyncs;
    writeWhole(this.file(fileNames.checkpoint), encodeSafetensors(tensors, metadata), { durable: sync });
    this.lastCheckpoint = now();
    this.lastSync = sync ? this.lastCheckpoint : this.lastSync;
  }

  /** Writes the latest measurement, unless the file has it already. */
  private writeEvaluation({ durable = false } = {}): void {
    const { metrics } = this.training;
    const evaluation = metrics === this.evaluated ? null : this.training.evaluation();
    if (evaluation) {
      writeEvaluation(this.folder, evaluation, durable);
      this.evaluated = metrics;
    }
    this.lastEvaluation = now();
  }

  private writeRecord(changes: Partial<RunRecord>, { durable = false } = {}): void {
    const { step, epoch, trainLoss, validationLoss } = this.training;
    const metrics = this.training.metrics ?? this.current.metrics;
    const reached = { steps: step, epochs: epoch, trainLoss, validationLoss, metrics };
    this.current = { ...this.current, ...reached, ...changes };
    writeWhole(this.file(fileNames.record), `${JSON.stringify(this.current, null, 2)}\n`, { durable });
    this.lastRecord = now();
  }

  private file(name: string): string {
    return path.join(this.folder, name);
  }
}

function now(): number {
  return performance.now() / 1000;
}
