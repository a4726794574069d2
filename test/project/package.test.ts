/** The package that people install: the result of `npm run package` in a clean tree. */
import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { makePackage } from '../vscode/package';
import { type ZipEntry, zipEntries } from './zip';

const megabyte = 1024 * 1024;

describe('the package', () => {
  let vsix = '';
  let bytes: Buffer;
  let entries: readonly ZipEntry[];

  before(async () => {
    vsix = await makePackage();
    bytes = readFileSync(vsix);
    entries = zipEntries(bytes);
  });
  after(() => {
    if (vsix) {
      rmSync(path.dirname(vsix), { recursive: true, force: true });
    }
  });

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
        'extension/dist/debugger.js',
        'extension/dist/extension.js',
        'extension/dist/helper.js',
        'extension/dist/layerHelper.js',
        'extension/dist/webview.js',
        'extension/dist/workbench.js',
        'extension/dist/worker.js',
        'extension/docs/diagnosis.md',
        'extension/docs/math.md',
        'extension/media/activity.svg',
        'extension/media/icon.png',
        'extension/media/panel-dark.svg',
        'extension/media/panel-light.svg',
        ...['data', 'train', 'states', 'gradients', 'fix'].flatMap((step) => [
          `extension/media/walkthrough/${step}-dark.png`,
          `extension/media/walkthrough/${step}-light.png`,
        ]),
        'extension/package.json',
        'extension/readme.md',
      ].sort(),
    );
  });

  it('is smaller than 3 MB', () => {
    assert.ok(bytes.length < 3 * megabyte, `${(bytes.length / megabyte).toFixed(2)} MB`);
  });

  it('holds minified code that points to no source map', () => {
    const built = path.join(path.dirname(vsix), 'tree', 'dist');
    const scripts = entries.flatMap(({ name }) => /^extension\/dist\/(.*\.js)$/.exec(name)?.[1] ?? []);
    for (const script of scripts) {
      const text = readFileSync(path.join(built, script), 'utf8');
      assert.ok(!text.includes('sourceMappingURL'), script);
      assert.ok(text.length / text.split('\n').length > 100, `${script} has short lines`);
    }
  });
});
