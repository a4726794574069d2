/** Trains a config with the built command line and measures its epochs. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import readline from 'node:readline';
import type { RunEvent } from '../src/protocol/run';
import { root } from '../test/vscode/folders';
import { Trouble } from '../test/vscode/say';

const secondsEnough = 60;

/**
 * Returns the seconds of each of the first epochs, including validation and the writing of files. The
 * training is stopped as soon as enough epochs are measured.
 * @throws Trouble when not a single epoch ends
 */
export async function epochSeconds(config: string, epochsEnough: number): Promise<number[]> {
  const cli = spawn(process.execPath, [path.join(root, 'dist', 'cli.js'), 'train', config, '--json'], {
    stdio: ['ignore', 'pipe', 'ignore'], // its errors are in its last event too
  });
  const timer = setTimeout(() => cli.kill(), 1000 * secondsEnough);
  const ended = new Promise((resolve) => cli.once('close', resolve));
  const ends: number[] = [];
  let why = `within ${secondsEnough} s`;
  for await (const line of readline.createInterface({ input: cli.stdout })) {
    const event: RunEvent = JSON.parse(line);
    if (event.event === 'epoch' && ends.length < epochsEnough) {
      ends.push(event.seconds);
      if (ends.length === epochsEnough) {
        cli.kill();
      }
    } else if (event.event === 'finished' && event.error !== undefined) {
      why = `because it failed: ${event.error}`;
    }
  }
  clearTimeout(timer);
  await ended;
  if (ends.length === 0) {
    throw new Trouble(`${config} finished no epoch ${why}`);
  }
  return ends.map((end, index) => end - (index > 0 ? ends[index - 1] : 0));
}
