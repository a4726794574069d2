/** Losses and other metrics of a run, appended while the run continues. Not part of any element. */
import type { EpochMetrics } from '../../src/metrics/measured';
import { type LossNames, lossNames } from '../../src/notation/lossNames';
import type { Metric } from '../../src/protocol/run';

/** Parallel columns that grow; only the first `length` elements of each are valid. */
export class GrowingColumns {
  length = 0;
  private columns: Record<string, Float64Array> = {};

  constructor(private readonly names: readonly string[]) {
    for (const name of names) {
      this.columns[name] = new Float64Array(256);
    }
  }

  column(name: string): Float64Array {
    return this.columns[name].subarray(0, this.length);
  }

  push(values: readonly number[]): void {
    for (const [index, name] of this.names.entries()) {
      let column = this.columns[name];
      if (this.length === column.length) {
        column = new Float64Array(2 * column.length);
        column.set(this.columns[name]);
        this.columns[name] = column;
      }
      column[this.length] = values[index];
    }
    this.length++;
  }

  /** Index of the row whose `step` is nearest to the update; −1 where there are no rows. */
  nearest(update: number): number {
    const at = this.columns.step;
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (at[middle] < update) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    if (low === this.length || (low > 0 && update - at[low - 1] <= at[low] - update)) {
      return low - 1;
    }
    return low;
  }
}

export class LossHistory {
  readonly updates = new GrowingColumns(['step', 'loss', 'gradientNorm', 'learningRate']);
  readonly epochs = new GrowingColumns(['step', 'epoch', 'training', 'validation', 'free']);
  /** Metrics after each of the epochs; undefined in a run that is older than these metrics. */
  readonly metrics: (EpochMetrics | undefined)[] = [];
  seconds = 0;

  /** The names of its losses; they differ where training is teacher-forced. */
  get names(): LossNames {
    const free = this.epochs.column('free');
    return lossNames(free.length > 0 && !Number.isNaN(free[free.length - 1]));
  }

  append(metrics: readonly Metric[]): void {
    for (const metric of metrics) {
      this.seconds = metric.seconds;
      if (metric.event === 'step') {
        this.updates.push([metric.step, orNaN(metric.loss), orNaN(metric.gradientNorm), metric.learningRate]);
      } else {
        this.epochs.push([
          metric.step,
          metric.epoch,
          orNaN(metric.trainLoss),
          orNaN(metric.validationLoss),
          metric.freeTrainLoss ?? Number.NaN,
        ]);
        this.metrics.push(metric.metrics);
      }
    }
  }
}

/** Restores NaN: messages pass the boundary as JSON, in which non-finite numbers become null. */
function orNaN(value: number | null): number {
  return value ?? Number.NaN;
}
