/**
 * Folders that the scripts use. npm runs every script in the package's own folder, which is the root of all
 * paths.
 */
import { cpSync, mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export const root = process.cwd();
/** Folder of everything installed and kept for tests and `npm start`; ignored by git. */
export const cache = path.join(root, '.vscode-test');
export const examples = path.join(root, 'examples');
export const hostSuite = path.join(root, 'dist', 'test', 'host', 'index.js');

/** Makes a new folder under the system's temporary folder. */
export function temporaryFolder(name: string): string {
  return mkdtempSync(path.join(os.tmpdir(), `unroll-${name}-`));
}

/** Makes a copy of `examples/` without its runs, for tests to write in. */
export function copyExamples(): string {
  const folder = path.join(temporaryFolder('workspace'), 'examples');
  cpSync(examples, folder, { recursive: true, filter: (source) => path.basename(source) !== '.unroll' });
  return folder;
}
