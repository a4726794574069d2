/** Names of files of the panel: `x-y.ts` defines the element `<unroll-x-y>`, and nothing else has such a name. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../vscode/folders';

describe('the elements of the panel', () => {
  it('are called as their files', () => {
    const webview = path.join(root, 'webview');
    for (const file of readdirSync(webview, { recursive: true, encoding: 'utf8' })) {
      const name = path.basename(file, '.ts');
      if (!file.endsWith('.ts') || file === 'main.ts') {
        continue;
      }
      const text = readFileSync(path.join(webview, file), 'utf8');
      const tags = [...text.matchAll(/@customElement\('([^']+)'\)/g)].map(([, tag]) => tag);
      const isPanel = name === 'panel'; // `main` defines it, once its store exists
      const expected = (name.includes('-') || tags.length > 0) && !isPanel ? [`unroll-${name}`] : [];
      assert.deepEqual(tags, expected, file);
    }
  });
});
