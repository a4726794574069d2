/** The metric that early stopping watches: which ones fit a data set, and its value. */
import { DataError, type Dataset } from '../data/common/dataset';
import type { MetricName } from '../notation/metrics';
import type { SetMetrics } from './measured';
import { isGenerated } from './meter';

/** The metrics that fit the targets of a data set. */
export function metricsOf({ targetKind, shape }: Pick<Dataset, 'targetKind' | 'shape'>): MetricName[] {
  switch (targetKind) {
    case 'values':
      return ['loss', 'rmse', 'mae', 'r2'];
    case 'binary':
      return ['loss', 'accuracy', 'f1'];
    case 'classes': {
      const single = shape === 'many-to-one' || shape === 'one-to-one';
      return [
        'loss',
        'accuracy',
        'balancedAccuracy',
        'f1',
        ...(isGenerated(shape) ? (['sequenceAccuracy'] as const) : []),
        ...(single ? [] : (['perplexity', 'bitsPerStep'] as const)),
      ];
    }
  }
}

/** @throws DataError where the metric does not fit the targets */
export function checkMonitor(monitor: MetricName, dataset: Pick<Dataset, 'targetKind' | 'shape'>): void {
  const valid = metricsOf(dataset);
  if (!valid.includes(monitor)) {
    throw new DataError(
      `training.earlyStopping.monitor: "${monitor}" does not fit these targets, which are ${dataset.targetKind} (${dataset.shape}); use ${valid.join(', ')}`,
      ['training', 'earlyStopping', 'monitor'],
    );
  }
}

/** The value of a metric; null where it is not defined. */
export function monitoredValue(
  monitor: MetricName,
  loss: number | null,
  metrics: SetMetrics | null,
): number | null {
  return monitor === 'loss' ? loss : (metrics?.[monitor] ?? null);
}
