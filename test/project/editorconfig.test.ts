/** The settings of editors agree with those of the formatter. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../vscode/folders';

const { formatter, javascript } = JSON.parse(readFileSync(path.join(root, 'biome.json'), 'utf8'));

describe('.editorconfig', () => {
  it('indents, breaks lines and quotes as biome.json does', () => {
    const section =
      readFileSync(path.join(root, '.editorconfig'), 'utf8').split('[*.{ts,mjs,json}]\n')[1] ?? '';
    const settings = new Map(
      (section.split('\n\n')[0] ?? '').split('\n').map((line): [string, string] => {
        const [key = '', value = ''] = line.split(' = ');
        return [key, value];
      }),
    );
    assert.deepEqual(Object.fromEntries(settings), {
      indent_style: formatter.indentStyle,
      indent_size: String(formatter.indentWidth),
      max_line_length: String(formatter.lineWidth),
      quote_type: javascript.formatter.quoteStyle,
    });
  });
});
