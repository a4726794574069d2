/**
 * Measures inside the extension host of a real VS Code: how long activation takes, how late the host's event
 * loop runs while a model is trained, and how long a cancel takes until it is recorded on disk. Writes its
 * numbers to the file that UNROLL_BENCH_RESULT names.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { RunRecord } from '../src/protocol/run';
import { type Machine, thisMachine } from '../src/speed/machine';
import { writeResult } from '../test/vscode/result';

/** Times in milliseconds. */
export interface HostNumbers {
  readonly machine: Machine;
  readonly activation: number;
  /** Percentiles of the time between two turns of a timer of 1 ms. */
  readonly idle: Delay;
  readonly training: Delay;
  /** Time from the command to the record of the cancel in the run's folder. */
  readonly cancel: readonly number[];
}

export interface Delay {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** Time for VS Code's own work after its start, which is not measured. */
const secondsToSettle = 4;
const secondsIdle = 3;
const cancels = 3;

export async function run(): Promise<void> {
  const extension = vscode.extensions.getExtension('unroll.unroll');
  assert.ok(extension);
  assert.equal(extension.isActive, false);
  await wait(1000 * secondsToSettle);
  const start = performance.now();
  await extension.activate();
  const activation = performance.now() - start;

  const idle = await delayDuring(() => wait(1000 * secondsIdle));
  const weather = inWorkspace('weather', 'weather.unroll.json');
  const training = await delayDuring(() => train(weather));
  const cancel = await cancelTimes(weather);
  const numbers: HostNumbers = { machine: thisMachine(), activation, idle, training, cancel };
  const file = process.env.UNROLL_BENCH_RESULT;
  assert.ok(file);
  writeFileSync(file, JSON.stringify(numbers));
  writeResult({ passes: ['measured'], failures: [] });
}

async function delayDuring(work: () => Promise<unknown>): Promise<Delay> {
  const histogram = monitorEventLoopDelay({ resolution: 1 });
  histogram.enable();
  await work();
  histogram.disable();
  const milliseconds = (nanoseconds: number) => nanoseconds / 1e6;
  return {
    p50: milliseconds(histogram.percentile(50)),
    p99: milliseconds(histogram.percentile(99)),
    max: milliseconds(histogram.max),
  };
}

/** Trains a config to its end with the panel open. */
async function train(config: vscode.Uri): Promise<void> {
  const before = runs(config).length;
  await vscode.commands.executeCommand('unroll.train', config);
  await until(() => {
    const record = recordOf(runs(config).slice(before).at(-1));
    assert.notEqual(record?.status, 'failed', record?.error);
    return record !== undefined && record.status !== 'running';
  }, 100);
}

async function cancelTimes(config: vscode.Uri): Promise<number[]> {
  const times: number[] = [];
  while (times.length < cancels) {
    const before = runs(config).length;
    await vscode.commands.executeCommand('unroll.train', config);
    await until(() => recordOf(runs(config).slice(before).at(-1)) !== undefined, 20);
    await wait(1000); // the training has begun by then
    const folder = runs(config).at(-1);
    const start = performance.now();
    vscode.commands.executeCommand('unroll.cancel', config);
    await until(() => recordOf(folder)?.status === 'cancelled', 2);
    times.push(performance.now() - start);
    await wait(500);
  }
  return times;
}

async function until(done: () => boolean, every: number): Promise<void> {
  const end = Date.now() + 300_000;
  while (!done()) {
    assert.ok(Date.now() < end, 'a training has not ended within five minutes');
    await wait(every);
  }
}

function inWorkspace(...parts: readonly string[]): vscode.Uri {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  return vscode.Uri.joinPath(folder.uri, ...parts);
}

function runs(config: vscode.Uri): string[] {
  const name = path.basename(config.fsPath, '.unroll.json');
  const folder = path.join(path.dirname(config.fsPath), '.unroll', name);
  return list(folder).map((run) => path.join(folder, run));
}

function recordOf(folder: string | undefined): RunRecord | undefined {
  return folder && list(folder).includes('run.json')
    ? JSON.parse(readFileSync(path.join(folder, 'run.json'), 'utf8'))
    : undefined;
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return [];
    }
    throw error;
  }
}
