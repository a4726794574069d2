/** Runs training.ts in the Node that runs VS Code's extensions: an older one makes slower code of the same WebAssembly. */
import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { root, temporaryFolder } from '../test/vscode/folders';
import { installVSCode } from '../test/vscode/install';
import { Trouble } from '../test/vscode/say';
import type { Outcome } from './results';
import type { TrainingNumbers } from './training';

/** @param flags for training.ts, such as `--install-peers` */
export async function measureTraining(flags: readonly string[]): Promise<Outcome<TrainingNumbers>> {
  const { node } = await installVSCode();
  const folder = temporaryFolder('bench');
  const file = path.join(folder, 'training.json');
  const script = path.join(root, 'dist', 'bench', 'training.js');
  const child = spawn(node, [script, file, ...flags], { stdio: 'inherit' });
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) {
    throw new Trouble(`the comparison of training steps ended with code ${code}`);
  }
  const outcome: Outcome<TrainingNumbers> = JSON.parse(readFileSync(file, 'utf8'));
  rmSync(folder, { recursive: true, force: true });
  return outcome;
}
