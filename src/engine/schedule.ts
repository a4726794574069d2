/** The learning rate over training. */
import type { TrainingConfig } from '../config/schema';

/**
 * Returns the learning rate η of one update, from the schedule and a linear rise over the first `warmup`
 * updates.
 *
 *     step     η₀·factor^⌊epoch/every⌋
 *     cosine   η₀·(final + (1 − final)·½(1 + cos(π·u)))      u is the share of the updates after warm-up that are done
 *              (Loshchilov and Hutter 2017, equation 5, without restarts)
 *
 * @param update updates done before this one: 0, 1, …
 * @param epoch whole epochs done
 * @param plannedSteps updates in the whole training
 */
export function learningRate(
  training: Pick<TrainingConfig, 'schedule' | 'optimizer'>,
  update: number,
  epoch: number,
  plannedSteps: number,
): number {
  const { name, warmup, every, factor, final } = training.schedule;
  const base = training.optimizer.learningRate;
  const rise = update < warmup ? (update + 1) / (warmup + 1) : 1;
  switch (name) {
    case 'constant':
      return base * rise;
    case 'step':
      return base * rise * factor ** Math.floor(epoch / every);
    case 'cosine': {
      const done = Math.min(1, Math.max(0, update - warmup) / Math.max(1, plannedSteps - warmup));
      return base * rise * (final + (1 - final) * 0.5 * (1 + Math.cos(Math.PI * done)));
    }
  }
}
