/**
 * Trainings in progress. Each runs in a worker thread; this class starts them, receives their events and ends
 * them. Nothing of the engine is loaded in this thread.
 */
import * as vscode from 'vscode';
import type { Config } from '../../config/schema';
import type { Metric, RunEvent, RunRecord } from '../../protocol/run';
import type { RunWorker } from '../../run/client/client';
import { configName, readableFolders } from '../common/configFile';

/** Much longer than metrics wait to be written to the file or sent to panels. */
const recentSeconds = 5;

type Finished = Extract<RunEvent, { event: 'finished' }>;

/** Training, from the request on. */
export class LiveTraining implements vscode.Disposable {
  /** State of the run as reported so far; absent until the run has a folder. */
  run: { readonly folder: string; readonly config: Config; readonly record: RunRecord } | undefined;
  /** Metrics of the last seconds, in order; the run's file may not hold them yet. */
  recent: Metric[] = [];
  readonly name: string;
  readonly finished: Promise<Finished>;
  /** Whether the training was asked to end. */
  cancelled = false;
  readonly cancel: () => void;
  private readonly emitter = new vscode.EventEmitter<RunEvent>();
  /** Fires after `run` was brought up to date. */
  readonly onEvent = this.emitter.event;

  constructor(
    readonly config: vscode.Uri,
    text: string,
    worker: RunWorker,
  ) {
    this.name = configName(config);
    const running = worker.train({ config: config.fsPath, text, roots: readableFolders(config) }, (event) =>
      this.take(event),
    );
    this.finished = running.finished;
    this.cancel = () => {
      this.cancelled = true;
      running.cancel();
    };
  }

  dispose(): void {
    this.cancel();
    this.emitter.dispose();
  }

  private take(event: RunEvent): void {
    if (event.event === 'started') {
      this.run = { folder: event.run, config: event.config, record: event.record };
    } else if (this.run && (event.event === 'step' || event.event === 'epoch')) {
      this.run = { ...this.run, record: advance(this.run.record, event) };
      this.remember(event);
    }
    this.emitter.fire(event);
  }

  private remember(metric: Metric): void {
    const oldest = metric.seconds - recentSeconds;
    // The list is cut rarely, so that this costs little.
    if (this.recent.length > 0 && this.recent[0].seconds < oldest - recentSeconds) {
      this.recent = this.recent.filter(({ seconds }) => seconds >= oldest);
    }
    this.recent.push(metric);
  }
}

export class Trainings implements vscode.Disposable {
  private readonly live = new Map<string, LiveTraining>();
  private readonly started = new vscode.EventEmitter<LiveTraining>();
  private readonly ended = new vscode.EventEmitter<{ training: LiveTraining; finished: Finished }>();
  /** Fires before the training's first event. */
  readonly onStart = this.started.event;
  readonly onEnd = this.ended.event;

  /** @param worker creates the worker when it is first needed */
  constructor(private readonly worker: () => RunWorker) {}

  get all(): readonly LiveTraining[] {
    return [...this.live.values()];
  }

  of(config: vscode.Uri): LiveTraining | undefined {
    return this.live.get(config.toString());
  }

  /** @param config config that is not yet in training */
  start(config: vscode.Uri, text: string): LiveTraining {
    const training = new LiveTraining(config, text, this.worker());
    this.live.set(config.toString(), training);
    this.setMenuContext();
    this.started.fire(training);
    training.finished.then((finished) => {
      this.live.delete(config.toString());
      this.setMenuContext();
      this.ended.fire({ training, finished });
      training.dispose();
    });
    return training;
  }

  dispose(): void {
    for (const training of this.all) {
      training.dispose();
    }
    this.started.dispose();
    this.ended.dispose();
  }

  /**
   * Sets the context keys of menus and key bindings: whether any training is in progress, and of which
   * configs.
   */
  private setMenuContext(): void {
    const paths = this.all.map(({ config }) => config.fsPath);
    vscode.commands.executeCommand('setContext', 'unroll.training', paths.length > 0);
    vscode.commands.executeCommand('setContext', 'unroll.trainingConfigs', paths);
  }
}

/** Returns the record after a metric; the worker writes the file. */
function advance(record: RunRecord, metric: Metric): RunRecord {
  return metric.event === 'step'
    ? { ...record, steps: metric.step }
    : {
        ...record,
        steps: metric.step,
        epochs: metric.epoch,
        trainLoss: metric.trainLoss,
        validationLoss: metric.validationLoss,
        metrics: metric.metrics,
      };
}
