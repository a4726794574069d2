/** `metrics.jsonl`: appended in batches while a run trains, read in pieces however long it has become. */
import { appendFileSync, createReadStream } from 'node:fs';
import type { Metric } from '../../protocol/run';
import { isSystemError } from './fileErrors';
import { parseMetric } from './record';

export function appendMetrics(file: string, metrics: readonly Metric[]): void {
  appendFileSync(file, printMetrics(metrics));
}

/** One JSON object a line. */
export function printMetrics(metrics: readonly Metric[]): string {
  return metrics.map((metric) => `${JSON.stringify(metric)}\n`).join('');
}

/**
 * The metrics in order; none where there is no file yet. A last line without its line break is left out: it
 * is being written, or its process was killed while it wrote.
 * @throws InputError with one line that names the first broken line before that
 */
export async function readMetrics(file: string): Promise<Metric[]> {
  const metrics: Metric[] = [];
  let pending = '';
  try {
    for await (const chunk of createReadStream(file, { encoding: 'utf8' })) {
      const lines = `${pending}${chunk}`.split('\n');
      pending = lines.pop() ?? '';
      for (const line of lines) {
        metrics.push(parseMetric(line, `${file}, line ${metrics.length + 1}`));
      }
    }
  } catch (error) {
    if (isSystemError(error) && error.code === 'ENOENT') {
      return [];
    }
    throw error;
  }
  return metrics;
}
