import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { DataError, type DataSource } from '../../src/data/common/dataset';
import { gunzip } from '../../src/data/common/gunzip';
import { recordsOfFile } from '../../src/data/records/recordsOfFile';
import { openRowsOfFile } from '../../src/data/tables/anyFile/rowsOfFile';
import { bytesIn } from '../unit/data/files/bytesIn';
import { archive, arrays, fortran, packedArchive, words } from '../unit/data/files/numpyFiles';
import { deltas, gzip, lz4, plain } from '../unit/data/files/parquet/parquetFiles';
import { sourceOf } from '../unit/data/sources';

const json = new TextEncoder().encode('[{"a": 1, "b": "x"}, {"a": 2, "b": null}]');

/** Reads all of a file, whichever reader its name chooses. */
async function readAll(source: DataSource): Promise<void> {
  const named = { inputs: ['X', 'F'], targets: ['y', 'word'] };
  const all = source.name.endsWith('.npz')
    ? recordsOfFile(source, named, true)
    : (await openRowsOfFile(source)).rows;
  for await (const part of all) {
    assert.ok(part);
  }
}

describe('a file with changed or missing bytes', () => {
  for (const [name, bytes] of [
    ['duckdb.parquet', bytesIn(plain)],
    ['deltas.parquet', bytesIn(deltas)],
    ['lz4.parquet', bytesIn(lz4)],
    ['gzip.parquet', bytesIn(gzip)],
    ['x.npy', bytesIn(arrays['<f4'])],
    ['fortran.npy', bytesIn(fortran)],
    ['words.npy', bytesIn(words)],
    ['stored.npz', bytesIn(archive)],
    ['deflated.npz', bytesIn(packedArchive)],
    ['x.json', json],
    ['x.csv.gz', new Uint8Array(gzipSync('a,b\n1,2\n3,4\n'))],
  ] as const) {
    it(`is read, or refused in one line: ${name}`, function () {
      this.timeout(60_000);
      const place = fc.nat(bytes.length - 1);
      return fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(place, fc.integer({ min: 1, max: 255 })), { maxLength: 4 }),
          fc.option(place),
          async (changes, end) => {
            const broken = bytes.slice();
            for (const [at, bits] of changes) {
              broken[at] ^= bits;
            }
            const source = sourceOf(name, end === null ? broken : broken.subarray(0, end));
            try {
              await readAll(name.endsWith('.gz') ? gunzip(source) : source);
            } catch (error) {
              assert.ok(error instanceof DataError, `${error instanceof Error ? error.stack : error}`);
              assert.match(error.message, /^(data\.\w+: |line \d+ of )[^\n]+$/);
            }
          },
        ),
        { numRuns: 300 },
      );
    });
  }
});
