/** `npm run docs`: writes the tables of README.md from package.json. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../vscode/folders';
import { runMain } from '../vscode/say';
import { withTables } from './readmeTables';

async function main(): Promise<void> {
  const file = path.join(root, 'README.md');
  const manifest: unknown = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  writeFileSync(file, withTables(readFileSync(file, 'utf8'), manifest));
}

runMain(main);
