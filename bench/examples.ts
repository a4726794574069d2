/** Measures what an epoch of each example takes on the command line. */
import { spawn } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import readline from 'node:readline';
import type { RunEvent } from '../src/protocol';
import { copyExamples, root } from '../test/vscode/folders';
import type { Measured } from './spread';

const epochsEnough = 6;
const secondsEnough = 60;

export async function measureExamples(): Promise<Measured[]> {
  const workspace = copyExamples();
  const configs = readdirSync(workspace, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.unroll.json'))
    .sort();
  const measured: Measured[] = [];
  for (const config of configs) {
    const values = await epochSeconds(path.join(workspace, config));
    measured.push({ name: `an epoch of ${config.split(path.sep).join('/')}`, unit: 's', values });
  }
  rmSync(path.dirname(workspace), { recursive: true, force: true });
  return measured;
}

/** Seconds of the first epochs; the training is ended when there are enough. */
async function epochSeconds(config: string): Promise<number[]> {
  const cli = spawn(process.execPath, [path.join(root, 'dist', 'cli.js'), 'train', config, '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const timer = setTimeout(() => cli.kill(), 1000 * secondsEnough);
  const ended = new Promise((resolve) => cli.once('close', resolve));
  const ends: number[] = [];
  for await (const line of readline.createInterface({ input: cli.stdout })) {
    const event: RunEvent = JSON.parse(line);
    if (event.event === 'epoch') {
      ends.push(event.seconds);
      if (ends.length >= epochsEnough) {
        cli.kill();
      }
    }
  }
  clearTimeout(timer);
  await ended;
  if (ends.length === 0) {
    throw new Error(`${config} came to no end of an epoch within ${secondsEnough} s`);
  }
  return ends.map((end, index) => end - (index > 0 ? ends[index - 1] : 0));
}
