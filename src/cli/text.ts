/** Outcomes of a training, in the words of the command line. */
import type { Config } from '../config/schema';
import type { EpochMetrics } from '../metrics/measured';
import { clock } from '../notation/durations';
import { metricPhrases } from '../notation/metrics';
import { megabytes, significant } from '../notation/numbers';
import type { RunEvent, RunRecord } from '../protocol/run';
import { judgedMetrics } from '../run/files/pace';
import { engineText } from '../run/training/engineText';

type Started = Extract<RunEvent, { event: 'started' }>;
type Finished = Extract<RunEvent, { event: 'finished' }>;

/** `reading weather.csv: 12.0 of 100.0 MB` */
export function loading({ file, bytes, totalBytes }: Extract<RunEvent, { event: 'loading' }>): string {
  return `reading ${file}: ${megabytes(bytes, 1)} of ${megabytes(totalBytes, 1)} MB`;
}

/** The task, the run's folder, and what was done when reading the data. */
export function opening({ run, record, config, resumed }: Started): readonly string[] {
  const engine = engineText(record);
  return [
    `${record.name}: ${modelText(config)}, ${record.parameters} weights, ${record.plannedEpochs} epochs, ${record.plannedSteps} updates, seed ${record.seed}`,
    ...(engine === undefined ? [] : [engine]),
    `${resumed ? `going on after update ${record.steps} in` : 'run folder'} ${run}`,
    ...record.notes.map((note) => `note: ${note}`),
  ];
}

/**
 * `loss 0.1234, validation 0.1456, naive forecast 0.2`
 * @param freeTrainLoss loss of the training sequences where the decoder reads its own output, as in validation
 */
export function losses(
  trainLoss: number | null,
  validationLoss: number | null,
  baseline: RunRecord['baseline'] | null,
  freeTrainLoss?: number,
): string {
  const free =
    freeTrainLoss === undefined ? '' : ` (teacher-forced; ${significant(freeTrainLoss, 4)} decoding freely)`;
  return [
    ...(trainLoss === null ? [] : [`loss ${significant(trainLoss, 4)}${free}`]),
    ...(validationLoss === null ? [] : [`validation ${significant(validationLoss, 4)}`]),
    ...(baseline === null ? [] : [`${baseline.name} ${significant(baseline.loss, 4)}`]),
  ].join(', ');
}

/** `accuracy 93.1 %, F1 0.92` on the validation set, without one on training; empty before an epoch has ended. */
export function metricsText(metrics: EpochMetrics | null | undefined, token: string | undefined): string {
  const judged = judgedMetrics(metrics);
  return judged ? metricPhrases(judged, token).join(', ') : '';
}

/** `completed after 1260 updates in 8.2 s: loss …`; nothing for a failure, which stderr reports. */
export function closing(finished: Finished, token?: string): readonly string[] {
  const { status, steps, seconds, trainLoss, validationLoss, baseline, metrics } = finished;
  if (status === 'failed') {
    return [];
  }
  const word = { completed: 'completed', stoppedEarly: 'stopped early', cancelled: 'cancelled' }[status];
  const numbers = [losses(trainLoss, validationLoss, baseline), metricsText(metrics, token)]
    .filter((text) => text !== '')
    .join(', ');
  return [
    `${word} after ${steps} updates in ${clock(seconds)}${numbers === '' ? '' : `: ${numbers}`}`,
    ...(status === 'cancelled' && finished.run !== null ? [`go on with: --resume ${finished.run}`] : []),
  ];
}

function modelText({ model }: Config): string {
  const layers = model.layers === 1 ? '' : `${model.layers} layers of `;
  return `${model.bidirectional ? 'bidirectional ' : ''}${model.cell.toUpperCase()}, ${layers}${model.hiddenSize} units`;
}
