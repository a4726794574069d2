import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DataError } from '../../../../src/data/common/dataset';
import { columnsOf, KnownColumns } from '../../../../src/host/config/dataColumns';

describe('the columns of a data file', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'unroll-columns-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  const write = (name: string, text: string) => {
    const file = path.join(folder, name);
    writeFileSync(file, text);
    return file;
  };

  it('are listed with their content', async () => {
    const table = write('a.csv', 'day,x,sky\n2026-01-01,1,sun\n2026-01-02,,rain\n2026-01-03,3,sun\n');
    assert.deepEqual(await columnsOf(table), [
      { name: 'day', kind: 'date', holds: 'dates' },
      { name: 'x', kind: 'number', holds: 'numbers, 1 missing' },
      { name: 'sky', kind: 'word', holds: '2 words' },
    ]);
    const records = write('a.jsonl', '{"x": [1, 2], "rows": [[1], [2]], "y": 3, "word": "a", "no": null}\n');
    assert.deepEqual(
      (await columnsOf(records)).map(({ name, holds }) => `${name}: ${holds}`),
      ['x: numbers, one a step', 'rows: rows of numbers', 'y: a number', 'word: a text'],
    );
    assert.deepEqual(await columnsOf(write('a.txt', 'once upon a time')), []);
    await assert.rejects(columnsOf(write('b.jsonl', 'once upon a time')), DataError);
  });

  it('are read again when the file has changed', async () => {
    const known = new KnownColumns();
    const file = write('b.csv', 'x,y\n1,2\n');
    const first = await known.of(file);
    assert.equal(await known.of(file), first);
    write('b.csv', 'x,y,zz\n1,2,3\n');
    assert.deepEqual(
      (await known.of(file)).map(({ name }) => name),
      ['x', 'y', 'zz'],
    );
  });
});
