/**
 * Trains variants of one config for the same number of updates, has each diagnosed, and reports how they
 * stand: for the trial of a fix, and for the comparison of cells. The runs are kept in
 * `.unroll/.comparisons/<config name>/`, apart from the list of the config's runs.
 */
import path from 'node:path';
import type { Thresholds } from '../../analysis/diagnosis/evidence/thresholds';
import { outcomeOf, type TrialOutcome, type Tried } from '../../analysis/diagnosis/outcome';
import type { Variant } from '../../config/variants';
import { messageOf } from '../../notation/errors';
import type { ComparedRun, Comparison } from '../../protocol/comparison';
import type { Metric, RunEvent } from '../../protocol/run';
import { configName } from '../files/configText';
import { makeComparisonFolder } from '../files/newFolder';
import { judgedMetrics, lossOf, secondsPerUpdate } from '../files/pace';
import type { RunningTraining, RunWorker } from './client';
import { summaryOf } from './comparisonSummary';

export interface ComparisonPlan {
  readonly id: number;
  readonly title: string;
  /** Absolute path of the config from which all variants derive. */
  readonly config: string;
  /** Folders that data may be read from; absent: no limit. */
  readonly roots?: readonly string[];
  readonly variants: readonly Variant[];
  /** Updates of each variant; null: each trains to its end. */
  readonly updates: number | null;
  /**
   * Whether all train at the same time. If not, they train one after the other, so that none disturbs the
   * time of another.
   */
  readonly together: boolean;
  /** Thresholds of the diagnosis that differ from the defaults. */
  readonly limits: Partial<Thresholds>;
  /** A fix on trial: the first variant is without it, the second with it. */
  readonly trial: Pick<NonNullable<Comparison['trial']>, 'finding' | 'fix'> | null;
}

export interface ComparisonListener {
  /** Something other than metrics changed. */
  changed(comparison: Comparison): void;
  metrics(run: number, metric: Metric): void;
}

export class ComparisonRun {
  readonly finished: Promise<Comparison>;
  private readonly runs: ComparedRun[];
  private readonly steps: Extract<Metric, { event: 'step' }>[][];
  private readonly lastEpochs: (Extract<Metric, { event: 'epoch' }> | undefined)[] = [];
  private readonly running = new Set<RunningTraining>();
  private outcome: TrialOutcome | null = null;
  private summary: string | null = null;
  private cancelled = false;

  constructor(
    private readonly worker: Pick<RunWorker, 'train' | 'diagnose'>,
    private readonly plan: ComparisonPlan,
    private readonly listener: ComparisonListener,
  ) {
    this.runs = plan.variants.map(({ label }) => waiting(label));
    this.steps = plan.variants.map(() => []);
    this.finished = this.carryOut();
  }

  get state(): Comparison {
    const { id, title, updates, trial } = this.plan;
    return {
      id,
      title,
      updates,
      runs: [...this.runs],
      summary: this.summary,
      trial: trial && { ...trial, outcome: this.outcome },
    };
  }

  /** Keeps and diagnoses what has been trained so far. */
  cancel(): void {
    this.cancelled = true;
    for (const training of this.running) {
      training.cancel();
    }
  }

  private async carryOut(): Promise<Comparison> {
    const { variants, config, together } = this.plan;
    const folder = makeComparisonFolder(path.dirname(config), configName(config), new Date());
    const each = variants.map(
      ({ text }, v) =>
        () =>
          this.train(v, text, path.join(folder, String(v))),
    );
    if (together) {
      await Promise.all(each.map((train) => train()));
    } else {
      for (const train of each) {
        await train();
      }
    }
    this.outcome = this.judge();
    this.summary = summaryOf(this.runs);
    this.listener.changed(this.state);
    return this.state;
  }

  private async train(v: number, text: string, out: string): Promise<void> {
    if (this.cancelled) {
      this.change(v, { status: 'cancelled' });
      return;
    }
    const { config, roots, updates } = this.plan;
    this.change(v, { status: 'running' });
    const training = this.worker.train(
      { config, text, roots, out, ...(updates === null ? {} : { updates }) },
      (event) => this.take(v, event),
    );
    this.running.add(training);
    const finished = await training.finished;
    this.running.delete(training);
    const { run, status, error = null, steps, epochs, metrics } = finished;
    this.change(v, { folder: run, steps, epochs, ...this.measured(v), metrics: judgedMetrics(metrics) });
    try {
      const diagnosis = run === null ? null : await this.worker.diagnose(run, this.plan.limits);
      this.change(v, { status, error, diagnosis });
    } catch (problem) {
      const why = messageOf(problem);
      this.change(v, { status, error: error ?? `could not be diagnosed: ${why}` });
    }
  }

  private take(v: number, event: RunEvent): void {
    switch (event.event) {
      case 'started': {
        const { token } = event.record.signals;
        this.change(v, {
          folder: event.run,
          parameters: event.record.parameters,
          baseline: event.record.baseline,
          ...(token === undefined ? {} : { token }),
        });
        break;
      }
      case 'step':
        this.steps[v].push(event);
        this.listener.metrics(v, event);
        break;
      case 'epoch':
        this.lastEpochs[v] = event;
        this.listener.metrics(v, event);
        this.change(v, { steps: event.step, epochs: event.epoch, ...this.measured(v) });
        break;
      case 'loading':
      case 'trace':
      case 'finished':
        break;
    }
  }

  private measured(v: number): Pick<ComparedRun, 'secondsPerUpdate' | 'loss' | 'metrics'> {
    return {
      secondsPerUpdate: secondsPerUpdate(this.steps[v]),
      loss: lossOf(this.steps[v], this.lastEpochs[v]),
      metrics: judgedMetrics(this.lastEpochs[v]?.metrics),
    };
  }

  private change(v: number, changes: Partial<ComparedRun>): void {
    this.runs[v] = { ...this.runs[v], ...changes };
    this.listener.changed(this.state);
  }

  private judge(): TrialOutcome | null {
    const { trial } = this.plan;
    const [asItIs, fixed] = this.runs.map(triedOf);
    if (trial === null || asItIs === null || fixed === null) {
      return null;
    }
    return outcomeOf(trial.finding, asItIs, fixed);
  }
}

function waiting(label: string): ComparedRun {
  return {
    label,
    status: 'waiting',
    error: null,
    folder: null,
    parameters: null,
    steps: 0,
    epochs: 0,
    secondsPerUpdate: null,
    loss: null,
    metrics: null,
    baseline: null,
    diagnosis: null,
  };
}

/** Null if the run ended too early for any conclusion. */
function triedOf({ status, diagnosis, loss, baseline, steps: updates }: ComparedRun): Tried | null {
  const failed = status === 'failed';
  if (status === 'cancelled' || (diagnosis === null && !failed)) {
    return null;
  }
  return {
    findings: diagnosis?.findings ?? [],
    reach: diagnosis?.reach ?? null,
    lossOfBaseline: loss !== null && baseline !== null && baseline.loss > 0 ? loss / baseline.loss : null,
    failed,
    updates,
  };
}
