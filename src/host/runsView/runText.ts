/** Texts of a run for its line in the list: its name, its description, and the text for screen readers. */
import path from 'node:path';
import type { Config } from '../../config/schema';
import { metricPhrases } from '../../notation/metrics';
import { compact, plural } from '../../notation/numbers';
import type { Diagnosis, RunRecord, RunStatus } from '../../protocol/run';
import { timeOf } from '../../run/files/newFolder';
import { judgedMetrics } from '../../run/files/pace';
import type { RunSummary } from '../../run/files/runSummary';
import { sparkLine } from './sparkLine';

export const statusText: Readonly<Record<RunStatus, string>> = {
  running: 'running',
  completed: 'completed',
  stoppedEarly: 'stopped early',
  cancelled: 'cancelled',
  failed: 'failed',
  interrupted: 'interrupted',
};

/** Width of a spark line in characters; the side bar is narrow. */
const sparkWidth = 6;

/**
 * Returns the title of a run or else the local time of its start: `14:05` today, else `25 Nov 14:05`, with
 * the year if it is another.
 * @param seconds whether to include seconds, because another run began within the same minute
 */
export function runName(
  folder: string,
  summary: Pick<RunSummary, 'title' | 'record'> | undefined,
  { now, seconds = false }: { readonly now: Date; readonly seconds?: boolean },
): string {
  if (summary?.title) {
    return summary.title;
  }
  const start = summary ? new Date(summary.record.startedAt) : timeOf(path.basename(folder));
  return start && !Number.isNaN(start.getTime()) ? timeText(start, now, { seconds }) : path.basename(folder);
}

/**
 * Returns `LSTM · 0.0123 · ▇▅▃▁ · accuracy 93.1 % · 2 findings`, with the epoch of a run in progress, and how
 * an incomplete run ended. What may be cut off in a narrow side bar is last.
 */
export function runDescription({ config, record, curve, diagnosis }: RunSummary): string {
  const loss = latestLoss(record);
  return [
    config.model.cell.toUpperCase(),
    loss === null ? '' : compact(loss),
    sparkLine(curve, sparkWidth),
    metricPhrases(judgedMetrics(record.metrics) ?? {}, record.signals.token)[0] ?? '',
    standing(record),
    findingCount(diagnosis),
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

/** Returns the text for screen readers: everything in words, without a spark line. */
export function runSpoken(name: string, { config, record, diagnosis, curve }: RunSummary): string {
  const { trainLoss, validationLoss } = record;
  const first = curve.at(0);
  const last = curve.at(-1);
  return [
    name,
    statusText[record.status],
    `${config.model.cell.toUpperCase()} with ${config.model.hiddenSize} units`,
    record.status === 'running' ? epochText(record) : '',
    validationLoss !== null
      ? `validation loss ${compact(validationLoss)}`
      : trainLoss !== null
        ? `training loss ${compact(trainLoss)}`
        : 'no loss yet',
    ...metricPhrases(judgedMetrics(record.metrics) ?? {}, record.signals.token),
    first !== undefined && last !== undefined && curve.length > 1
      ? `training loss went from ${compact(first)} to ${compact(last)}`
      : '',
    diagnosis === null ? '' : findingCount(diagnosis) || 'no findings',
  ]
    .filter((part) => part !== '')
    .join(', ');
}

/** Returns the latest loss on the validation set, or on the training set if there is no validation set. */
function latestLoss({ validationLoss, trainLoss }: RunRecord): number | null {
  return validationLoss ?? trainLoss;
}

/** Returns a text such as `LSTM, 2 layers, both directions`. */
export function cellText({ cell, layers, bidirectional, ...model }: Config['model']): string {
  const variant = cell === 'gru' ? ` (${model.variant})` : cell === 'rnn' ? ` (${model.activation})` : '';
  return [
    `${cell.toUpperCase()}${variant}`,
    layers > 1 ? `${layers} layers` : '',
    bidirectional ? 'both directions' : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
}

/** Returns `14:05` for a time of today, else `25 Nov 14:05`. */
export function timeText(time: Date, now: Date, { seconds = false } = {}): string {
  const clock = new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    ...(seconds ? { second: '2-digit' } : {}),
  }).format(time);
  if (time.toDateString() === now.toDateString()) {
    return clock;
  }
  const day = new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    ...(time.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' }),
  }).format(time);
  return `${day} ${clock}`;
}

/** Returns the number of grave findings, as text, or an empty string; mere information is in the hover. */
function findingCount(diagnosis: Diagnosis | null): string {
  const grave = (diagnosis?.findings ?? []).filter(({ severity }) => severity !== 'information').length;
  return grave > 0 ? plural(grave, 'finding') : '';
}

function standing(record: RunRecord): string {
  switch (record.status) {
    case 'completed':
      return '';
    case 'running':
      return epochText(record);
    default:
      return statusText[record.status];
  }
}

/** Returns the epoch in progress, such as `epoch 3 of 30`. */
function epochText({ epochs, plannedEpochs }: RunRecord): string {
  return `epoch ${Math.min(epochs + 1, plannedEpochs)} of ${plannedEpochs}`;
}
