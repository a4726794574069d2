import assert from 'node:assert/strict';
import { bytesOf } from '../../../../src/data/files/bytes';
import { unzipped, zipEntries } from '../../../../src/data/files/zip';
import { sourceOf } from '../sources';
import { bytesIn } from './bytesIn';
import { archive, packedArchive } from './numpyFiles';

const most = 1_000_000;

describe('a zip archive', () => {
  it('has the same entries stored and deflated', async () => {
    const stored = await bytesOf(sourceOf('a.npz', bytesIn(archive)));
    const deflated = await bytesOf(sourceOf('b.npz', bytesIn(packedArchive)));
    const [first, second] = [await zipEntries(stored), await zipEntries(deflated)];
    assert.deepEqual(
      first.map(({ name }) => name),
      ['X.npy', 'F.npy', 'y.npy', 'Y.npy', 'K.npy', 'word.npy', 'short.npy'],
    );
    assert.ok(second.some(({ method }) => method === 8));
    for (const [i, entry] of first.entries()) {
      const one = await unzipped(stored, entry, most);
      const other = await unzipped(deflated, second[i], most);
      assert.deepEqual(await one.slice(0, one.size), await other.slice(0, other.size));
    }
  });

  it('with a changed byte in an entry is reported: its checksum differs', async () => {
    const bytes = bytesIn(archive);
    bytes[200] ^= 1;
    const broken = await bytesOf(sourceOf('a.npz', bytes));
    const [first] = await zipEntries(broken);
    await assert.rejects(
      unzipped(broken, first, most),
      /"X\.npy" in a\.npz is broken: its bytes are not those/,
    );
  });

  it('whose entry is larger than what may be held is refused', async () => {
    const bytes = await bytesOf(sourceOf('a.npz', bytesIn(archive)));
    const [first] = await zipEntries(bytes);
    await assert.rejects(unzipped(bytes, first, 100), /"X\.npy" in a\.npz has 368 bytes; up to 100 are read/);
  });

  it('that is cut is reported', async () => {
    const cut = await bytesOf(sourceOf('a.npz', bytesIn(archive).subarray(0, 900)));
    await assert.rejects(zipEntries(cut), /a\.npz is broken: it does not end as a zip archive does/);
  });
});
