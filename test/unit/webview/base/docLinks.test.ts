import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { headings } from '../../../../webview/base/docLinks';
import { root } from '../../../vscode/folders';

const docs = path.join(root, 'docs');

/** Makes links of headings as GitHub and VS Code do. */
function slug(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}\s_-]/gu, '')
    .replace(/\s+/g, '-');
}

describe('the headings that the panel links to', () => {
  it('exist exactly once each', () => {
    for (const { page, heading } of Object.values(headings)) {
      const text = readFileSync(path.join(docs, `${page}.md`), 'utf8');
      const found = [...text.matchAll(/^#+ (.+)$/gm)].filter(([, title]) => slug(title) === heading);
      assert.equal(found.length, 1, `${page}.md#${heading}`);
    }
  });
});
