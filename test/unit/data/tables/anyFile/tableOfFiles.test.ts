import assert from 'node:assert/strict';
import type { Dataset } from '../../../../../src/data/common/dataset';
import { loadDataset } from '../../../../../src/data/load';
import { configOf, sourceOf, written } from '../../sources';

const data = {
  file: 's/*.csv',
  inputs: ['x', 'y'],
  targets: ['y'],
  window: 3,
  validation: 0.25,
  normalize: 'none',
};

async function load(files: Readonly<Record<string, string>>, changes: object = {}): Promise<Dataset> {
  const sources = Object.entries(files).map(([name, text]) => sourceOf(`s/${name}`, text));
  return loadDataset(configOf({ data: { ...data, ...changes } }), async (file) => ({
    ...sourceOf(file, ''),
    files: sources,
  }));
}

/** Rows of a file in which x counts from a start and y is ten times as much. */
function rowsFrom(start: number, count: number): string {
  return `x,y\n${Array.from({ length: count }, (_, i) => `${start + i},${10 * (start + i)}`).join('\n')}\n`;
}

describe('a table of several files', () => {
  it('has a series for each: no sequence crosses from one into another, whatever their lengths', async () => {
    const dataset = await load({
      'a.csv': rowsFrom(0, 20),
      'b.csv': rowsFrom(1000, 12),
      'c.csv': rowsFrom(2000, 40),
    });
    const seen: number[] = [];
    for (const set of [dataset.training, dataset.validation]) {
      for (let s = 0; s < set.count; s++) {
        const { x, target } = written(dataset, set, s);
        const [first] = x.map(([value]) => value);
        assert.deepEqual(
          x,
          [0, 1, 2].map((t) => [first + t, 10 * (first + t)]),
        );
        assert.equal(target[2][0], 10 * (first + 3));
        seen.push(first);
      }
    }
    // Each series has its own end for validation: of 12 rows the last 3, in which no window fits.
    assert.equal(dataset.training.count, 15 - 3 + (9 - 3) + (30 - 3));
    assert.equal(dataset.validation.count, 5 - 3 + 0 + (10 - 3));
    assert.equal(new Set(seen).size, seen.length);
    assert.equal(dataset.training.label(0), 'a: rows 1–3');
    assert.equal(dataset.training.label(12), 'b: rows 1–3');
    assert.ok(dataset.notes.includes('s/*.csv: 3 series, none of which is continued in another.'));
  });

  it('has the words of all files as classes, in one order', async () => {
    const sky = (words: readonly string[]) => `x,sky\n${words.map((word, i) => `${i},${word}`).join('\n')}\n`;
    const changes = { inputs: ['x'], targets: ['sky'], window: 1, horizon: 0, validation: 0 };
    const dataset = await load(
      { 'a.csv': sky(['sun', 'rain', 'sun']), 'b.csv': sky(['fog', 'sun', 'rain']) },
      changes,
    );
    assert.deepEqual(dataset.outputNames, ['sun', 'rain', 'fog']);
    const classes = Array.from({ length: 6 }, (_, s) => written(dataset, dataset.training, s).targetClass[0]);
    assert.deepEqual(classes, [0, 1, 0, 2, 0, 1]);
    const numbered = await load(
      { 'a.csv': sky(['10', '2', '10']), 'b.csv': sky(['1', '2', '1']) },
      {
        ...changes,
        columns: { sky: 'class' },
      },
    );
    assert.deepEqual(numbered.outputNames, ['1', '2', '10']);
    assert.deepEqual(
      Array.from({ length: 6 }, (_, s) => written(numbered, numbered.training, s).targetClass[0]),
      [2, 1, 2, 0, 1, 0],
    );
  });

  it('reads a column that has one value in each file, but not in all', async () => {
    const machine = (id: number) =>
      `x,id,y\n${Array.from({ length: 20 }, (_, i) => `${i * id},${id},${i % 4}`).join('\n')}\n`;
    const dataset = await load({ 'a.csv': machine(1), 'b.csv': machine(2) }, { inputs: undefined });
    assert.deepEqual(dataset.inputNames, ['x', 'y']);
  });

  it('names the file with other columns, or with a fault', async () => {
    await assert.rejects(
      load({ 'a.csv': rowsFrom(0, 9), 'b.csv': 'x,z\n1,2\n' }),
      /data\.inputs: there is no column "y" in s\/b\.csv; did you mean "x"|there is no column "y" in s\/b\.csv; it has x, z/,
    );
    await assert.rejects(
      load({ 'a.csv': rowsFrom(0, 9), 'b.csv': `${rowsFrom(0, 9)}oops,1\n` }),
      /line 11 of s\/b\.csv: "oops" in column "x"/,
    );
    await assert.rejects(
      load({ 'a.csv': rowsFrom(0, 9), 'b.csv': 'x,y,z\n1,2,3\n2,3,5\n' }, { inputs: undefined }),
      /data\.inputs: s\/b\.csv has the columns x, y, z, and s\/a\.csv x, y; name those that all files have/,
    );
    const words = 'x,y\na,1\nb,2\na,3\n';
    await assert.rejects(
      load({ 'a.csv': rowsFrom(0, 9), 'b.csv': words }),
      /column "x" holds words in s\/b\.csv and numbers in s\/a\.csv; expected the same in all files/,
    );
  });

  it('keeps whole files for validation with a random split', async () => {
    const dataset = await load(
      { 'a.csv': rowsFrom(0, 20), 'b.csv': rowsFrom(1000, 20), 'c.csv': rowsFrom(2000, 20) },
      { split: 'random' },
    );
    const files = (set: Dataset['training']) =>
      new Set(Array.from({ length: set.count }, (_, s) => set.label(s).slice(0, 1)));
    assert.equal(files(dataset.validation).size, 1);
    assert.equal(files(dataset.training).size, 2);
  });
});
