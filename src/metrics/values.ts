/** The meter of values: RMSE, MAE and R² of each target column, in the data's own units. */
import type { BaselineColumn } from '../data/common/dataset';
import { rawOf, type Scaling } from '../notation/scaling';
import type { ColumnDetail, Measure, Point, SetMetrics, ValueDetail } from './measured';
import type { MeasuredChunk, Meter } from './meter';
import { Thinned } from './thinned';

/** Most columns whose points are kept, and most points, fewer with more columns. */
const mostPointColumns = 16;
const mostNumbers = 16_384;
const mostPoints = 4096;

type KeptPoint = Omit<Point, 'label'>;

export class ValueMeter implements Meter {
  targets = 0;
  /** Σ (y − t)², Σ |y − t| and Σ (y − t) of each column, scaled as the network is fed. */
  private readonly squares: Float64Array;
  private readonly absolute: Float64Array;
  private readonly errors: Float64Array;
  /** Mean and Σ (t − mean)² of the targets (Welford 1962). */
  private readonly mean: Float64Array;
  private readonly spread: Float64Array;
  private readonly points: Thinned<KeptPoint> | undefined;

  /**
   * @param scaling of each target column
   * @param naive errors of the naive forecast on this set, in the data's own units, where there is one
   */
  constructor(
    private readonly scaling: readonly Scaling[],
    private readonly naive: readonly BaselineColumn[] | undefined,
    detailed: boolean,
  ) {
    const O = scaling.length;
    this.squares = new Float64Array(O);
    this.absolute = new Float64Array(O);
    this.errors = new Float64Array(O);
    this.mean = new Float64Array(O);
    this.spread = new Float64Array(O);
    const columns = Math.min(O, mostPointColumns);
    const most = Math.min(mostPoints, Math.floor(mostNumbers / columns));
    this.points = detailed ? new Thinned(most) : undefined;
  }

  add({ sequences, from, rows, place, mask, y, target }: MeasuredChunk): void {
    const O = this.scaling.length;
    const B = sequences.length;
    for (let row = 0; row < rows; row++) {
      const at = place[row];
      if (mask[at] === 0) {
        continue;
      }
      this.targets++;
      for (let j = 0; j < O; j++) {
        const t = target[at * O + j];
        const error = y[row * O + j] - t;
        this.squares[j] += error * error;
        this.absolute[j] += Math.abs(error);
        this.errors[j] += error;
        const difference = t - this.mean[j];
        this.mean[j] += difference / this.targets;
        this.spread[j] += difference * (t - this.mean[j]);
      }
      this.points?.offer(() =>
        this.pointAt(sequences[at % B], from + Math.floor(at / B), y, row, target, at),
      );
    }
  }

  metrics(): SetMetrics {
    const columns = this.columns();
    const over = (values: readonly Measure[]) =>
      values.reduce(
        (sum: Measure, one) => (sum === null || one === null ? null : sum + one / values.length),
        0,
      );
    return {
      rmse: over(columns.map(({ rmse }) => rmse)),
      mae: over(columns.map(({ mae }) => mae)),
      r2: over(columns.map(({ r2 }) => r2)),
      ...(columns.length > 1 ? { columns: columns.map(({ rmse, mae, r2 }) => ({ rmse, mae, r2 })) } : {}),
    };
  }

  detail(): ValueDetail {
    const { kept = [], level = 0 } = this.points ?? {};
    return {
      of: 'values',
      columns: this.columns(),
      points: kept
        .toSorted((one, other) => one.sequence - other.sequence || one.step - other.step)
        .map((point) => ({ ...point, label: '' })),
      thinning: 2 ** level,
    };
  }

  private columns(): ColumnDetail[] {
    const { targets } = this;
    return this.scaling.map(({ scale }, j) => {
      const variance = (scale * scale * this.spread[j]) / targets;
      const rmse = scale * Math.sqrt(this.squares[j] / targets);
      const naive = this.naive?.[j];
      return {
        rmse,
        mae: (scale * this.absolute[j]) / targets,
        r2: share(rmse, variance),
        bias: (scale * this.errors[j]) / targets,
        naive: naive ? { ...naive, r2: share(naive.rmse, variance) } : null,
      };
    });
  }

  /** The row `row` of the outputs with the targets at place `at`, in the data's own units. */
  private pointAt(
    sequence: number,
    step: number,
    y: ArrayLike<number>,
    row: number,
    targets: ArrayLike<number>,
    at: number,
  ): KeptPoint {
    const O = this.scaling.length;
    const columns = this.scaling.slice(0, mostPointColumns);
    const predicted = columns.map((scaling, j) => rawOf(y[row * O + j], scaling));
    const target = columns.map((scaling, j) => rawOf(targets[at * O + j], scaling));
    const error = predicted.map((value, j) => value - target[j]);
    return {
      sequence,
      step,
      predicted: predicted.map(brief),
      target: target.map(brief),
      error: error.map(brief),
    };
  }
}

/** A number with the digits that a Float32 determines, so that the file is half as long. */
function brief(value: number): number {
  return Number(value.toPrecision(7));
}

/** R²: the share of the variance that is explained; null where the targets are all the same. */
function share(rmse: number, variance: number): Measure {
  return variance > 0 ? 1 - rmse ** 2 / variance : null;
}
