import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { DataError, type DataSource } from '../../../../src/data/common/dataset';
import { gunzip } from '../../../../src/data/common/gunzip';
import { sourceOf } from '../sources';

async function textOf(source: DataSource): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of source.chunks()) {
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
}

describe('a gzip archive', () => {
  it('is what was packed, wherever its bytes are cut, and however often it is read', () =>
    fc.assert(
      fc.asyncProperty(fc.string(), fc.array(fc.nat(2000), { maxLength: 8 }), async (text, pieces) => {
        const source = gunzip(sourceOf('data/x.csv.gz', gzipSync(text), pieces));
        assert.equal(source.name, 'data/x.csv');
        assert.equal(await textOf(source), text);
        assert.equal(await textOf(source), text);
      }),
    ));

  it('may have several members, as bgzip and cat make them', async () => {
    const bytes = Buffer.concat([gzipSync('a,b\n'), gzipSync('1,2\n')]);
    assert.equal(await textOf(gunzip(sourceOf('x.csv.gz', bytes))), 'a,b\n1,2\n');
  });

  it('counts its progress in packed bytes', async () => {
    const lines = Array.from({ length: 100_000 }, (_, i) => `${i},${Math.sin(i)}\n`);
    const packed = gzipSync(lines.join(''));
    const read: number[] = [];
    const pieces = Array.from({ length: 100 }, (_, i) => Math.floor((i * packed.length) / 100));
    const source = gunzip({
      ...sourceOf('x.csv.gz', packed, pieces),
      progress: (bytes) => read.push(bytes),
    });
    for await (const part of source.chunks()) {
      source.progress?.(part.length);
    }
    assert.equal(source.size, packed.length);
    assert.ok(read[0] < packed.length / 4, `${read[0]} of ${packed.length}`);
    assert.equal(read.at(-1), packed.length);
  });

  it('that is cut, changed or no archive is reported in one line', async () => {
    const packed = gzipSync('1,2,3\n'.repeat(1000));
    const changed = Buffer.from(packed);
    changed[packed.length - 6] ^= 1;
    for (const bytes of [packed.subarray(0, -3), packed.subarray(0, 20), changed, Buffer.from('a,b\n')]) {
      await assert.rejects(textOf(gunzip(sourceOf('x.csv.gz', bytes))), (error) => {
        assert.ok(error instanceof DataError);
        assert.match(error.message, /^data\.file: x\.csv\.gz is not a whole gzip archive \(.+\); copy or/);
        return true;
      });
    }
  });

  it('passes on the errors of the file itself, and closes it where its reader stops', async () => {
    const cancelled: DataSource = {
      name: 'x.gz',
      size: 0,
      async *chunks() {
        yield gzipSync('a'.repeat(100_000));
        throw new Error('cancelled');
      },
    };
    await assert.rejects(textOf(gunzip(cancelled)), /^Error: cancelled$/);
    let closed = false;
    const endless: DataSource = {
      name: 'x.gz',
      size: 0,
      async *chunks() {
        try {
          while (true) {
            yield gzipSync('a'.repeat(100_000));
          }
        } finally {
          closed = true;
        }
      },
    };
    for await (const part of gunzip(endless).chunks()) {
      assert.ok(part.length > 0);
      break;
    }
    assert.ok(closed);
  });
});
