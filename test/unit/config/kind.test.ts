import assert from 'node:assert/strict';
import { extensionOf, hasLines, kindOfData, kindOfFile, namesMany } from '../../../src/config/kind';

describe('the kind of data', () => {
  it('follows from the name of the file, packed or not', () => {
    for (const [file, kind] of [
      ['a.csv', 'table'],
      ['a.TSV.GZ', 'table'],
      ['a.parquet', 'table'],
      ['a.json', 'table'],
      ['x/a.npy', 'table'],
      ['a.jsonl.gz', 'records'],
      ['a.npz', 'records'],
      ['Gun_TRAIN.ts', 'records'],
      ['a.txt.gz', 'text'],
      ['a', 'text'],
    ] as const) {
      assert.deepEqual(kindOfFile(file), { kind }, file);
    }
  });

  it('is refused with what to do', () => {
    for (const [file, way] of [
      ['a.xlsx', 'save it as .csv'],
      ['a.h5', 'np.savez'],
      ['a.zip', 'unpack it'],
      ['a.csv.zst', 'pack it as .gz'],
      ['a.png', 'use .csv'],
    ] as const) {
      const found = kindOfFile(file);
      assert.ok('problem' in found && found.problem.includes(way), JSON.stringify(found));
    }
  });

  it('is another one where the config says so, and the file can be read in that way', () => {
    const inputs = { inputs: ['x'], targets: ['y'] };
    assert.deepEqual(kindOfData({ file: 'a.json', as: 'records', ...inputs }), { kind: 'records' });
    assert.deepEqual(kindOfData({ file: 'a.tsv', as: 'records', ...inputs }), { kind: 'records' });
    assert.deepEqual(kindOfData({ file: 'a.csv', as: 'text' }), { kind: 'text' });
    assert.deepEqual(kindOfData({ file: 'a.npz', as: 'table', ...inputs }), {
      problem: 'data.as: a .npz file is read as records, not as table; leave "as" out',
      key: ['data', 'as'],
    });
  });

  it('of a folder is a table where there are targets, else text', () => {
    assert.deepEqual(kindOfData({ file: 'sensors/', targets: ['y'] }), { kind: 'table' });
    assert.deepEqual(kindOfData({ file: 'books/' }), { kind: 'text' });
    assert.deepEqual(kindOfData({ file: 'sensors/*.jsonl', targets: ['y'] }), { kind: 'records' });
    assert.deepEqual(kindOfData({ file: 'sensors/', as: 'records', targets: ['y'] }), { kind: 'records' });
  });

  it('tells files, folders and patterns apart, and files that have lines', () => {
    assert.deepEqual(['a.csv', 'a/', 'a/*.csv', 'a?.csv'].map(namesMany), [false, true, true, true]);
    assert.deepEqual(['a.csv', 'a.ts', 'a.csv.gz', 'a.npz', 'a.json', 'a/'].map(hasLines), [
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
    assert.deepEqual(['a.CSV', 'a.b.csv.gz', 'a.gz', 'x.y/a'].map(extensionOf), ['csv', 'csv', '', '']);
  });
});
