/**
 * `npm run bench`: activation, event-loop delay and cancel inside a real VS Code, the training time of the examples, and
 * a training step against PyTorch, TensorFlow.js and brain.js. `npm run bench -- host`, `examples` or `training` runs one
 * part; `--install-peers` fetches what the third compares with.
 * Prints tables and keeps the numbers in `bench/results.json`, which is not checked in: they are those of one machine.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root, temporaryFolder } from '../test/vscode/folders';
import { runHostTests } from '../test/vscode/hostTests';
import { installVSCode } from '../test/vscode/install';
import { runMain, say, Trouble } from '../test/vscode/say';
import { measureExamples } from './examples';
import type { HostNumbers } from './host';
import { type Measured, table } from './spread';
import type { TrainingNumbers } from './training';
import { trainingTables } from './trainingTables';

const starts = 5;

const parts = ['host', 'examples', 'training'] as const;

async function main(): Promise<void> {
  const words = process.argv.slice(2).filter((word) => !word.startsWith('--'));
  const unknown = words.find((word) => !parts.some((part) => part === word));
  if (unknown !== undefined) {
    throw new Trouble(`There is no part ${unknown} of the bench: there are ${parts.join(', ')}.`);
  }
  const wanted = (part: (typeof parts)[number]) => words.length === 0 || words.includes(part);
  const machine = `${os.cpus()[0].model}, ${os.cpus().length} cores, ${os.platform()} ${os.arch()}, Node ${process.versions.node}`;
  const rows = [
    ...(wanted('host') ? await measureHost() : []),
    ...(wanted('examples') ? await measureExamples() : []),
  ];
  const training = wanted('training') ? await measureTraining() : undefined;
  say(`\n${machine}`);
  if (rows.length > 0) {
    say(`\n${table(rows)}\n`);
    say('The event loop is measured between two turns of a timer of 1 ms, which is part of the number.');
  }
  if (training) {
    say(`\n${trainingTables(training)}`);
  }
  const file = path.join(root, 'bench', 'results.json');
  const results = {
    ...(existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}), // of the parts that were not wanted now
    ...{ at: new Date().toISOString(), machine },
    ...(rows.length > 0 ? { rows } : {}),
    ...(training ? { training } : {}),
  };
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
}

/** In the Node that runs VS Code's extensions: an older one makes slower code of the same WebAssembly. */
async function measureTraining(): Promise<TrainingNumbers> {
  const { node } = await installVSCode();
  const folder = temporaryFolder('bench');
  const file = path.join(folder, 'training.json');
  const script = path.join(root, 'dist', 'bench', 'training.js');
  const flags = process.argv.slice(2).filter((word) => word.startsWith('--'));
  const child = spawn(node, [script, file, ...flags], { stdio: 'inherit' });
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) {
    throw new Trouble(`the comparison of training steps ended with code ${code}`);
  }
  const numbers: TrainingNumbers = JSON.parse(readFileSync(file, 'utf8'));
  rmSync(folder, { recursive: true, force: true });
  return numbers;
}

/** Activation happens once in a host, so there are several hosts. */
async function measureHost(): Promise<Measured[]> {
  const numbers: HostNumbers[] = [];
  const folder = temporaryFolder('bench');
  const file = path.join(folder, 'numbers.json');
  for (let start = 0; start < starts; start++) {
    const { failures } = await runHostTests({
      suite: path.join(root, 'dist', 'bench', 'host.js'),
      env: { UNROLL_BENCH_RESULT: file },
    });
    if (failures.length > 0) {
      throw new Error(failures[0].message);
    }
    numbers.push(JSON.parse(readFileSync(file, 'utf8')));
  }
  rmSync(folder, { recursive: true, force: true });
  const row = (name: string, take: (each: HostNumbers) => number | readonly number[]): Measured => ({
    name,
    unit: 'ms',
    values: numbers.flatMap(take),
  });
  return [
    row('activation, as VS Code waits for it', ({ activation }) => activation),
    row('event loop of an idle host, 99th percentile', ({ idle }) => idle.p99),
    row('event loop while weather is trained, median', ({ training }) => training.p50),
    row('event loop while weather is trained, 99th percentile', ({ training }) => training.p99),
    row('event loop while weather is trained, longest', ({ training }) => training.max),
    row('from the cancel command to the run on disk', ({ cancel }) => cancel),
  ];
}

runMain(main);
