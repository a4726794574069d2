/** The lint rules hold the borders between the rooms: a file that crosses one does not pass. */
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runCommand } from '../vscode/command';
import { root, temporaryFolder } from '../vscode/folders';

const biome = path.join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');

/** A file in each room, and what it may not and may import. */
const rooms: Readonly<Record<string, { readonly not: string; readonly may: string }>> = {
  'src/config/x.ts': {
    not: 'vscode node:fs ../data/load ../engine/spec ../run/folder ../cli ../../webview/plot',
    may: '../protocol/form ./schema zod',
  },
  'src/data/x.ts': {
    not: 'vscode node:fs/promises ../formats/safetensors ../engine/spec ../run/folder ../host/log',
    may: '../config/schema ./csv papaparse',
  },
  'src/formats/x.ts': {
    not: 'vscode node:zlib ../config/schema ../data/load ../engine/spec ../protocol/run',
    may: './safetensors',
  },
  'src/engine/cells/x.ts': {
    not: 'vscode node:os ../../analysis/blocks ../../run/folder ../../host/log ../../protocol/run',
    may: '../tensor ../../config/schema ../../data/random ../../formats/safetensors',
  },
  'src/analysis/x.ts': {
    not: 'vscode node:path ../data/load ../run/folder ../host/log ../protocol/run',
    may: '../engine/training ../formats/safetensors ../config/schema ml-matrix',
  },
  'src/bench/x.ts': {
    not: 'vscode ../formats/safetensors ../analysis/blocks ../run/folder ../host/log ../cli ../protocol/run',
    may: 'node:path ../engine/stack ../data/random',
  },
  'src/run/x.ts': {
    not: 'vscode ../bench/measure ../host/log ../cli ../cli/words ../debug/adapter ../../webview/store',
    may: 'node:fs ../engine/trainer ../data/load ../config/parse ../protocol/run',
  },
  'src/debug/x.ts': {
    not: 'vscode ../host/log ../engine/trainer ../data/load',
    may: 'node:path ../run/folder ../analysis/blocks',
  },
  'src/host/x.ts': {
    not: '../engine/trainer ../formats/safetensors ../cli ../../webview/store',
    may: 'vscode node:path ../run/client ../analysis/words ../data/columns ../protocol/run',
  },
  'src/cli.ts': {
    not: 'vscode ./engine/trainer ./data/load ./host/log',
    may: './cli/train commander ./run/folder ./analysis/blocks ./config/parse',
  },
  'src/cli/x.ts': {
    not: 'vscode ../engine/trainer ../data/load ../host/log ../debug/adapter',
    may: './words node:path ../bench/measure ../run/folder ../analysis/blocks ../protocol/run',
  },
  'src/protocol/x.ts': {
    not: 'vscode node:fs ../engine/training ../run/folder ../host/log ../cli',
    may: './run ../analysis/spectrum ../config/schema ../data/dataset',
  },
  'webview/x.ts': {
    not: 'vscode node:fs ../src/host/panel ../src/run/folder ../src/engine/spec ../src/config/form',
    may: '../src/protocol/panel ./store lit chart.js',
  },
};

interface Report {
  readonly diagnostics: readonly {
    readonly category: string;
    readonly location: { readonly path: string; readonly start: { readonly line: number } };
  }[];
}

describe('the borders between the rooms', () => {
  let folder: string;

  beforeEach(() => {
    folder = temporaryFolder('borders');
    for (const file of ['biome.json', 'src/borders.json']) {
      cpSync(path.join(root, file), path.join(folder, file));
    }
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  for (const [file, { not, may }] of Object.entries(rooms)) {
    it(`hold in ${file}`, async () => {
      const allowed = may.split(' ').map((specifier) => `import '${specifier}';`);
      const crossing = not
        .split(' ')
        .flatMap((specifier, number) => [
          `import { a${number} } from '${specifier}';`,
          `import type { B${number} } from '${specifier}';`,
          `export { c${number} } from '${specifier}';`,
          `export const d${number} = import('${specifier}');`,
        ]);
      write(folder, file, [...allowed, ...crossing].join('\n'));
      assert.deepEqual(
        await faults(folder),
        crossing.map((_, number) => `${file}:${allowed.length + number + 1}`),
      );
    });
  }

  it('let the panel have the type of a spectrum, and nothing that computes one', async () => {
    write(
      folder,
      'webview/type.ts',
      "import type { Spectrum } from '../src/analysis/spectrum';\nexport type A = Spectrum;\n",
    );
    write(folder, 'webview/value.ts', "import { spectrum } from '../src/analysis/spectrum';\nspectrum();\n");
    assert.deepEqual(await faults(folder), ['webview/value.ts:1']);
  });

  it("keep Node's and the page's globals out of the rooms that run anywhere", async () => {
    write(folder, 'src/engine/x.ts', 'export const threads = process.env.THREADS;\n');
    write(folder, 'src/data/x.ts', "export const bytes = Buffer.from('');\n");
    write(folder, 'src/config/x.ts', 'export const width = window.innerWidth;\n');
    write(folder, 'src/run/x.ts', 'export const threads = process.env.THREADS;\n');
    assert.deepEqual(await faults(folder), ['src/config/x.ts:1', 'src/data/x.ts:1', 'src/engine/x.ts:1']);
  });
});

function write(folder: string, file: string, text: string): void {
  const whole = path.join(folder, file);
  mkdirSync(path.dirname(whole), { recursive: true });
  writeFileSync(whole, text);
}

/** The lines, as `file:line`, that break a rule about what may be imported or named. */
async function faults(folder: string): Promise<string[]> {
  const output = await runCommand(
    process.execPath,
    [biome, 'lint', '--reporter=json', '--max-diagnostics=none', '.'],
    { cwd: folder, mayFail: true },
  );
  const report: Report = JSON.parse(output);
  return report.diagnostics
    .filter(({ category }) => /noRestricted(Imports|Globals)$/.test(category))
    .map(({ location }) => `${location.path}:${location.start.line}`)
    .sort(new Intl.Collator('en', { numeric: true }).compare);
}
