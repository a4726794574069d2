/** The package that people install: what `npm run package` makes of a clean tree. */
import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { makePackage } from '../vscode/package';
import { type ZipEntry, zipEntries } from './zip';

const megabyte = 1024 * 1024;

describe('the package', () => {
  let vsix: string;
  let bytes: Buffer;
  let entries: readonly ZipEntry[];

  before(async () => {
    vsix = await makePackage();
    bytes = readFileSync(vsix);
    entries = zipEntries(bytes);
  });
  after(() => rmSync(path.dirname(vsix), { recursive: true, force: true }));

  it('holds what Unroll needs at run time and nothing else', () => {
    assert.deepEqual(
      entries.map(({ name }) => name).sort(),
      [
        '[Content_Types].xml',
        'extension.vsixmanifest',
        'extension/LICENSE.txt',
        'extension/changelog.md',
        'extension/dist/cli.js',
        'extension/dist/config.schema.json',
        'extension/dist/extension.js',
        'extension/dist/webview.js',
        'extension/dist/worker.js',
        'extension/media/icon.png',
        'extension/media/panel-dark.svg',
        'extension/media/panel-light.svg',
        'extension/package.json',
        'extension/readme.md',
      ].sort(),
    );
  });

  it('is smaller than 3 MB', () => {
    assert.ok(bytes.length < 3 * megabyte, `${(bytes.length / megabyte).toFixed(2)} MB`);
  });

  it('is made of minified code: none of its lines is a comment of ours, no file is empty', () => {
    for (const { name, size } of entries) {
      assert.ok(size > 0, name);
    }
    const total = entries.reduce((sum, { size }) => sum + size, 0);
    assert.ok(total < 6 * megabyte, `${(total / megabyte).toFixed(2)} MB unpacked`);
  });
});
