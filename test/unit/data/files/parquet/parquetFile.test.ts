import assert from 'node:assert/strict';
import { DataError, type DataSource } from '../../../../../src/data/common/dataset';
import { readParquet } from '../../../../../src/data/files/parquet/parquetFile';
import { sourceOf } from '../../sources';
import { bytesIn } from '../bytesIn';
import { brotli, cells, deltas, gzip, lz4, plain, rows } from './parquetFiles';

async function read(source: DataSource): Promise<{ names: readonly string[]; rows: (readonly string[])[] }> {
  const table = await readParquet(source);
  const all: (readonly string[])[] = [];
  for await (const some of table.rows()) {
    all.push(...some);
  }
  return { names: table.names, rows: all };
}

describe('a parquet file', () => {
  for (const [name, base64, columns] of [
    ['Snappy, plain values and dictionaries (DuckDB)', plain, 19],
    ['Zstandard, differences and split bytes (DuckDB)', deltas, 19],
    ['LZ4, dictionaries, pages of version 2 (arrow-rs)', lz4, 8],
    ['gzip, differences, pages of version 2 (arrow-rs)', gzip, 8],
  ] as const) {
    it(`is read to the last digit: ${name}`, async () => {
      const table = await read(sourceOf('x.parquet', bytesIn(base64)));
      assert.equal(table.names.length, columns);
      assert.equal(table.rows.length, rows);
      table.names.forEach((column, c) => {
        assert.deepEqual(
          table.rows.map((row) => row[c]),
          Array.from({ length: rows }, (_, i) => cells[column](i)),
          column,
        );
      });
    });
  }

  it('is read in pieces, with its progress, where the file can be read at any place', async () => {
    const bytes = bytesIn(plain);
    const read: number[] = [];
    const source: DataSource = {
      ...sourceOf('x.parquet', bytes),
      slice: async (from, to) => bytes.slice(from, to),
      progress: (done) => read.push(done),
      chunks() {
        throw new Error('not in order');
      },
    };
    for await (const some of (await readParquet(source)).rows()) {
      assert.equal(some.length, rows);
    }
    assert.ok(read.length > 10);
    assert.deepEqual(
      read,
      read.toSorted((a, b) => a - b),
    );
    const last = read.at(-1) ?? 0;
    assert.ok(last > 0.9 * bytes.length && last <= bytes.length, `${last} of ${bytes.length}`);
  });

  it('can be cancelled by its progress', async () => {
    const source = { ...sourceOf('x.parquet', bytesIn(plain)), progress: () => assert.fail('cancelled') };
    await assert.rejects(readParquet(source), /^AssertionError.*cancelled/);
  });

  it('is refused with what to do', async () => {
    const bytes = bytesIn(plain);
    const encrypted = bytes.slice();
    encrypted.set(new TextEncoder().encode('PARE'), encrypted.length - 4);
    for (const [content, expected] of [
      [
        bytesIn(brotli),
        /column "f64" of x\.parquet is packed with BROTLI; write the file with compression="snappy"/,
      ],
      [encrypted, /x\.parquet is encrypted; write it without encryption/],
      [bytes.subarray(0, 3000), /x\.parquet is broken: it does not end as a parquet file does/],
      [new Uint8Array(), /x\.parquet is broken/],
    ] as const) {
      await assert.rejects(read(sourceOf('x.parquet', content)), (error) => {
        assert.ok(error instanceof DataError);
        assert.match(error.message, expected);
        assert.deepEqual(error.key, ['data', 'file']);
        return true;
      });
    }
  });
});
