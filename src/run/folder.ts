/**
 * A run's folder, `.unroll/<config name>/<UTC time>-<4 letters>/`: what is in it, and reading it.
 *
 *     config.json              the resolved config
 *     run.json                 status and summary (`RunRecord`)
 *     metrics.jsonl            a line for each logged update and each epoch (`Metric`)
 *     checkpoint.safetensors   weights, optimizer, and where the training stands
 *     traces/<update>.safetensors
 */
import { randomInt } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { readResolved } from '../config/resolved';
import type { Config } from '../config/schema';
import type { Metric, RunRecord } from '../protocol';
import { readMetrics, readRecord } from './record';

export const fileNames = {
  config: 'config.json',
  record: 'run.json',
  metrics: 'metrics.jsonl',
  checkpoint: 'checkpoint.safetensors',
} as const;

export interface StoredRun {
  /** Absolute. */
  readonly folder: string;
  readonly record: RunRecord;
  readonly config: Config;
  readonly metrics: readonly Metric[];
}

/** @throws with one line that names the file that cannot be read */
export async function readRun(folder: string): Promise<StoredRun> {
  const record = await readRunRecord(folder);
  const config = readResolved(await read(folder, fileNames.config));
  const metrics = existsSync(path.join(folder, fileNames.metrics))
    ? readMetrics(await read(folder, fileNames.metrics), fileNames.metrics)
    : [];
  return { folder, record, config, metrics };
}

/** `run.json` alone; a run whose process is gone is `interrupted`, whatever it last wrote. */
export async function readRunRecord(folder: string): Promise<RunRecord> {
  const record = readRecord(await read(folder, fileNames.record), path.join(folder, fileNames.record));
  return record.status === 'running' && !isAlive(record.process)
    ? { ...record, status: 'interrupted' }
    : record;
}

/** Folders of all runs of a config, the latest last. @param root folder that holds `.unroll` */
export async function listRuns(root: string, name: string): Promise<string[]> {
  const folder = path.join(root, '.unroll', name);
  if (!existsSync(folder)) {
    return [];
  }
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && existsSync(path.join(folder, entry.name, fileNames.record)))
    .map((entry) => path.join(folder, entry.name))
    .sort();
}

/** Folder of the latest run of a config, if it has one. */
export async function latestRun(root: string, name: string): Promise<string | undefined> {
  return (await listRuns(root, name)).at(-1);
}

/** Makes the folder of a new run beside its config, or where it is asked for, which must be empty or not there. */
export function makeRunFolder(root: string, name: string, now: Date, out?: string): string {
  const folder = out ?? path.join(root, '.unroll', name, `${timeStamp(now)}-${letters()}`);
  if (out === undefined) {
    mkdirSync(path.join(root, '.unroll'), { recursive: true });
    const ignore = path.join(root, '.unroll', '.gitignore');
    if (!existsSync(ignore)) {
      writeFileSync(ignore, '*\n');
    }
  }
  mkdirSync(path.join(folder, 'traces'), { recursive: true });
  return folder;
}

export function appendMetrics(folder: string, metrics: readonly Metric[]): void {
  appendFileSync(
    path.join(folder, fileNames.metrics),
    metrics.map((metric) => `${JSON.stringify(metric)}\n`).join(''),
  );
}

/** The process that writes a run, so that a reader can tell whether it is still there. */
export function thisProcess(): RunRecord['process'] {
  return { id: process.pid, host: hostname() };
}

function isAlive({ id, host }: RunRecord['process']): boolean {
  if (host !== hostname()) {
    return true; // on another machine, over a shared folder: it cannot be told
  }
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    // Without the right to signal it, it is there all the same.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function read(folder: string, name: string): Promise<string> {
  return readFile(path.join(folder, name), 'utf8');
}

/** `2026-03-02T14-05-11.123Z` with dashes for colons: sorts by time, and is a file name everywhere. */
function timeStamp(now: Date): string {
  return now.toISOString().replaceAll(':', '-');
}

function letters(): string {
  return Array.from({ length: 4 }, () => String.fromCharCode(97 + randomInt(26))).join('');
}
