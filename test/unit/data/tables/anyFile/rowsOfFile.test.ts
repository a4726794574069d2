import assert from 'node:assert/strict';
import { openRowsOfFile } from '../../../../../src/data/tables/anyFile/rowsOfFile';
import type { Row } from '../../../../../src/data/tables/csv';
import { bytesIn } from '../../files/bytesIn';
import { archive, arrays, words } from '../../files/numpyFiles';
import { cells, plain, rows } from '../../files/parquet/parquetFiles';
import { sourceOf } from '../../sources';

async function read(name: string, content: string | Uint8Array): Promise<Row[]> {
  const all: Row[] = [];
  for await (const some of (await openRowsOfFile(sourceOf(name, content))).rows) {
    all.push(...some);
  }
  return all;
}

const fields = async (content: unknown, name = 't.json') =>
  (await read(name, JSON.stringify(content))).map((row) => row.fields);

describe('rows of a file that is not CSV', () => {
  it('are numbered from 1, behind a row of names', async () => {
    const all = await read('x.parquet', bytesIn(plain));
    assert.equal(all.length, rows + 1);
    assert.equal(all[0].fields[0], 'id');
    assert.deepEqual(
      all.slice(1).map(({ line, end, fields: [id] }) => [line, end, id]),
      Array.from({ length: rows }, (_, i) => [i + 1, i + 2, cells.id(i)]),
    );
  });

  it('of a NumPy array have columns 1 to n', async () => {
    const [names, first] = await read('x.npy', bytesIn(arrays['<i2']));
    assert.deepEqual(names.fields, ['column 1', 'column 2', 'column 3', 'column 4']);
    assert.deepEqual(first.fields, ['-100', '-89', '-78', '-67']);
    const texts = await read('w.npy', bytesIn(words));
    assert.deepEqual(
      texts.map((row) => row.fields),
      [['column 1'], ['größe'], ['b'], ['😀c']],
    );
  });

  it('of JSON are the same in each form that pandas writes', async () => {
    const expected = [
      ['a', 'b'],
      ['1.5', 'x'],
      ['-0', ''],
    ];
    assert.deepEqual(
      await fields([
        { a: 1.5, b: 'x' },
        { a: 0, b: null },
      ]),
      [
        ['a', 'b'],
        ['1.5', 'x'],
        ['0', ''],
      ],
    );
    for (const text of [
      '[{"a": 1.5, "b": "x"}, {"a": -0, "b": null}]',
      '[{"a": 1.5, "b": "x"}, {"a": -0}]',
      '{"a": [1.5, -0], "b": ["x", null]}',
      '{"a": {"0": 1.5, "1": -0}, "b": {"0": "x", "1": null}}',
      '{"0": {"a": 1.5, "b": "x"}, "1": {"a": -0, "b": null}}',
      '{"columns": ["a", "b"], "index": [0, 1], "data": [[1.5, "x"], [-0, null]]}',
      '{"schema": {}, "data": [{"a": 1.5, "b": "x"}, {"a": -0, "b": null}]}',
    ]) {
      assert.deepEqual(
        (await read('t.json', text)).map((row) => row.fields),
        expected,
        text,
      );
    }
  });

  it('have names that are no numbers', async () => {
    assert.deepEqual((await fields([{ 0: 1, 1: 2 }]))[0], ['column 0', 'column 1']);
    assert.deepEqual((await fields([{ '': 1, y: 2 }]))[0], ['column 1', 'y']);
  });

  it('are refused with what would be valid', async () => {
    await assert.rejects(
      fields({ a: [1, 2], b: [1] }),
      /has 2 values in "a" and 1 in "b"; a table has as many/,
    );
    await assert.rejects(
      fields([{ x: [1, 2], y: 3 }]),
      /row 1 of t\.json has a list in "x", which a table cannot hold; if each object is a sequence, set "as": "records"/,
    );
    await assert.rejects(fields([1, 2]), /t\.json holds no table; expected a list of objects/);
    await assert.rejects(fields([]), /t\.json holds no table/);
    await assert.rejects(read('t.json', '[{"a": 1},]'), /t\.json is not JSON: /);
    await assert.rejects(
      read('x.npy', bytesIn(archive)),
      /x\.npy is broken: it does not begin as a NumPy array/,
    );
  });
});
