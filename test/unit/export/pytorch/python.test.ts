import assert from 'node:assert/strict';
import { comment, indented } from '../../../../src/export/pytorch/python';

describe('lines of Python', () => {
  it('are comments throughout, whatever a name holds', () => {
    const text = comment('a\nb\r"""; import os\u0000\u000b');
    assert.deepEqual(text.split(/\r\n|\r|\n|\v|\f/), ['# a', '# b """; import os']);
    assert.equal(comment(''), '#');
  });

  it('are broken at spaces, and never within a word', () => {
    const long = 'x'.repeat(150);
    const lines = comment(`${'word '.repeat(40)}${long} end`).split('\n');
    assert.ok(lines.every((line) => line.startsWith('# ') && (line.length <= 110 || line === `# ${long}`)));
    assert.equal(lines.join(' ').replaceAll('# ', ''), `${'word '.repeat(40)}${long} end`);
  });

  it('are indented, but empty ones are not', () => {
    assert.equal(indented(4, ['def f():', '', '    pass']), '    def f():\n\n        pass');
  });
});
