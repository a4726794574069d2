/**
 * The order of the house: who may import whom (`src/rooms.json`), and which folder a file's name requires.
 */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../vscode/folders';
import { say } from '../vscode/say';
import { type Files, importsOf } from './rooms/imports';
import { roomsPicture } from './rooms/picture';
import { type Problems, problemsOf } from './rooms/problems';
import { withRoomTable } from './rooms/roomTable';
import { sources, typeScriptIn } from './rooms/sources';
import { names, readTable, roomOf } from './rooms/table';

const table = readTable();

describe('the rooms of the house', () => {
  const files = sources();
  const tests = typeScriptIn('test/unit');
  const problems = problemsOf(table, files, tests);

  it('have no circle of imports, types included', () => assert.deepEqual(problems.circles, []));
  it('have no arrow that runs up', () => assert.deepEqual(problems.upward, []));
  it('import what the table allows', () => assert.deepEqual(problems.imports, []));
  it('have a file for each element, called as it is', () => assert.deepEqual(problems.names, []));
  it('hold no more files than a person can look through', () => assert.deepEqual(problems.crowds, []));
  it('have tests that mirror them', () => assert.deepEqual(problems.mirrors, []));

  it('are all lived in', () => {
    const lived = new Set([...files.keys()].map((file) => roomOf(table, file)));
    assert.deepEqual(
      table.rooms.filter((room) => !lived.has(room)).map(({ room }) => room),
      [],
    );
  });

  it('are allowed no more than they use', () => {
    const used = new Set(
      importsOf(files).map(({ from, to = '' }) => `${roomOf(table, from)?.room} ${roomOf(table, to)?.room}`),
    );
    const unused = table.rooms.flatMap(({ room, imports, types = [] }) =>
      [...imports, ...types]
        .filter((other) => !table.rooms.some((one) => names([other], one) && used.has(`${room} ${one.room}`)))
        .map((other) => `${room} imports nothing of ${other}.`),
    );
    assert.deepEqual(unused, []);
  });

  after(() => {
    const { imports, circles, upward } = problems;
    say(
      `      ${files.size} files in ${table.rooms.length} rooms: ${circles.length} circles, ` +
        `${upward.length} upward arrows, ${imports.length} imports that are not allowed`,
    );
  });
});

describe('the pages about the rooms', () => {
  const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
  const pages = ['README.md', 'CONTRIBUTING.md', ...markdownIn('docs')];

  it('are those that npm run docs writes', async () => {
    const files = sources();
    assert.equal(withRoomTable(read('docs/architecture.md'), table), read('docs/architecture.md'));
    assert.equal(await roomsPicture(table, files), read('docs/rooms.svg'));
  });

  it('name files that are there', () => {
    const missing = pages.flatMap((page) =>
      [...read(page).matchAll(/`((?:src|webview|test|bench|docs|media|examples)\/[\w./-]+)`/g)]
        .map(([, named]) => named)
        .filter((named) => !existsSync(path.join(root, named)))
        .map((named) => `${page} names ${named}`),
    );
    assert.deepEqual(missing, []);
  });

  it('link to pages that are there', () => {
    const broken = pages.flatMap((page) =>
      [...read(page).matchAll(/\]\(([\w./-]+?)(?:#[\w-]+)?\)/g)]
        .map(([, target]) => path.posix.join(path.posix.dirname(page), target))
        .filter((target) => !existsSync(path.join(root, target)))
        .map((target) => `${page} links to ${target}`),
    );
    assert.deepEqual(broken, []);
  });
});

function markdownIn(folder: string): readonly string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => path.posix.join(folder, file.split(path.sep).join('/')));
}

describe('a change that breaks the order of the house is refused', () => {
  const planted: readonly (readonly [
    what: string,
    kind: keyof Problems,
    added: Readonly<Record<string, string>>,
  ])[] = [
    [
      'an import of a room above',
      'imports',
      { 'src/config/x.ts': "import { train } from '../run/client/client';" },
    ],
    [
      'a type of a room above',
      'imports',
      { 'src/config/x.ts': "import type { A } from '../run/client/client';" },
    ],
    [
      'a value where types alone are allowed',
      'imports',
      { 'webview/ui/x.ts': "import { nameOf } from '../../src/analysis/diagnosis/evidence/finding';" },
    ],
    ['a re-export', 'imports', { 'src/formats/x.ts': "export { load } from '../data/load';" }],
    ['an import at run time', 'imports', { 'src/formats/x.ts': "const load = import('../data/load');" }],
    ['an import of the page by the host', 'imports', { 'src/host/x.ts': "import '../../webview/main';" }],
    [
      'an import of the engine by the page',
      'imports',
      { 'webview/base/x.ts': "import '../../src/engine/spec';" },
    ],
    [
      'one section that imports another',
      'imports',
      { 'webview/sections/gates/x.ts': "import '../memory/memory-view';" },
    ],
    ['VS Code outside of the host', 'imports', { 'src/run/files/x.ts': "import * as vscode from 'vscode';" }],
    [
      'Node in a room that runs anywhere',
      'imports',
      { 'src/engine/x.ts': "import { cpus } from 'node:os';" },
    ],
    [
      'a package that stays behind one file',
      'imports',
      { 'webview/sections/x.ts': "import { Chart } from 'chart.js';" },
    ],
    ['a file in no room', 'imports', { 'src/x.ts': "import './config/parse';" }],
    [
      'a circle',
      'circles',
      { 'src/config/x.ts': "import { b } from './y';", 'src/config/y.ts': "export { a } from './x';" },
    ],
    [
      'a circle of types alone',
      'circles',
      {
        'src/config/x.ts': "import type { B } from './y';",
        'src/config/y.ts': "import { type A } from './x';",
      },
    ],
    ['a kebab-case file without its element', 'names', { 'webview/ui/x-y.ts': 'export const a = 1;' }],
    ['an element in a file of another name', 'names', { 'webview/ui/xy.ts': "@customElement('unroll-x-y')" }],
    [
      'a crowd',
      'crowds',
      Object.fromEntries(Array.from({ length: 26 }, (_, n) => [`webview/new/file${n}.ts`, ''])),
    ],
  ];
  for (const [what, kind, added] of planted) {
    it(what, () => {
      const files: Files = new Map([...sources(), ...Object.entries(added)]);
      const problems = problemsOf(table, files, [])[kind];
      const [file] = Object.keys(added);
      assert.ok(
        problems.some((problem) => problem.includes(path.posix.dirname(file))),
        `nothing was found in ${file}: ${problems.join(' ')}`,
      );
    });
  }

  it('a test that mirrors no source', () => {
    const { mirrors } = problemsOf(table, sources(), ['test/unit/config/x.test.ts']);
    assert.equal(mirrors.length, 1);
    assert.match(mirrors[0], /test\/unit\/config\/x\.test\.ts would test src\/config\/x\.ts/);
  });

  it('a table in which a room may import one above', () => {
    const [ground, ...others] = table.rooms;
    const upside = { ...table, rooms: [{ ...ground, imports: ['src/engine'] }, ...others] };
    assert.deepEqual(problemsOf(upside, new Map(), []).upward, [
      'src/notation may import src/engine, which stands above it.',
    ]);
  });
});
