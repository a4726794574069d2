/**
 * `npm run docs`: writes the tables of README.md and of docs/architecture.md, and the picture of the rooms.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../vscode/folders';
import { runMain } from '../vscode/say';
import { withTables } from './readmeTables';
import { roomsPicture } from './rooms/picture';
import { withRoomTable } from './rooms/roomTable';
import { sources } from './rooms/sources';
import { readTable } from './rooms/table';

async function main(): Promise<void> {
  const manifest: unknown = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const [table, files] = [readTable(), sources()];
  rewrite('README.md', (page) => withTables(page, manifest));
  rewrite('docs/architecture.md', (page) => withRoomTable(page, table));
  writeFileSync(path.join(root, 'docs', 'rooms.svg'), await roomsPicture(table, files));
}

function rewrite(name: string, change: (page: string) => string): void {
  const file = path.join(root, name);
  writeFileSync(file, change(readFileSync(file, 'utf8')));
}

runMain(main);
