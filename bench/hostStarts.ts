/**
 * Starts a real VS Code several times and measures with host.ts in each, because activation happens only once
 * per host.
 */
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { root, temporaryFolder } from '../test/vscode/folders';
import { runHostTests } from '../test/vscode/hostTests';
import type { HostNumbers } from './host';
import { type Outcome, outcomeNow } from './outcome';
import { type Measured, table } from './spread';

const starts = 5;

export async function measureHost(): Promise<Outcome<Measured[]>> {
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
  const rows = [
    row('activation, as long as VS Code waits for it', ({ activation }) => activation),
    row('event loop of an idle host, 99th percentile', ({ idle }) => idle.p99),
    row('event loop while weather is trained, median', ({ training }) => training.p50),
    row('event loop while weather is trained, 99th percentile', ({ training }) => training.p99),
    row('event loop while weather is trained, longest', ({ training }) => training.max),
    row('from the cancel command to the run on disk', ({ cancel }) => cancel),
  ];
  return { ...outcomeNow(rows, []), machine: numbers[0].machine }; // the Node version in it is VS Code's
}

export function hostTable(rows: readonly Measured[]): string {
  const note =
    'The event loop is measured between two turns of a timer of 1 ms, which is part of the number.';
  return `${table(rows)}\n\n${note}`;
}
