/**
 * Makes the .vsix as `npm run package` does, from a copy of the tree, so that the build under test stays
 * unchanged.
 */
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runNpm } from './command';
import { root, temporaryFolder } from './folders';

/** Names that no fresh clone contains. */
const notInClone = ['.git', '.unroll', '.vscode-test', 'coverage', 'dist', 'node_modules'];

/**
 * @returns the .vsix, in a temporary folder that the caller removes; the tree that it was made from is `tree`
 * beside it
 */
export async function makePackage(): Promise<string> {
  const folder = temporaryFolder('package');
  const tree = path.join(folder, 'tree');
  cpSync(root, tree, {
    recursive: true,
    filter: (source) => !notInClone.includes(path.basename(source)) && !source.endsWith('.vsix'),
  });
  symlinkSync(path.join(root, 'node_modules'), path.join(tree, 'node_modules'), 'junction');
  leaveThingsLyingAround(tree);
  const vsix = path.join(folder, 'unroll.vsix');
  await runNpm(['run', 'package', '--', '--out', vsix], { cwd: tree });
  return vsix;
}

/** Files that people have in their folders, and that must never be shipped. */
function leaveThingsLyingAround(tree: string): void {
  for (const file of ['.env', 'notes.md', 'coverage/index.html', 'examples/.unroll/weather/run.json']) {
    mkdirSync(path.dirname(path.join(tree, file)), { recursive: true });
    writeFileSync(path.join(tree, file), 'private');
  }
}
