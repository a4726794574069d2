import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { argumentNames } from '../../../../src/engine/kernels/exports';
import { root } from '../../../vscode/folders';

const assembly = path.join(root, 'src', 'engine', 'kernels', 'assembly');

describe('the arguments of the WebAssembly kernels', () => {
  const sources = readdirSync(assembly)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(path.join(assembly, file), 'utf8'))
    .join('\n');

  for (const [name, names] of argumentNames) {
    it(`are those of ${name} in assembly/`, () => {
      const declared = new RegExp(`^export function ${name}\\(([^)]*)\\)`, 'm').exec(sources);
      assert.deepEqual(declared?.[1].match(/\w+(?=: )/g) ?? [], names);
    });
  }
});
