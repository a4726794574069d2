/** Texts about a training for the notification, the status bar, the log and the lens. */
import { ago } from '../../notation/durations';
import { megabytes, significant } from '../../notation/numbers';
import type { Metric, RunEvent, RunRecord } from '../../protocol/run';

/** Formats a loss with four significant digits. */
function lossText(loss: number | null): string {
  return loss === null ? 'none' : significant(loss, 4);
}

/** Returns a text such as `epoch 3 of 30, loss 0.1234`. */
export function progressText(record: RunRecord, metric: Metric): string {
  const loss = metric.event === 'step' ? metric.loss : metric.trainLoss;
  return `epoch ${Math.min(metric.epoch, record.plannedEpochs)} of ${record.plannedEpochs}, loss ${lossText(loss)}`;
}

/** Returns a text such as `reading weather.csv: 12 of 100 MB`. */
export function loadingText({ file, bytes, totalBytes }: Extract<RunEvent, { event: 'loading' }>): string {
  const size = (count: number) => megabytes(count, count < 1e7 ? 1 : 0);
  return `reading ${file}: ${size(bytes)} of ${size(totalBytes)} MB`;
}

/** Returns a text such as `epoch 3 of 30: training loss 0.1234, validation loss 0.1456, 12.3 s`. */
export function epochText(record: RunRecord, epoch: Extract<Metric, { event: 'epoch' }>): string {
  const validation =
    epoch.validationLoss === null ? '' : `, validation loss ${lossText(epoch.validationLoss)}`;
  const free =
    epoch.freeTrainLoss === undefined
      ? ''
      : ` (teacher-forced; ${lossText(epoch.freeTrainLoss)} decoding freely)`;
  return `epoch ${epoch.epoch} of ${record.plannedEpochs}: training loss ${lossText(epoch.trainLoss)}${free}${validation}, ${epoch.seconds.toFixed(1)} s`;
}

/** Returns a text such as `finished, validation loss 0.1234 (naive forecast: 0.2)`. */
export function outcomeText(finished: Extract<RunEvent, { event: 'finished' }>): string {
  const { status, validationLoss, trainLoss, baseline, error } = finished;
  if (status === 'failed') {
    return error ?? 'failed';
  }
  const word = { completed: 'finished', stoppedEarly: 'stopped early', cancelled: 'cancelled' }[status];
  const loss = validationLoss ?? trainLoss;
  if (loss === null) {
    return word;
  }
  const which = validationLoss === null ? 'training loss' : 'validation loss';
  const against =
    baseline && validationLoss !== null ? ` (${baseline.name}: ${lossText(baseline.loss)})` : '';
  return `${word}, ${which} ${lossText(loss)}${against}`;
}

const unfinished = {
  stoppedEarly: 'stopped early, ',
  cancelled: 'cancelled, ',
  failed: 'failed, ',
  interrupted: 'interrupted, ',
};

/** Returns a text such as `last run: LSTM, validation loss 0.1234, 2 minutes ago`. */
export function lastRunText(record: RunRecord, cell: string, now: Date): string {
  return `last run: ${runText(record, cell, now)}`;
}

/** Returns a text such as `LSTM, validation loss 0.1234, 2 minutes ago`. */
export function runText(record: RunRecord, cell: string, now: Date): string {
  const loss =
    record.validationLoss !== null
      ? `validation loss ${lossText(record.validationLoss)}`
      : record.trainLoss !== null
        ? `training loss ${lossText(record.trainLoss)}`
        : 'no loss yet';
  const how = { ...unfinished, running: 'running, ', completed: '' }[record.status];
  return `${cell.toUpperCase()}, ${how}${loss}, ${ago(new Date(record.finishedAt ?? record.startedAt), now)}`;
}
