/**
 * A comparison of runs that exist already: the same rows as for variants that are trained, read from the
 * files of the runs.
 */
import type { ComparedRun } from '../../protocol/comparison';
import type { Diagnosis, Metric } from '../../protocol/run';
import type { StoredRun } from '../files/folder';
import { judgedMetrics, lossOf, secondsPerUpdate } from '../files/pace';
import { summaryOf } from './comparisonSummary';

/** The row of a run in its present state. */
export function comparedRun(
  { folder, record, metrics }: Pick<StoredRun, 'folder' | 'record' | 'metrics'>,
  diagnosis: Diagnosis | null,
  label: string,
): ComparedRun {
  const steps = metrics.filter(
    (metric): metric is Extract<Metric, { event: 'step' }> => metric.event === 'step',
  );
  const { token } = record.signals;
  const lastEpoch = metrics.findLast((metric) => metric.event === 'epoch');
  return {
    label,
    status: record.status,
    error: record.error ?? null,
    folder,
    parameters: record.parameters,
    steps: record.steps,
    epochs: record.epochs,
    secondsPerUpdate: secondsPerUpdate(steps),
    loss: lossOf(steps, lastEpoch),
    metrics: judgedMetrics(record.metrics ?? lastEpoch?.metrics),
    ...(token === undefined ? {} : { token }),
    baseline: record.baseline,
    diagnosis,
  };
}

/**
 * The summary, if the losses of the runs measure the same thing; otherwise a sentence stating that they do
 * not.
 */
export function summaryOfStored(
  runs: readonly Pick<StoredRun, 'record' | 'config'>[],
  rows: readonly ComparedRun[],
): string | null {
  const measures = runs.map(({ record, config }) =>
    JSON.stringify([record.dataFingerprint, record.baseline.loss, config.task.loss]),
  );
  return measures.every((measure) => measure === measures[0])
    ? summaryOf(rows)
    : 'These runs were not trained and validated on the same sequences with the same loss, so that the loss of one says little about that of another. The column “of baseline” is the fairer measure.';
}
