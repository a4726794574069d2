/** Resumes a run that was cancelled or interrupted: what must agree, and where its training continues. */
import path from 'node:path';
import { asBegun } from '../../config/resolved';
import type { Config } from '../../config/schema';
import type { Build } from '../../engine/kernels/kernels';
import { isSupported } from '../../engine/kernels/webAssembly';
import { FormatError } from '../../formats/safetensors';
import type { Metric } from '../../protocol/run';
import { fileNames, readRun, type StoredRun, thisProcess } from '../files/folder';
import { InputError } from '../files/inputError';
import { readTensorFile } from '../files/tensorFile';
import type { Trial } from './trainingSetup';
import { RunWriter } from './writer';

/**
 * @param config the present config; its number of threads may differ, since the result does not depend on it
 * @throws InputError where the folder holds no run, where its run is still running, or where its config was
 *   different
 */
export async function openRun(folder: string, config: Config): Promise<StoredRun> {
  const stored = await readRun(folder);
  const { status, process } = stored.record;
  if (status === 'running') {
    throw new InputError(`cannot go on with ${folder}: it is still running, in process ${process.id}`);
  }
  const { threads } = config.training;
  const asStored = { ...stored.config, training: { ...stored.config.training, threads } };
  const difference = firstDifference(asStored, asBegun(config, stored.config), []);
  if (difference) {
    const { key, left, right } = difference;
    throw new InputError(
      `cannot go on with ${folder}: ${key.join('.')} is ${left} there and ${right} in the config; make them agree or start a new run`,
      key,
    );
  }
  return { ...stored, config: asStored };
}

/**
 * The kernels that a resumed run is computed with: the ones it began with, so that it ends with the same
 * bits.
 * @throws InputError where this JavaScript engine cannot run them
 */
export function buildOf({ folder, record }: StoredRun): Build {
  const { kernels = 'plain' } = record;
  if (!isSupported(kernels)) {
    throw new InputError(
      `cannot go on with ${folder}: it was begun with kernels for relaxed SIMD, which Node ${process.version} does not have; use Node 22 or later, or start a new run`,
    );
  }
  return kernels;
}

/**
 * Restores the training from the run's checkpoint.
 * @throws InputError where the data or the checkpoint does not belong to that run
 */
export async function resumeRun(
  { folder, record, metrics }: StoredRun,
  { fingerprint, training }: Trial,
): Promise<RunWriter> {
  if (record.dataFingerprint !== fingerprint) {
    throw new InputError(
      `cannot go on with ${folder}: the data is not what it was when this run began; bring it back or start a new run`,
      ['data'],
    );
  }
  const file = path.join(folder, fileNames.checkpoint);
  const checkpoint = await readTensorFile(file, 'checkpoint');
  try {
    training.restore(checkpoint);
  } catch (error) {
    throw error instanceof FormatError ? new InputError(`${file}: ${error.message}`) : error;
  }
  const { step: update, epoch } = training;
  const kept = metrics.filter((metric) => isBefore(metric, update, epoch));
  const { error: _, nonFinite: __, finishedAt: ___, ...rest } = record;
  const writer = new RunWriter(
    folder,
    training,
    {
      ...rest,
      status: 'running',
      metrics: kept.findLast((metric) => metric.event === 'epoch')?.metrics ?? null,
      process: thisProcess(),
      threads: training.threads,
      memory: training.memory,
    },
    kept.at(-1)?.seconds,
  );
  writer.goOn(kept);
  return writer;
}

/** Whether it was logged before the checkpoint: an epoch's line follows the line of its last update. */
function isBefore(metric: Metric, update: number, epoch: number): boolean {
  return metric.event === 'epoch' ? metric.epoch <= epoch : metric.step <= update;
}

interface Difference {
  readonly key: readonly string[];
  readonly left: string;
  readonly right: string;
}

function firstDifference(left: unknown, right: unknown, key: readonly string[]): Difference | undefined {
  if (isObject(left) && isObject(right)) {
    for (const name of new Set([...Object.keys(left), ...Object.keys(right)])) {
      const found = firstDifference(left[name], right[name], [...key, name]);
      if (found) {
        return found;
      }
    }
    return undefined;
  }
  const shown = [left, right].map((value) => JSON.stringify(value) ?? 'not set');
  return shown[0] === shown[1] ? undefined : { key, left: shown[0], right: shown[1] };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
