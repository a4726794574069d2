import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readRun } from '../../../../src/run/files/folder';
import { cleanTitle, longestTitle, readTitle, writeTitle } from '../../../../src/run/files/title';
import { writeRun } from '../storedRun';
import { lastingContent, unroll, Workspace } from '../workspace';

describe('the title of a run', () => {
  const workspace = new Workspace();
  after(() => workspace.remove());

  it('is empty at first, then the given one, then empty again', async () => {
    const run = writeRun(workspace.folder, 'adding', 'a');
    assert.equal(await readTitle(run), null);
    writeTitle(run, '  wider, no dropout 🧪 ');
    assert.equal(await readTitle(run), 'wider, no dropout 🧪');
    assert.equal(readFileSync(path.join(run, 'title.txt'), 'utf8'), 'wider, no dropout 🧪\n');
    writeTitle(run, '  ');
    assert.equal(await readTitle(run), null);
    assert.ok(!existsSync(path.join(run, 'title.txt')));
    writeTitle(run, null);
  });

  it('is one line without invisible characters, however the file was made', async () => {
    const run = writeRun(workspace.folder, 'adding', 'b');
    writeFileSync(path.join(run, 'title.txt'), '\u0000\n\r\n one\u202e two \u0007\nthree');
    assert.equal(await readTitle(run), 'one two');
    assert.equal(cleanTitle('🧪'.repeat(longestTitle + 5)), '🧪'.repeat(longestTitle), 'whole characters');
    assert.equal(cleanTitle('\u2067\n\t'), null);
  });

  it('stays, and changes nothing, when the run is resumed', async () => {
    const config = {
      data: { generate: 'adding', length: 10, count: 400 },
      model: { cell: 'rnn', hiddenSize: 6 },
      training: { epochs: 60 },
    };
    workspace.write('on.unroll.json', config);
    const whole = workspace.path('whole');
    assert.equal((await unroll(workspace.folder, ['train', 'on.unroll.json', '--out', whole])).code, 0);
    const run = workspace.path('stopped');
    let lines = 0;
    await unroll(workspace.folder, ['train', 'on.unroll.json', '--json', '--out', run], (_, { kill }) => {
      if (++lines === 20) {
        writeTitle(run, 'named while it trains');
        kill('SIGINT');
      }
    });
    assert.equal((await readRun(run)).record.status, 'cancelled');
    const { code, stderr } = await unroll(workspace.folder, ['train', 'on.unroll.json', '--resume', run]);
    assert.equal(code, 0, stderr);
    assert.equal(await readTitle(run), 'named while it trains');
    assert.deepEqual(lastingContent(run), lastingContent(whole));
  });
});
