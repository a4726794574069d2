/**
 * Current state of the runs that train in this window: earlier than in their files, at most once in
 * `refreshMs`.
 */
import * as vscode from 'vscode';
import type { RunEvent } from '../../protocol/run';
import { LossCurve } from '../../run/files/lossCurve';
import type { RunSummary } from '../../run/files/runSummary';
import type { LiveTraining, Trainings } from '../runs/trainings';

/** Often enough to look alive, seldom enough to be read. */
const refreshMs = 2000;

export class LiveRuns implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<string>();
  /** Fires with the folder of a run that has progressed. */
  readonly onChange = this.changed.event;
  private readonly curves = new Map<LiveTraining, LossCurve>();
  private readonly waiting = new Map<string, NodeJS.Timeout>();
  private readonly subscriptions: readonly vscode.Disposable[];

  constructor(private readonly trainings: Trainings) {
    this.subscriptions = [
      this.changed,
      trainings.onStart((training) => this.follow(training)),
      trainings.onEnd(({ training }) => this.curves.delete(training)),
    ];
    for (const training of trainings.all) {
      this.follow(training);
    }
  }

  /** Returns the training that writes a run, if it is in progress in this window. */
  trainingOf(folder: string): LiveTraining | undefined {
    return this.trainings.all.find(({ run }) => run?.folder === folder);
  }

  /** @param known summary from the run's files, if they were read */
  summaryOf(folder: string, known: RunSummary | undefined): RunSummary | undefined {
    const training = this.trainingOf(folder);
    if (!training?.run) {
      return known;
    }
    const { record, config } = training.run;
    const curve = this.curves.get(training)?.values ?? [];
    return {
      ...(known ?? { title: null, diagnosis: null, problems: [] }),
      folder,
      record,
      config,
      curve: curve.length > 1 ? curve : (known?.curve ?? []),
    };
  }

  dispose(): void {
    for (const timer of this.waiting.values()) {
      clearTimeout(timer);
    }
    for (const subscription of this.subscriptions) {
      subscription.dispose();
    }
  }

  private follow(training: LiveTraining): void {
    this.curves.set(training, new LossCurve());
    training.onEvent((event) => this.take(training, event));
  }

  private take(training: LiveTraining, event: RunEvent): void {
    if (event.event === 'step') {
      this.curves.get(training)?.add(event.loss);
    }
    const folder = training.run?.folder;
    if (
      folder !== undefined &&
      (event.event === 'step' || event.event === 'epoch') &&
      !this.waiting.has(folder)
    ) {
      this.waiting.set(
        folder,
        setTimeout(() => {
          this.waiting.delete(folder);
          this.changed.fire(folder);
        }, refreshMs),
      );
    }
  }
}
