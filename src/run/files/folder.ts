/**
 * A run's folder, `.unroll/<config name>/<UTC time>-<4 letters>/`: where it is, what it contains, and how it
 * is read.
 *
 *     config.json              the resolved config
 *     run.json                 status and summary (`RunRecord`); a folder without it is not a run (yet)
 *     dataset.json             how the data is read: columns, scaling, vocabulary (`StoredDataset`)
 *     metrics.jsonl            a line for each logged update and each epoch (`Metric`)
 *     evaluation.json          the latest metrics in full: confusion, errors, places (`Evaluation`)
 *     checkpoint.safetensors   weights, optimizer, and the place of the training
 *     traces/<update>.safetensors    traces of the watched sequences at that snapshot
 *     weights/<update>.safetensors   the weights of the same snapshot
 *     picked/<update>-<set>-<sequence>.safetensors   sequences that a person looks at; may be deleted at any
 *     time
 *     tokens.json              the token of each row of the embeddings, where there are any
 *     findings.json            the findings, once a front end has had the run diagnosed (`Diagnosis`)
 *     title.txt                the run's title, once a person has given it one
 */
import { readdir, readFile, stat } from 'node:fs/promises';
import { hostname, uptime } from 'node:os';
import path from 'node:path';
import { readResolved } from '../../config/resolved';
import type { Config } from '../../config/schema';
import { messageOf } from '../../notation/errors';
import type { Metric, RunRecord } from '../../protocol/run';
import { isSystemError, trouble } from './fileErrors';
import { InputError } from './inputError';
import { readMetrics } from './metrics';
import { parseRecord } from './record';

export const fileNames = {
  config: 'config.json',
  record: 'run.json',
  dataset: 'dataset.json',
  metrics: 'metrics.jsonl',
  evaluation: 'evaluation.json',
  checkpoint: 'checkpoint.safetensors',
  traces: 'traces',
  weights: 'weights',
  picked: 'picked',
  findings: 'findings.json',
  tokens: 'tokens.json',
  title: 'title.txt',
} as const;

export interface StoredRun {
  /** Absolute. */
  readonly folder: string;
  readonly record: RunRecord;
  readonly config: Config;
  readonly metrics: readonly Metric[];
}

/** @throws InputError with one line that names the file that cannot be read */
export async function readRun(folder: string): Promise<StoredRun> {
  const record = await readRunRecord(folder);
  const config = await readRunConfig(folder);
  const metrics = await readMetrics(path.join(folder, fileNames.metrics));
  return { folder, record: upToDate(record, metrics), config, metrics };
}

/** Reads `run.json` alone. A run whose process is gone is `interrupted`, whatever it last wrote. */
export async function readRunRecord(folder: string): Promise<RunRecord> {
  const file = path.join(folder, fileNames.record);
  const record = parseRecord(await readText(file), file);
  if (record.status !== 'running') {
    return record;
  }
  const { mtimeMs } = await stat(file);
  return isAlive(record.process, mtimeMs) ? record : { ...record, status: 'interrupted' };
}

/**
 * Folders of all runs of a config, the latest last.
 * @param root folder that holds `.unroll`
 */
export async function listRuns(root: string, name: string): Promise<string[]> {
  const folder = path.join(root, '.unroll', name);
  const entries = await readdir(folder, { withFileTypes: true }).catch(whenMissing([]));
  const runs: string[] = [];
  for (const entry of entries.filter((found) => found.isDirectory())) {
    const run = path.join(folder, entry.name);
    if (await stat(path.join(run, fileNames.record)).catch(whenMissing(undefined))) {
      runs.push(run);
    }
  }
  return runs.sort();
}

/** The run folders of one config that a folder holds. */
export interface ListedRuns {
  /** The config's name. */
  readonly name: string;
  /**
   * Absolute, the latest first. Their contents have not been read: a folder without `run.json` is not a run.
   */
  readonly folders: readonly string[];
}

/**
 * Lists the runs in a folder's `.unroll` by the name of their config. Names that begin with a dot are
 * Unroll's own.
 */
export async function listAllRuns(root: string): Promise<ListedRuns[]> {
  const unroll = path.join(root, '.unroll');
  const names = await folderNames(unroll);
  const listed = await Promise.all(
    names.map(async (name) => ({
      name,
      folders: (await folderNames(path.join(unroll, name)))
        .toReversed()
        .map((run) => path.join(unroll, name, run)),
    })),
  );
  return listed.filter(({ folders }) => folders.length > 0);
}

/** Folder of the latest run of a config; undefined where there is none. */
export async function latestRun(root: string, name: string): Promise<string | undefined> {
  return (await listRuns(root, name)).at(-1);
}

/** The process that writes a run, by which a reader can check whether it is still alive. */
export function thisProcess(): RunRecord['process'] {
  return { id: process.pid, host: hostname() };
}

/**
 * Reads `config.json` alone.
 * @throws InputError with one line that names the file
 */
export async function readRunConfig(folder: string): Promise<Config> {
  const file = path.join(folder, fileNames.config);
  const text = await readText(file);
  try {
    return readResolved(text);
  } catch (error) {
    throw new InputError(`${file}: ${messageOf(error)}`);
  }
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw isSystemError(error)
      ? new InputError(
          `${path.dirname(file)} is not the folder of a run: ${path.basename(file)}: ${trouble(error)}`,
        )
      : error;
  }
}

/**
 * Brings the record of a run that has not ended up to date with its metrics, because it is written less often
 * than they are.
 */
function upToDate(record: RunRecord, metrics: readonly Metric[]): RunRecord {
  const last = metrics.at(-1);
  if (!last || (record.status !== 'running' && record.status !== 'interrupted')) {
    return record;
  }
  const epoch = metrics.findLast((metric) => metric.event === 'epoch');
  return {
    ...record,
    steps: Math.max(record.steps, last.step),
    ...(epoch && epoch.epoch >= record.epochs
      ? {
          epochs: epoch.epoch,
          trainLoss: epoch.trainLoss,
          validationLoss: epoch.validationLoss,
          metrics: epoch.metrics,
        }
      : {}),
  };
}

/**
 * @param written time of the last write of the record, in milliseconds; if the machine started later, the id
 *   belongs to another process now
 */
function isAlive({ id, host }: RunRecord['process'], written: number): boolean {
  if (host !== hostname()) {
    return true; // on another machine, over a shared folder: nothing is known about it
  }
  if (written < Date.now() - uptime() * 1000) {
    return false;
  }
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    // EPERM means that the process exists, though it may not be signalled.
    return isSystemError(error) && error.code === 'EPERM';
  }
}

/** Names of the folders in a folder, sorted. */
async function folderNames(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(whenMissing([]));
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .sort();
}

/** A handler for a file or a folder that may be missing. */
function whenMissing<T>(instead: T): (error: unknown) => T {
  return (error) => {
    if (isSystemError(error) && error.code === 'ENOENT') {
      return instead;
    }
    throw error;
  };
}
