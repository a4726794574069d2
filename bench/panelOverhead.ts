/**
 * Measures how much an open panel slows a training down: the same training runs in turn with the panel
 * visible and behind another tab.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { measurement } from '../src/notation/numbers';
import { median } from '../src/speed/rounds';
import { waitForStatus } from '../test/browser/panelPage';
import { Workbench } from '../test/vscode/workbench';

/** Updates per second of each training, in the order in which they ran. */
export interface Overhead {
  readonly open: readonly number[];
  readonly hidden: readonly number[];
  /** Relative increase of an update's time with the panel visible: median over the pairs. */
  readonly cost: number;
}

const pairs = 9;
const name = 'watched';

export async function measureOverhead(): Promise<Overhead> {
  const workbench = await Workbench.open({ width: 1400, height: 900 });
  try {
    const folder = path.join(workbench.folder, 'watched');
    mkdirSync(folder);
    writeFileSync(path.join(folder, `${name}.unroll.json`), JSON.stringify(config));
    const speeds = { open: [] as number[], hidden: [] as number[] };
    for (let turn = 0; turn < 2 * pairs; turn++) {
      // The order alternates from pair to pair.
      const hidden = turn % 4 === 1 || turn % 4 === 2;
      await train(workbench, folder, hidden);
      speeds[hidden ? 'hidden' : 'open'].push(updatesPerSecond(folder));
    }
    const { open, hidden } = speeds;
    return { open, hidden, cost: median(open.map((speed, pair) => hidden[pair] / speed - 1)) };
  } finally {
    await workbench.close();
  }
}

/** The adding task, for long enough that a difference shows. */
const config = {
  data: { generate: 'adding', length: 100, count: 4000 },
  model: { cell: 'lstm', hiddenSize: 64 },
  training: { epochs: 8, clip: { norm: 1 } },
};

async function train(workbench: Workbench, folder: string, hidden: boolean): Promise<void> {
  const { page } = workbench;
  await workbench.command('View: Close All Editors');
  await workbench.openFile(`${name}.unroll.json`);
  await workbench.command('Unroll: Train Sequence Model');
  await waitForStatus(workbench.panel, 'running');
  if (hidden) {
    await page.locator('.tab', { hasText: 'Unroll: ' }).click(); // a file opens beside the tab that has the focus
    await workbench.openFile('README.md');
    await page.locator('iframe.webview.ready').waitFor({ state: 'hidden' });
  }
  while (!/"status": *"completed"/.test(readFileSync(path.join(latestRun(folder), 'run.json'), 'utf8'))) {
    await page.waitForTimeout(200);
  }
}

function latestRun(folder: string): string {
  const runs = path.join(folder, '.unroll', name);
  return path.join(runs, readdirSync(runs).sort().at(-1) ?? '');
}

/**
 * Updates per second of the latest run without its first epoch, during which the panel was being opened or
 * hidden.
 */
function updatesPerSecond(folder: string): number {
  const epochs = readFileSync(path.join(latestRun(folder), 'metrics.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line.includes('"event":"epoch"'))
    .map((line): { step: number; seconds: number } => JSON.parse(line));
  const [first, last] = [epochs[1], epochs[epochs.length - 1]];
  return (last.step - first.step) / (last.seconds - first.seconds);
}

export function overheadLine({ open, hidden, cost }: Overhead): string {
  const speeds = (values: readonly number[]) => values.map((value) => measurement(value)).join(', ');
  return [
    `Training with the panel visible takes ${measurement(100 * cost)} % longer than with the panel behind another tab (median of ${open.length} pairs).`,
    `Updates per second: visible ${speeds(open)}; behind ${speeds(hidden)}.`,
  ].join('\n');
}
