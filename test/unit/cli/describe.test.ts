import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { unroll, Workspace } from '../run/workspace';

describe('unroll describe', () => {
  const workspace = new Workspace();
  after(() => workspace.remove());
  const rows = Array.from(
    { length: 40 },
    (_, t) => `${1 + (t % 28)}.${t < 28 ? 1 : 2}.2021;${20 + (t % 9)},5;${1 + (t % 3)}`,
  );
  writeFileSync(workspace.path('t.csv'), `Tag;Wert;Art\n;°C;\n${rows.join('\n')}\n`);
  workspace.write('t.unroll.json', { data: { file: 't.csv', targets: ['Wert'], window: 3 } });
  const describes = async (...args: string[]) => {
    const { code, stdout, stderr } = await unroll(workspace.folder, ['describe', ...args]);
    assert.equal(code, 0, stderr);
    return stdout;
  };

  it('prints each column of a table, and how the file was read', async () => {
    const text = await describes('t.csv');
    assert.match(text, /^t\.csv: 3 columns, 40 rows\n/);
    assert.match(text, /note: Fields are separated by semicolons\./);
    assert.match(text, /The time of a row is in "Tag"\./);
    assert.match(text, /Wert +number in °C +9 +0 +20\.5, 21\.5, 22\.5\n/);
    assert.match(text, /Art +number \(or class\) +3 +0 +1, 2, 3\n/);
  });

  it('prints what comes of the data of a config', async () => {
    const text = await describes('t.unroll.json');
    assert.match(text, /sequences +29 for training, 5 for validation; the first: 2021-01-01 to 2021-01-03/);
    assert.match(text, /inputs +2: Wert, Art/);
    assert.match(text, /baseline +naive forecast \(tomorrow = today\): \d/);
    const { training, inputs } = JSON.parse(await describes('t.unroll.json', '--json'));
    assert.deepEqual([training, inputs], [29, ['Wert', 'Art']]);
  });

  it('says of a text that it is one, and finds the columns of a table under any name', async () => {
    writeFileSync(workspace.path('names.txt'), 'Ada\nGrace\nBarbara\nAlan\nEdsger\n');
    assert.match(
      await describes('names.txt'),
      /^names\.txt: a text, which a config reads by characters or words/,
    );
    writeFileSync(workspace.path('numbers.txt'), '1.5 2\n2.5 4\n3.5 6\n4.5 8\n5.5 10\n');
    assert.match(await describes('numbers.txt'), /^numbers\.txt: 2 columns, 5 rows/);
  });

  it('reports a file that is no table in one line', async () => {
    const { code, stderr } = await unroll(workspace.folder, ['describe', 'nowhere.csv']);
    assert.equal(code, 2);
    assert.match(stderr, /^error: .*nowhere\.csv.*\n$/);
  });
});
