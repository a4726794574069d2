/**
 * `npm run bench`: activation, event-loop delay and cancel inside a real VS Code, and the training time of the examples.
 * Prints a table and keeps the numbers in `bench/results.json`, which is not checked in: they are those of one machine.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root, temporaryFolder } from '../test/vscode/folders';
import { runHostTests } from '../test/vscode/hostTests';
import { runMain, say } from '../test/vscode/say';
import { measureExamples } from './examples';
import type { HostNumbers } from './host';
import { type Measured, table } from './spread';

const starts = 5;

async function main(): Promise<void> {
  const machine = `${os.cpus()[0].model}, ${os.cpus().length} cores, ${os.platform()} ${os.arch()}, Node ${process.versions.node}`;
  const rows = [...(await measureHost()), ...(await measureExamples())];
  say(`\n${machine}\n\n${table(rows)}\n`);
  say('The event loop is measured between two turns of a timer of 1 ms, which is part of the number.');
  const file = path.join(root, 'bench', 'results.json');
  writeFileSync(file, `${JSON.stringify({ at: new Date().toISOString(), machine, rows }, null, 2)}\n`);
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
