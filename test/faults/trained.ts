/** Trains cases in worker threads and diagnoses them there, by the code that every front end uses. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Finding } from '../../src/analysis/diagnosis/evidence/finding';
import { decodeSafetensors, encodeSafetensors } from '../../src/formats/safetensors';
import type { Rule } from '../../src/notation/findings';
import type { RunEvent } from '../../src/protocol/run';
import { RunWorker } from '../../src/run/client/client';
import { fileNames } from '../../src/run/files/folder';
import { executeRun } from '../../src/run/training/execute';
import { root } from '../vscode/folders';
import { Trouble } from '../vscode/say';
import type { Case } from './case';
import { type Fixed, fixedBy } from './fixed';

export interface Outcome {
  readonly seed: number;
  readonly findings: readonly Finding[];
  /** The effect of the first fix of the planted fault; null where it was not tried. */
  readonly fixed: Fixed | null;
}

/** Number of trainings at a time. */
const atOnce = 2;

/**
 * Trains and diagnoses every case.
 * @param folder folder of the data files, in which the runs are kept; an existing run of the same config is
 * not trained again
 * @param onOutcome receives each case as soon as all its seeds are done
 * @param fixing whether to try the first fix of each planted fault too, with the first seed
 */
export async function trainAll<C extends Case>(
  cases: readonly C[],
  seeds: readonly number[],
  folder: string,
  onOutcome: (one: C, outcomes: readonly Outcome[]) => void,
  fixing = false,
): Promise<void> {
  const worker = new RunWorker(path.join(root, 'dist', 'worker.js'));
  const waiting = [...cases];
  const take = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const outcomes: Outcome[] = [];
      for (const seed of seeds) {
        const run = await trained(worker, next, seed, folder);
        const { findings } = await worker.diagnose(run, {});
        const fixed =
          fixing && seed === seeds[0] ? await firstFix(worker, next, seed, folder, run, findings) : null;
        outcomes.push({ seed, findings, fixed });
      }
      onOutcome(next, outcomes);
    }
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, take));
  } finally {
    await worker.dispose();
  }
}

/** Tries the first fix of a planted fault that a config can have: what was set in the weights has none. */
async function firstFix(
  worker: RunWorker,
  one: Case & { readonly rule?: Rule },
  seed: number,
  folder: string,
  run: string,
  findings: readonly Finding[],
): Promise<Fixed | null> {
  const finding = findings.find(({ rule, severity }) => rule === one.rule && severity !== 'information');
  return one.change || finding === undefined
    ? null
    : fixedBy(worker, run, textOf(one, seed), finding, (text) =>
        trained(worker, { ...one, name: `${one.name}-fixed` }, seed, folder, text),
      );
}

export function textOf({ settings }: Case, seed: number): string {
  return JSON.stringify({ ...settings, training: { threads: 1, seed, ...settings.training } });
}

/** @returns the run's folder */
async function trained(
  worker: RunWorker,
  one: Case,
  seed: number,
  folder: string,
  text = textOf(one, seed),
): Promise<string> {
  const out = path.join(folder, 'runs', `${one.name}-${seed}`);
  const done = `${out}.done`;
  const signature = `${text}\n${one.change?.toString() ?? ''}`;
  if (existsSync(done) && readFileSync(done, 'utf8') === signature) {
    return out;
  }
  rmSync(out, { recursive: true, force: true });
  mkdirSync(path.dirname(out), { recursive: true });
  const config = path.join(folder, `${one.name}.unroll.json`);
  if (one.change) {
    await begin({ config, text, out });
    change(path.join(out, fileNames.checkpoint), one);
    await run(worker, { config, text, resume: out });
  } else {
    await run(worker, { config, text, out });
  }
  writeFileSync(done, signature);
  return out;
}

function change(file: string, { change: by, settings }: Case): void {
  const { tensors, metadata } = decodeSafetensors(readFileSync(file));
  by?.(tensors, settings.model.hiddenSize);
  writeFileSync(file, encodeSafetensors(tensors, metadata));
}

/** Makes a run of a single update. */
async function begin(request: Parameters<RunWorker['train']>[0]): Promise<void> {
  const flag = new Int32Array(new SharedArrayBuffer(8));
  const cancelAfterStep = (event: RunEvent) => {
    if (event.event === 'step') {
      Atomics.store(flag, 0, 1);
    }
  };
  const listener = { say: cancelAfterStep, pulse: () => undefined };
  const { status, steps, error } = await executeRun(
    { ...request, request: 'train', cancel: flag.buffer },
    listener,
  );
  if (status !== 'cancelled' || steps !== 1) {
    throw new Trouble(`${request.config}: ${status} after ${steps} updates instead of one: ${error ?? ''}`);
  }
}

/**
 * @throws Trouble when the config or its data is wrong; a run that fails on its numbers is intended in some
 * cases
 */
async function run(worker: RunWorker, request: Parameters<RunWorker['train']>[0]): Promise<void> {
  const ignore = (_: RunEvent) => undefined;
  const { error, badInput, stack } = await worker.train(request, ignore).finished;
  if (badInput || stack !== undefined) {
    throw new Trouble(`${request.config}: ${error ?? 'failed'}`);
  }
}
