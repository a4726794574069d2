/** Sends a panel's page the comparison in progress for its config, or the last one. */
import type * as vscode from 'vscode';
import type { Comparison } from '../../protocol/comparison';
import type { HostToPanel } from '../../protocol/panel';
import type { Metric } from '../../protocol/run';
import { applyFix } from '../config/configEdits';
import type { Comparisons } from '../runs/comparisons';
import { ComparedTraces } from './comparedTraces';

/**
 * Time for which news is gathered, so that the page draws a few times a second however fast the trainings
 * are.
 */
const batchMs = 100;

export class PanelComparison implements vscode.Disposable {
  readonly traces: ComparedTraces;
  private readonly subscriptions: vscode.Disposable[];
  /** Metrics that were not sent to the page yet, by run. */
  private readonly waiting = new Map<number, Metric[]>();
  private news: Comparison | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly config: vscode.Uri,
    private readonly comparisons: Comparisons,
    private readonly post: (message: HostToPanel) => Promise<void>,
    fail: (doing: string, error: unknown) => void,
  ) {
    this.traces = new ComparedTraces(post, fail);
    const isMine = (uri: vscode.Uri) => uri.toString() === config.toString();
    this.subscriptions = [
      comparisons.onChange(({ config: of, comparison }) => {
        if (!isMine(of)) {
          return;
        }
        if (comparison === null || comparison.id !== this.news?.id) {
          this.show();
        }
        this.news = comparison ?? undefined;
        this.soon();
      }),
      comparisons.onMetric(({ config: of, run, metric }) => {
        if (isMine(of)) {
          const waiting = this.waiting.get(run) ?? [];
          waiting.push(metric);
          this.waiting.set(run, waiting);
          this.soon();
        }
      }),
    ];
  }

  /** Sends the page the whole comparison so far. */
  show(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.waiting.clear();
    const live = this.comparisons.of(this.config);
    this.news = live?.run.state;
    this.post({ type: 'comparison', comparison: live?.run.state ?? null });
    for (const [run, metrics] of live?.metrics.entries() ?? []) {
      this.postMetrics(run, metrics);
    }
  }

  /** Sends the page the descriptions of the traces that it can draw beside each other. */
  async sendTraces(id: number): Promise<void> {
    const state = this.comparisons.of(this.config)?.run.state;
    if (state?.id === id) {
      await this.traces.send(
        id,
        state.runs.map(({ folder }) => folder),
      );
    }
  }

  /** Applies the fix that was tried. */
  async apply(): Promise<void> {
    const trial = this.comparisons.of(this.config)?.run.state.trial;
    if (trial) {
      await applyFix(this.config, trial.finding.fixes[trial.fix]);
    }
  }

  dispose(): void {
    clearTimeout(this.timer);
    for (const subscription of this.subscriptions) {
      subscription.dispose();
    }
  }

  private soon(): void {
    this.timer ??= setTimeout(() => this.flush(), batchMs);
  }

  private flush(): void {
    this.timer = undefined;
    if (this.news) {
      this.post({ type: 'comparison', comparison: this.news });
    }
    for (const [run, metrics] of this.waiting) {
      this.postMetrics(run, metrics);
    }
    this.waiting.clear();
  }

  private postMetrics(run: number, metrics: readonly Metric[]): void {
    const id = this.news?.id;
    if (id !== undefined && metrics.length > 0) {
      this.post({ type: 'comparisonMetrics', id, run, metrics });
    }
  }
}
