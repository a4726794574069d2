/**
 * Early stopping: keeps the weights of the epoch with the best value of the monitored metric (by default the
 * lowest validation loss), and tells when patience is over.
 */
import type { TrainingConfig } from '../config/schema';
import type { EpochMetrics } from '../metrics/measured';
import { monitoredValue } from '../metrics/monitor';
import { isHigherBetter } from '../notation/metrics';
import type { Position } from './checkpoint';
import type { Parameters } from './parameters';
import type { Floats } from './tensor';

export class EarlyStopping {
  /**
   * The weights of the best epoch so far; null before the first, and where a training does not stop early.
   */
  best: ReadonlyMap<string, Floats> | null = null;

  /** @param settings the config's; undefined where a training runs to its end */
  constructor(
    private readonly settings: TrainingConfig['earlyStopping'],
    private readonly weights: Parameters,
  ) {}

  /** Takes what was measured after an epoch that has just ended. */
  judge(
    { best, bestLoss, epochsSinceBest }: Position,
    validationLoss: number | null,
    metrics: EpochMetrics | null,
  ): Pick<Position, 'best' | 'bestLoss' | 'epochsSinceBest'> {
    const { minDelta = 0, monitor = 'loss' } = this.settings ?? {};
    const value = monitoredValue(monitor, validationLoss, metrics?.validation ?? null);
    const better =
      value !== null &&
      (best === null || (isHigherBetter(monitor) ? value > best + minDelta : value < best - minDelta));
    if (!better) {
      return { best, bestLoss, epochsSinceBest: epochsSinceBest + 1 };
    }
    if (this.settings) {
      this.best = new Map(this.weights.all.map(({ name, value }) => [name, value.values.slice()]));
    }
    return { best: value, bestLoss: validationLoss, epochsSinceBest: 0 };
  }

  isOver({ epochsSinceBest }: Position): boolean {
    return this.settings !== undefined && epochsSinceBest >= this.settings.patience;
  }

  /** Whether the weights to go back to are not those of the last epoch. */
  isPast({ epochsSinceBest }: Position): boolean {
    return this.best !== null && epochsSinceBest > 0;
  }

  /**
   * Goes back to the weights of the best epoch, unless it is the last one.
   * @returns where the training then stands
   */
  restoreBest(position: Position): Position {
    if (!this.best || position.bestLoss === position.validationLoss) {
      return position;
    }
    for (const { name, value } of this.weights.all) {
      value.values.set(this.best.get(name) ?? value.values);
    }
    return { ...position, validationLoss: position.bestLoss, lastTrace: null };
  }
}
