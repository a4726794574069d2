/**
 * The progress of a training as one line of a terminal that is rewritten in place: bar, losses, time left.
 */
import { clock } from '../notation/durations';
import { significant } from '../notation/numbers';
import type { Metric, RunEvent, RunRecord } from '../protocol/run';
import type { Reporter } from './reporter';
import { closing, loading, losses, opening } from './text';

/** Often enough to look alive. */
const millisecondsBetweenFrames = 100;
const barWidth = 24;
const clearLine = '\r\x1b[2K';

/** The part of a terminal's stream that is needed here. */
export interface Terminal {
  readonly columns?: number;
  write(text: string): unknown;
}

export class ProgressBar implements Reporter {
  private record: RunRecord | undefined;
  /** The metric from which the time left is measured: the first of this process. */
  private first: Metric | undefined;
  private validationLoss: number | null = null;
  private lastFrame = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly terminal: Terminal,
    private readonly now: () => number = () => performance.now(),
  ) {}

  take(event: RunEvent): void {
    switch (event.event) {
      case 'loading':
        this.draw(loading(event), event.bytes >= event.totalBytes);
        break;
      case 'started':
        this.record = event.record;
        this.validationLoss = event.record.validationLoss;
        this.print(opening(event));
        break;
      case 'step':
      case 'epoch':
        this.first ??= event;
        this.validationLoss = event.event === 'epoch' ? event.validationLoss : this.validationLoss;
        if (this.record) {
          this.draw(this.line(this.record, event), event.event === 'epoch');
        }
        break;
      case 'finished':
        this.print(closing(event, this.record?.signals.token));
        break;
      case 'trace':
        break;
    }
  }

  /** `epoch 3/30 ███····· 12 %  1:20 left  loss 0.1234, validation 0.15  baseline 0.2` */
  private line(record: RunRecord, metric: Metric): string {
    const { plannedSteps, plannedEpochs, baseline } = record;
    const share = plannedSteps > 0 ? Math.min(1, metric.step / plannedSteps) : 0;
    const filled = Math.round(share * barWidth);
    const bar = '█'.repeat(filled) + '·'.repeat(barWidth - filled);
    const epoch = Math.min(metric.epoch, plannedEpochs);
    const loss = metric.event === 'epoch' ? metric.trainLoss : metric.loss;
    const numbers = losses(loss, this.validationLoss, null);
    const left = this.secondsLeft(record, metric);
    return [
      `epoch ${epoch}/${plannedEpochs} ${bar} ${Math.floor(share * 100)} %`,
      ...(left === undefined ? [] : [`${clock(left)} left`]),
      numbers,
      `baseline ${significant(baseline.loss, 4)}`,
    ].join('  ');
  }

  private secondsLeft({ plannedSteps }: RunRecord, metric: Metric): number | undefined {
    if (!this.first || metric.step <= this.first.step) {
      return undefined;
    }
    const perStep = (metric.seconds - this.first.seconds) / (metric.step - this.first.step);
    return Math.max(0, plannedSteps - metric.step) * perStep;
  }

  private draw(text: string, always: boolean): void {
    const now = this.now();
    if (always || now - this.lastFrame >= millisecondsBetweenFrames) {
      this.lastFrame = now;
      // A line that wraps could not be rewritten.
      this.terminal.write(clearLine + text.slice(0, (this.terminal.columns ?? 80) - 1));
    }
  }

  /** Prints lines that stay, above the one that is rewritten. */
  private print(lines: readonly string[]): void {
    this.terminal.write(clearLine + lines.map((line) => `${line}\n`).join(''));
  }
}
