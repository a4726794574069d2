/** The meter of values: RMSE, MAE and R² of each target column, in the data's own units. */
import type { BaselineColumn } from '../data/common/dataset';
import { rawOf, type Scaling } from '../notation/scaling';
import type { ColumnDetail, Measure, SetMetrics, ValueDetail } from './measured';
import type { MeasuredChunk, Meter } from './meter';
import { Thinned } from './thinned';

/** Most columns whose points are kept, and most points, fewer with more columns. */
const mostPointColumns = 16;
const mostNumbers = 16_384;
const mostPoints = 4096;

interface KeptPoint {
  readonly sequence: number;
  readonly step: number;
  readonly predicted: readonly number[];
  readonly target: readonly number[];
}

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
      this.points?.offer(() => ({
        sequence: sequences[at % B],
        step: from + Math.floor(at / B),
        predicted: this.raw(y, row * O),
        target: this.raw(target, at * O),
      }));
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

  private raw(values: ArrayLike<number>, at: number): number[] {
    const { scaling } = this;
    return Array.from({ length: Math.min(scaling.length, mostPointColumns) }, (_, j) =>
      Number(rawOf(values[at + j], scaling[j]).toPrecision(7)),
    );
  }
}

/** R²: the share of the variance that is explained; null where the targets are all the same. */
function share(rmse: number, variance: number): Measure {
  return variance > 0 ? 1 - rmse ** 2 / variance : null;
}
