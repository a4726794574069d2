/** The TypeScript of the product, with its text. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../vscode/folders';
import type { Files } from './imports';

/** AssemblyScript is left out: its imports are its own compiler's. */
export function sources(): Files {
  const files = [...typeScriptIn('src'), ...typeScriptIn('webview')];
  return new Map(
    files
      .filter((file) => !file.startsWith('src/engine/kernels/assembly/'))
      .map((file) => [file, readFileSync(path.join(root, file), 'utf8')]),
  );
}

/** Paths from the root of the project, with slashes. */
export function typeScriptIn(folder: string): readonly string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => path.posix.join(folder, file.split(path.sep).join('/')))
    .sort();
}
