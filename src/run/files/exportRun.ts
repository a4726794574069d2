/** Exports runs from `.unroll`: their metrics as one table, or the folder of a run as it is. */
import { createWriteStream } from 'node:fs';
import { cp, mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Metric } from '../../protocol/run';
import { isSystemError, writeError } from './fileErrors';
import { fileNames } from './folder';
import { InputError } from './inputError';
import { readMetrics } from './metrics';

const columns = [
  'run',
  'event',
  'step',
  'epoch',
  'seconds',
  'loss',
  'gradientNorm',
  'clipped',
  'learningRate',
  'trainLoss',
  'validationLoss',
  'freeTrainLoss',
] as const;

/**
 * Writes a row for each logged update and each epoch, run after run, under the names of `metrics.jsonl`; a
 * field that an event lacks is empty.
 * @param runs with the name that stands in the first column
 * @throws InputError where a run cannot be read or the file cannot be written
 */
export async function exportMetrics(
  runs: readonly { readonly folder: string; readonly name: string }[],
  file: string,
): Promise<void> {
  async function* rows(): AsyncGenerator<string> {
    yield `${columns.join(',')}\n`;
    for (const { folder, name } of runs) {
      const metrics = await readMetrics(path.join(folder, fileNames.metrics));
      yield metrics.map((metric) => row(name, metric)).join('');
    }
  }
  try {
    await pipeline(rows, createWriteStream(file));
  } catch (error) {
    throw isSystemError(error) ? new InputError(`cannot write ${file}: ${writeError(error)}`) : error;
  }
}

/**
 * Copies the folder of a run into another folder, under its own name.
 * @returns the copy
 * @throws InputError where something of this name exists, or it cannot be written
 */
export async function copyRun(folder: string, into: string): Promise<string> {
  const copy = path.join(into, path.basename(folder));
  try {
    await mkdir(copy, { recursive: true });
    if ((await readdir(copy)).length > 0) {
      throw new InputError(`${copy} is there already and not empty`);
    }
    await cp(folder, copy, { recursive: true, preserveTimestamps: true });
  } catch (error) {
    throw isSystemError(error) ? new InputError(`cannot write ${copy}: ${writeError(error)}`) : error;
  }
  return copy;
}

function row(run: string, metric: Metric): string {
  const values = new Map<string, string | number | boolean | null>([['run', run], ...Object.entries(metric)]);
  return `${columns.map((column) => field(values.get(column))).join(',')}\n`;
}

/** A field of CSV, quoted by RFC 4180. */
function field(value: string | number | boolean | null | undefined): string {
  const text = String(value ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
