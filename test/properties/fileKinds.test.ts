import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { bytesIn } from '../unit/data/files/bytesIn';
import { archive } from '../unit/data/files/numpyFiles';
import { cells, plain, rows } from '../unit/data/files/parquet/parquetFiles';
import { unroll, Workspace } from '../unit/run/workspace';

const training = { epochs: 1, batchSize: 8, seed: 1 };
const model = { cell: 'gru', hiddenSize: 3 };
const columns = ['f64', 'f32', 'i8', 'day', 'word'];
const records = Array.from({ length: rows }, (_, i) =>
  Object.fromEntries(columns.map((name) => [name, cells[name](i)])),
);
const csv = [
  columns.join(','),
  ...records.map((record) => columns.map((name) => record[name]).join(',')),
].join('\n');
const table = { inputs: ['f64', 'f32', 'day', 'word'], targets: ['i8'], window: 5 };
const series = [0, 1, 2, 3, 4, 5].map((n) => ({ x: [n, 2 * n, n % 2], label: n % 2 === 0 ? 'even' : 'odd' }));
const classes = { inputs: ['x'], targets: ['label'] };

describe('a training', () => {
  const workspace = new Workspace();
  after(() => workspace.remove());

  /** @returns the losses with which the training ends */
  const trained = async (data: object, shape = 'many-to-one'): Promise<unknown> => {
    workspace.write('t.unroll.json', { data, task: { shape }, model, training });
    const { code, stdout, stderr } = await unroll(workspace.folder, ['train', 't.unroll.json', '--json']);
    assert.equal(code, 0, stderr);
    const finished = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');
    assert.equal(finished.status, 'completed');
    const { trainLoss, validationLoss } = finished;
    assert.ok(Number.isFinite(validationLoss), stdout);
    return { trainLoss, validationLoss };
  };
  const put = (name: string, content: string | Uint8Array) => {
    mkdirSync(path.dirname(workspace.path(name)), { recursive: true });
    writeFileSync(workspace.path(name), content);
  };

  it('computes the same bits from the same table as .csv, .csv.gz, .parquet and .json', async () => {
    put('t.csv', csv);
    put('t.csv.gz', gzipSync(csv));
    put('t.parquet', bytesIn(plain));
    put('t.parquet.gz', gzipSync(bytesIn(plain)));
    const numbers = (record: Record<string, string>) =>
      Object.fromEntries(
        Object.entries(record).map(([name, cell]) => [
          name,
          cell === '' ? null : name === 'day' || name === 'word' ? cell : Number(cell),
        ]),
      );
    put('t.json', JSON.stringify(records.map(numbers)));
    const expected = await trained({ file: 't.csv', ...table });
    for (const file of ['t.csv.gz', 't.parquet', 't.parquet.gz', 't.json']) {
      assert.deepEqual(await trained({ file, ...table }), expected, file);
    }
  });

  it('computes the same bits from the same records as .jsonl, .json, .ts and .tsv', async () => {
    const lines = series.map((record) => JSON.stringify(record)).join('\n');
    put('r.jsonl', lines);
    put('r.jsonl.gz', gzipSync(lines));
    put('r.json', JSON.stringify(series));
    put(
      'r.ts',
      `@problemName parity\n@classLabel true even odd\n@data\n${series.map(({ x, label }) => `${x.join(',')}:${label}`).join('\n')}\n`,
    );
    put('r.tsv', series.map(({ x, label }) => [label, ...x].join('\t')).join('\n'));
    const expected = await trained({ file: 'r.jsonl', ...classes });
    assert.deepEqual(await trained({ file: 'r.jsonl.gz', ...classes }), expected);
    assert.deepEqual(await trained({ file: 'r.json', as: 'records', ...classes }), expected);
    assert.deepEqual(await trained({ file: 'r.ts', ...classes }), expected);
    assert.deepEqual(await trained({ file: 'r.tsv', as: 'records', ...classes }), expected);
  });

  it('reads NumPy archives, folders and patterns', async () => {
    put('d.npz', bytesIn(archive));
    await trained({ file: 'd.npz', inputs: ['X', 'F'], targets: ['word'] });
    await trained({ file: 'd.npz', inputs: ['X'], targets: ['Y'] }, 'many-to-many');
    const [header, ...body] = csv.split('\n');
    put('many/a.csv', [header, ...body.slice(0, 30)].join('\n'));
    put('many/b.csv.gz', gzipSync([header, ...body.slice(30)].join('\n')));
    await trained({ file: 'many/', ...table });
    await trained({ file: 'many/*', ...table });
    put('texts/a.txt', 'hello world, '.repeat(40));
    put('texts/b.txt', 'another text; '.repeat(40));
    await trained({ file: 'texts/', window: 20 }, 'many-to-many');
    put(
      'lists/1.jsonl',
      series
        .slice(0, 3)
        .map((record) => JSON.stringify(record))
        .join('\n'),
    );
    put(
      'lists/2.jsonl',
      series
        .slice(3)
        .map((record) => JSON.stringify(record))
        .join('\n'),
    );
    await trained({ file: 'lists/*.jsonl', ...classes });
  });
});
