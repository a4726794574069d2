/**
 * Hover on a run in the list, as Markdown: the numbers behind its line, its findings, and its error if it
 * failed.
 */
import type { Finding } from '../../analysis/diagnosis/evidence/finding';
import { timeTaken } from '../../notation/durations';
import { mainMetrics, metricLabel, metricText } from '../../notation/metrics';
import { compact, plural } from '../../notation/numbers';
import type { Metric } from '../../protocol/run';
import type { RunSummary } from '../../run/files/runSummary';
import { cellText, statusText } from './runText';

const icons = { error: '$(error)', warning: '$(warning)', information: '$(info)' } as const;
const mostFindings = 8;

/**
 * @param name label of the run's line
 * @param metrics all metrics of the run, for values that the list has not read
 */
export function runTooltip(name: string, summary: RunSummary, metrics: readonly Metric[]): string {
  const { record, diagnosis, problems } = summary;
  const parts = [`**${escaped(name)}** — ${statusText[record.status]}`];
  if (record.error !== undefined) {
    parts.push(`$(error) ${escaped(record.error)}`);
  }
  parts.push(
    [
      '| | |',
      '| :-- | :-- |',
      ...rows(summary, metrics).map(([key, value]) => `| ${key} | ${escaped(value)} |`),
    ].join('\n'),
  );
  parts.push(...(diagnosis === null ? [] : findingLines(diagnosis.findings)));
  parts.push(...problems.map((problem) => `$(warning) could not be read: ${escaped(problem)}`));
  return parts.join('\n\n');
}

/** Escapes text from a file, so that nothing in it becomes a link, an image or a table. */
export function escaped(text: string): string {
  return text
    .replace(/[\\`*_{}[\]()#+\-!~|$]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/\s*[\r\n]+\s*/g, ' ');
}

function rows(
  { folder, title, record, config }: RunSummary,
  metrics: readonly Metric[],
): (readonly [key: string, value: string])[] {
  const { baseline } = record;
  const best = bestOf(metrics);
  const seconds = metrics.at(-1)?.seconds;
  const against = (loss: number) =>
    baseline.loss > 0
      ? `${compact(loss, 4)}, ${compact(loss / baseline.loss)} of the baseline`
      : compact(loss, 4);
  return [
    ...(title === null ? [] : [['Started', new Date(record.startedAt).toLocaleString('en-GB')] as const]),
    ['Config', record.name],
    ['Cell', cellText(config.model)],
    ['Hidden size', `${config.model.hiddenSize} (${plural(record.parameters, 'weight')})`],
    ['Epochs', `${record.epochs} of ${record.plannedEpochs} (${plural(record.steps, 'update')})`],
    ...(record.trainLoss === null ? [] : [['Training loss', compact(record.trainLoss, 4)] as const]),
    ...(record.validationLoss === null ? [] : [['Validation loss', against(record.validationLoss)] as const]),
    ...(best ? [[`Best ${best.which} loss`, `${against(best.loss)}, in epoch ${best.epoch}`] as const] : []),
    ...metricRows(record),
    ['Baseline', `${compact(baseline.loss, 4)}, ${baseline.name}`],
    ...(seconds === undefined ? [] : [['Duration', timeTaken(seconds)] as const]),
    ['Folder', folder],
  ];
}

/** Returns a row for each main metric, on the validation set and on the measured part of training. */
function metricRows({ metrics, signals: { token } }: RunSummary['record']): (readonly [string, string])[] {
  const { validation, training } = metrics ?? {};
  const judged = validation ?? training;
  return mainMetrics(judged ?? {}, token).map((name) => {
    const text = (value: number | null | undefined) => metricText(name, value ?? null);
    const label = metricLabel(name, token);
    const beside = validation && training ? `, in training ${text(training[name])}` : '';
    return [`${label[0].toUpperCase()}${label.slice(1)}`, `${text(judged?.[name])}${beside}`];
  });
}

/** Returns the least loss of an epoch, on the validation set if there is one. */
function bestOf(
  metrics: readonly Metric[],
): { readonly which: 'validation' | 'training'; readonly loss: number; readonly epoch: number } | undefined {
  const epochs = metrics.filter((metric) => metric.event === 'epoch');
  const which = epochs.some(({ validationLoss }) => validationLoss !== null) ? 'validation' : 'training';
  let best: { readonly loss: number; readonly epoch: number } | undefined;
  for (const { epoch, trainLoss, validationLoss } of epochs) {
    const loss = which === 'validation' ? validationLoss : trainLoss;
    if (loss !== null && (best === undefined || loss < best.loss)) {
      best = { loss, epoch };
    }
  }
  return best && { which, ...best };
}

function findingLines(findings: readonly Finding[]): string[] {
  if (findings.length === 0) {
    return ['$(pass) The diagnosis finds nothing.'];
  }
  const lines = findings
    .slice(0, mostFindings)
    .map(
      ({ severity, sentence, rule }) => `- ${icons[severity]} ${severity}: ${escaped(sentence)} (${rule})`,
    );
  const more = findings.length - lines.length;
  return [[...lines, ...(more > 0 ? [`- ${more} more in the panel`] : [])].join('\n')];
}
