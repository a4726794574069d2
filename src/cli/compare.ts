/** `unroll compare`: the same task with several cells or settings, as a table or as JSON lines. */
import path from 'node:path';
import { parseConfig } from '../config/parse';
import { comparedVariants } from '../config/variants';
import { clock } from '../notation/durations';
import { metricPhrases } from '../notation/metrics';
import { significant } from '../notation/numbers';
import type { ComparedRun, Comparison } from '../protocol/comparison';
import type { Metric } from '../protocol/run';
import { RunWorker } from '../run/client/client';
import { ComparisonRun } from '../run/client/comparison';
import { checkedConfig, readConfigText } from '../run/files/configText';
import { lossAt } from '../run/files/pace';
import { aligned } from '../speed/lines';
import { complain, exitCodes, say } from './output';
import { cancelOnSignals } from './signals';

export interface CompareOptions {
  readonly updates?: number;
  readonly json?: boolean;
}

/**
 * @returns the exit code
 * @throws InputError with one line where the file is not a valid config
 */
export async function compare(
  configFile: string,
  { updates, json = false }: CompareOptions,
): Promise<number> {
  const text = await readConfigText(configFile);
  checkedConfig(text);
  const variants = comparedVariants(text);
  const metrics = variants.map((): Metric[] => []);
  const told = variants.map(() => '');
  const worker = new RunWorker(path.join(__dirname, 'worker.js'));
  const comparison = new ComparisonRun(
    worker,
    {
      id: 0,
      title: 'Compare',
      trial: null,
      together: false,
      variants,
      limits: {},
      config: path.resolve(configFile),
      updates: updates ?? null,
    },
    {
      changed({ runs }) {
        runs.forEach(({ label, status }, r) => {
          if (!json && status !== told[r] && status !== 'waiting') {
            say(status === 'running' ? `training ${label}` : `${label}: ${status}`);
          }
          told[r] = status;
        });
      },
      metrics: (run, metric) => metrics[run].push(metric),
    },
  );
  cancelOnSignals(() => comparison.cancel());
  const ended = await comparison.finished;
  await worker.dispose();
  if (json) {
    for (const [r, run] of ended.runs.entries()) {
      say(JSON.stringify({ ...run, seconds: metrics[r].at(-1)?.seconds ?? null }));
    }
  } else {
    table(ended, metrics).forEach(say);
  }
  return exitCodeOf(
    ended,
    configFile,
    variants.map(({ text: own }) => own),
  );
}

function table({ runs, summary }: Comparison, metrics: readonly (readonly Metric[])[]): string[] {
  const seconds = metrics.map((of) => of.at(-1)?.seconds ?? 0);
  // A failed variant is left out, because it does not show what the others had reached by then.
  const shortest = Math.min(...seconds.filter((each, r) => each > 0 && runs[r].status !== 'failed'));
  return [
    '',
    ...aligned([
      [
        'variant',
        'weights',
        'updates',
        'ms an update',
        'time',
        'loss',
        'of baseline',
        Number.isFinite(shortest) ? `loss after ${clock(shortest)}` : 'loss',
        'metrics',
        'horizon',
        'findings',
      ],
      ...runs.map((run, r) => cells(run, seconds[r], lossAt(metrics[r], shortest))),
    ]),
    ...(summary === null ? [] : ['', summary]),
  ];
}

function cells(
  { label, parameters, steps, secondsPerUpdate, loss, metrics, token, baseline, diagnosis }: ComparedRun,
  seconds: number,
  lossThen: number | null,
): string[] {
  const reach = diagnosis?.reach;
  const grave = diagnosis?.findings.filter(({ severity }) => severity !== 'information') ?? [];
  return [
    label,
    parameters === null ? '' : String(parameters),
    String(steps),
    secondsPerUpdate === null ? '' : significant(1000 * secondsPerUpdate, 4),
    clock(seconds),
    loss === null ? '' : significant(loss, 4),
    loss === null || baseline === null ? '' : significant(loss / baseline.loss, 4),
    lossThen === null ? '' : significant(lossThen, 4),
    metrics ? metricPhrases(metrics, token).slice(0, 2).join(', ') : '',
    reach ? `${significant(reach.horizon, 4)} of ${significant(reach.span, 4)} steps` : '',
    grave.map(({ rule }) => rule).join(', ') || 'none',
  ];
}

/** Reports a failed variant on stderr; the others count all the same. */
function exitCodeOf({ runs }: Comparison, configFile: string, texts: readonly string[]): number {
  const failed = runs.filter(({ status }) => status === 'failed');
  for (const { label, error } of failed) {
    complain(`${configFile}: ${label}: ${error ?? 'failed'}`);
  }
  if (runs.some(({ status }) => status === 'cancelled')) {
    return exitCodes.cancelled;
  }
  const bad = texts.some((text) => parseConfig(text).config === undefined);
  return failed.length === 0 ? exitCodes.done : bad ? exitCodes.badInput : exitCodes.failed;
}
