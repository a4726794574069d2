/** Forwards the events of a training to its panel: metrics in batches, and each new trace. */
import type * as vscode from 'vscode';
import type { HostToPanel } from '../../protocol/panel';
import type { Metric, RunEvent } from '../../protocol/run';
import type { LiveTraining } from '../runs/trainings';

/**
 * Time for which metrics are gathered, so that the panel draws a few times a second however fast the training
 * is.
 */
const batchMs = 100;

export class LiveFeed implements vscode.Disposable {
  private timer: NodeJS.Timeout | undefined;
  /**
   * Last metric that the panel has; undefined while the panel is still waiting for the run's metrics so far.
   */
  private reached: Metric | 'nothing' | undefined;
  private readonly subscription: vscode.Disposable;

  constructor(
    private readonly training: LiveTraining,
    private readonly to: {
      readonly post: (message: HostToPanel) => void;
      /** Called when the run has its folder. */
      readonly onStart: () => void;
      readonly onEpoch: () => void;
      readonly onTrace: (file: string) => void;
    },
  ) {
    this.subscription = training.onEvent((event) => this.take(event));
  }

  /** Sends the metrics after `known` from now on; the panel has received the run's metrics up to there. */
  follow(known: readonly Metric[]): void {
    this.reached = known.at(-1) ?? 'nothing';
    this.flush();
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.subscription.dispose();
  }

  private take(event: RunEvent): void {
    switch (event.event) {
      case 'loading':
        this.to.post({
          type: 'loading',
          file: event.file,
          bytes: event.bytes,
          totalBytes: event.totalBytes,
        });
        break;
      case 'epoch':
        this.to.onEpoch();
        this.timer ??= setTimeout(() => this.flush(), batchMs);
        break;
      case 'step':
        this.timer ??= setTimeout(() => this.flush(), batchMs);
        break;
      case 'trace':
        this.to.onTrace(event.file);
        break;
      case 'started':
        this.to.onStart();
        break;
      case 'finished':
        break; // the panel then shows the run from its folder
    }
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { reached, training } = this;
    if (!reached || !training.run) {
      return;
    }
    const metrics =
      reached === 'nothing' ? training.recent : training.recent.filter((metric) => isAfter(metric, reached));
    const last = metrics.at(-1);
    if (last) {
      this.reached = last;
      this.to.post({ type: 'metrics', record: training.run.record, metrics });
    }
  }
}

/**
 * Returns whether a metric follows another; the metric of an epoch follows that of the epoch's last update.
 */
function isAfter(metric: Metric, reached: Metric): boolean {
  return (
    metric.step > reached.step ||
    (metric.step === reached.step && metric.event === 'epoch' && reached.event === 'step')
  );
}
