/**
 * A run's folder, `.unroll/<config name>/<UTC time>-<4 letters>/`: where it is, what is in it, and reading it.
 *
 *     config.json              the resolved config
 *     run.json                 status and summary (`RunRecord`); a folder without it is not a run (yet)
 *     metrics.jsonl            a line for each logged update and each epoch (`Metric`)
 *     checkpoint.safetensors   weights, optimizer, and where the training stands
 *     traces/<update>.safetensors    what was watched at that moment
 *     weights/<update>.safetensors   the weights of the same moment
 *     picked/<update>-<set>-<sequence>.safetensors   sequences that a person looks at; may be deleted at any time
 *     findings.json            what was found, once a front end has had it diagnosed (`Diagnosis`)
 *     title.txt                what a person calls it, once it has been given a name
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
  metrics: 'metrics.jsonl',
  checkpoint: 'checkpoint.safetensors',
  traces: 'traces',
  weights: 'weights',
  picked: 'picked',
  findings: 'findings.json',
  title: 'title.txt',
} as const;

export interface StoredRun {
  /** Absolute. */
  readonly folder: string;
  readonly record: RunRecord;
  readonly config: Config;
  readonly metrics: readonly Metric[];
}

/** @throws BadInput with one line that names the file that cannot be read */
export async function readRun(folder: string): Promise<StoredRun> {
  const record = await readRunRecord(folder);
  const config = await readRunConfig(folder);
  const metrics = await readMetrics(path.join(folder, fileNames.metrics));
  return { folder, record: upToDate(record, metrics), config, metrics };
}

/** `run.json` alone; a run whose process is gone is `interrupted`, whatever it last wrote. */
export async function readRunRecord(folder: string): Promise<RunRecord> {
  const file = path.join(folder, fileNames.record);
  const record = parseRecord(await readText(file), file);
  if (record.status !== 'running') {
    return record;
  }
  const { mtimeMs } = await stat(file);
  return isAlive(record.process, mtimeMs) ? record : { ...record, status: 'interrupted' };
}

/** Folders of all runs of a config, the latest last. @param root folder that holds `.unroll` */
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

/** The runs that a folder may have of one config. */
export interface ListedRuns {
  /** Of the config. */
  readonly name: string;
  /** Absolute, the latest first. Nothing in them has been looked at: one without `run.json` is not a run. */
  readonly folders: readonly string[];
}

/** What `.unroll` in a folder lists, by name of the config; names that begin with a dot are Unroll's own. */
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

/** Folder of the latest run of a config, if it has one. */
export async function latestRun(root: string, name: string): Promise<string | undefined> {
  return (await listRuns(root, name)).at(-1);
}

/** The process that writes a run, so that a reader can tell whether it is still there. */
export function thisProcess(): RunRecord['process'] {
  return { id: process.pid, host: hostname() };
}

/** `config.json` alone. @throws BadInput with one line that names the file */
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

/** The record is written less often than the metrics; they tell where a run stands that has not ended. */
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
      ? { epochs: epoch.epoch, trainLoss: epoch.trainLoss, validationLoss: epoch.validationLoss }
      : {}),
  };
}

/** @param written when it last wrote the record, in milliseconds; before the machine started it was another process */
function isAlive({ id, host }: RunRecord['process'], written: number): boolean {
  if (host !== hostname()) {
    return true; // on another machine, over a shared folder: it cannot be told
  }
  if (written < Date.now() - uptime() * 1000) {
    return false;
  }
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    // Without the right to signal it, it is there all the same.
    return isSystemError(error) && error.code === 'EPERM';
  }
}

/** Sorted. */
async function folderNames(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(whenMissing([]));
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .sort();
}

/** For what need not be there. */
function whenMissing<T>(instead: T): (error: unknown) => T {
  return (error) => {
    if (isSystemError(error) && error.code === 'ENOENT') {
      return instead;
    }
    throw error;
  };
}
