/**
 * Comparison of existing runs in the panel. Runs in progress are followed; nothing is trained for the
 * comparison.
 */
import type * as vscode from 'vscode';
import { messageOf } from '../../notation/errors';
import type { ComparedRun, Comparison } from '../../protocol/comparison';
import type { Diagnosis, Metric } from '../../protocol/run';
import type { ComparisonListener } from '../../run/client/comparison';
import { comparedRun, summaryOfStored } from '../../run/client/storedComparison';
import { readFindings } from '../../run/files/findings';
import { readRun, type StoredRun } from '../../run/files/folder';
import { Throttler } from '../common/throttler';
import type { ComparisonSource } from '../runs/comparisons';
import type { LiveTraining } from '../runs/trainings';

/** Run as it was read for a comparison. */
export interface PickedRun {
  readonly stored: StoredRun;
  readonly diagnosis: Diagnosis | null;
  readonly label: string;
  /** Its training, if it is in progress in this window. */
  readonly training: LiveTraining | undefined;
}

/** @throws InputError if a run cannot be read */
export async function pickRun(
  folder: string,
  label: string,
  training: LiveTraining | undefined,
): Promise<PickedRun> {
  const [stored, diagnosis] = await Promise.all([readRun(folder), readFindings(folder)]);
  const last = stored.metrics.at(-1);
  const recent = training?.recent.filter((metric) => !last || isLater(metric, last)) ?? [];
  return { stored: { ...stored, metrics: [...stored.metrics, ...recent] }, diagnosis, label, training };
}

export class RunComparison implements ComparisonSource {
  private readonly rows: ComparedRun[];
  private readonly metrics: Metric[][];
  /** Indices of the runs in training in this window. */
  private readonly going = new Set<number>();
  /** One throttler per run, because reading long metrics repeatedly must not occupy the whole thread. */
  private readonly readings: readonly Throttler<undefined>[];
  private readonly subscriptions: vscode.Disposable[];

  /** @param onRun fires with the folder of a run whose state has changed */
  constructor(
    private readonly id: number,
    private readonly runs: readonly PickedRun[],
    private readonly listener: ComparisonListener,
    onRun: vscode.Event<string>,
  ) {
    this.metrics = runs.map(({ stored }) => [...stored.metrics]);
    this.rows = runs.map(({ stored, diagnosis, label }) => comparedRun(stored, diagnosis, label));
    this.readings = runs.map((_, r) => new Throttler(() => this.readAgain(r)));
    this.subscriptions = [
      onRun((folder) => this.update(folder)),
      ...runs.flatMap(({ training }, r) => (training ? [this.follow(training, r)] : [])),
    ];
  }

  get state(): Comparison {
    const ended = this.rows.every(({ status }) => status !== 'running');
    return {
      id: this.id,
      title: 'Compare runs',
      updates: null,
      runs: [...this.rows],
      summary: ended
        ? summaryOfStored(
            this.runs.map(({ stored }) => stored),
            this.rows,
          )
        : null,
      trial: null,
    };
  }

  cancel(): void {
    for (const subscription of this.subscriptions.splice(0)) {
      subscription.dispose();
    }
  }

  private follow(training: LiveTraining, r: number): vscode.Disposable {
    this.going.add(r);
    training.finished.then(() => {
      this.going.delete(r);
      this.readings[r].queue(undefined);
    });
    return training.onEvent((event) => {
      if (event.event === 'step' || event.event === 'epoch') {
        this.take(r, [event]);
      }
    });
  }

  private update(folder: string): void {
    const r = this.runs.findIndex(({ stored }) => stored.folder === folder);
    if (r < 0) {
      return;
    }
    const { status, diagnosis, label } = this.rows[r];
    const record = this.runs[r].training?.run?.record;
    if (this.going.has(r) && record) {
      this.rows[r] = comparedRun({ folder, record, metrics: this.metrics[r] }, diagnosis, label);
      this.listener.changed(this.state);
    } else if (status === 'running' || diagnosis === null) {
      this.readings[r].queue(undefined);
    }
  }

  /** Reads the run's files again. */
  private async readAgain(r: number): Promise<void> {
    const { stored: before, label } = this.runs[r];
    try {
      const { stored, diagnosis } = await pickRun(before.folder, label, undefined);
      this.take(r, stored.metrics);
      this.rows[r] = comparedRun({ ...stored, metrics: this.metrics[r] }, diagnosis, label);
    } catch (error) {
      this.rows[r] = { ...this.rows[r], error: messageOf(error) };
    }
    this.listener.changed(this.state);
  }

  private take(r: number, metrics: readonly Metric[]): void {
    for (const metric of metrics) {
      const last = this.metrics[r].at(-1);
      if (!last || isLater(metric, last)) {
        this.metrics[r].push(metric);
        this.listener.metrics(r, metric);
      }
    }
  }
}

/**
 * Returns whether a metric follows another; the metric of an epoch follows that of the epoch's last update.
 */
function isLater(metric: Metric, last: Metric): boolean {
  return (
    metric.step > last.step ||
    (metric.step === last.step && metric.event === 'epoch' && last.event === 'step')
  );
}
