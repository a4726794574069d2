/**
 * Runs a measurement in the Node that runs VS Code's extensions, because an older Node compiles the same
 * WebAssembly to slower code.
 */
import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { root, temporaryFolder } from '../test/vscode/folders';
import { installVSCode } from '../test/vscode/install';
import { Trouble } from '../test/vscode/say';
import type { Outcome } from './outcome';

/**
 * @param part name of the file of this folder that measures it and writes the outcome to the file given as
 * its first argument
 * @param flags further arguments, such as `--install-peers`
 */
export async function measureInNode<Numbers>(
  part: string,
  flags: readonly string[] = [],
): Promise<Outcome<Numbers>> {
  const { node } = await installVSCode();
  const folder = temporaryFolder('bench');
  const file = path.join(folder, 'outcome.json');
  const script = path.join(root, 'dist', 'bench', `${part}.js`);
  const child = spawn(node, [script, file, ...flags], { stdio: 'inherit' });
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) {
    throw new Trouble(`the measurement of ${part} ended with code ${code}`);
  }
  const outcome: Outcome<Numbers> = JSON.parse(readFileSync(file, 'utf8'));
  rmSync(folder, { recursive: true, force: true });
  return outcome;
}
