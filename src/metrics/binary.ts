/** The meter of yes/no columns: accuracy and F1 of yes, column by column. */
import type { BinaryDetail, BinaryScore, SetMetrics } from './measured';
import type { MeasuredChunk, Meter } from './meter';
import { scoreOf } from './score';

/** An output above it is a yes. */
const threshold = 0.5;

export class BinaryMeter implements Meter {
  targets = 0;
  private readonly support: Float64Array;
  private readonly answered: Float64Array;
  private readonly right: Float64Array;

  constructor(private readonly columns: number) {
    this.support = new Float64Array(columns);
    this.answered = new Float64Array(columns);
    this.right = new Float64Array(columns);
  }

  add({ rows, place, mask, y, target }: MeasuredChunk): void {
    const { columns: O } = this;
    for (let row = 0; row < rows; row++) {
      const at = place[row];
      if (mask[at] === 0) {
        continue;
      }
      this.targets++;
      for (let j = 0; j < O; j++) {
        const truth = target[at * O + j] > threshold;
        const answer = y[row * O + j] > threshold;
        this.support[j] += truth ? 1 : 0;
        this.answered[j] += answer ? 1 : 0;
        this.right[j] += truth && answer ? 1 : 0;
      }
    }
  }

  metrics(): SetMetrics {
    const { columns } = this.detail();
    const mean = (of: (column: BinaryScore) => number) =>
      columns.reduce((sum, column) => sum + of(column), 0) / columns.length;
    return {
      accuracy: mean(({ accuracy }) => accuracy),
      f1: mean(({ f1 }) => f1),
      ...(columns.length > 1 ? { columns: columns.map(({ accuracy, f1 }) => ({ accuracy, f1 })) } : {}),
    };
  }

  detail(): BinaryDetail {
    const { targets } = this;
    return {
      of: 'binary',
      columns: Array.from(this.support, (support, j) => {
        const [answered, right] = [this.answered[j], this.right[j]];
        const neither = targets - support - answered + right;
        return { ...scoreOf(support, answered, right), accuracy: (right + neither) / targets };
      }),
    };
  }
}
