/**
 * Early stopping: keeps the weights of the epoch with the lowest validation loss, and tells when patience is
 * over.
 */
import type { TrainingConfig } from '../config/schema';
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

  /** Takes the validation loss of an epoch that has just ended. */
  judge(
    { best, epochsSinceBest }: Position,
    validationLoss: number | null,
  ): Pick<Position, 'best' | 'epochsSinceBest'> {
    const { minDelta = 0 } = this.settings ?? {};
    const better = validationLoss !== null && (best === null || validationLoss < best - minDelta);
    if (!better) {
      return { best, epochsSinceBest: epochsSinceBest + 1 };
    }
    if (this.settings) {
      this.best = new Map(this.weights.all.map(({ name, value }) => [name, value.values.slice()]));
    }
    return { best: validationLoss, epochsSinceBest: 0 };
  }

  isOver({ epochsSinceBest }: Position): boolean {
    return this.settings !== undefined && epochsSinceBest >= this.settings.patience;
  }

  /**
   * Goes back to the weights of the best epoch, unless it is the last one.
   * @returns where the training then stands
   */
  restoreBest(position: Position): Position {
    if (!this.best || position.best === position.validationLoss) {
      return position;
    }
    for (const { name, value } of this.weights.all) {
      value.values.set(this.best.get(name) ?? value.values);
    }
    return { ...position, validationLoss: position.best, lastTrace: null };
  }
}
