import { strict as assert } from 'node:assert';
import { setTimeout as sleep } from 'node:timers/promises';
import { Batcher } from '../../../../src/host/common/batcher';

describe('a batcher', () => {
  it('acts once for all that happens within its time, and again for what happens later', async () => {
    let count = 0;
    const batcher = new Batcher(() => count++, 5);
    batcher.soon();
    batcher.soon();
    assert.equal(count, 0);
    await sleep(20);
    assert.equal(count, 1);
    batcher.soon();
    await sleep(20);
    assert.equal(count, 2);
  });

  it('acts at once where it is asked to, and not a second time', async () => {
    let count = 0;
    const batcher = new Batcher(() => count++, 5);
    batcher.soon();
    batcher.now();
    assert.equal(count, 1);
    await sleep(20);
    assert.equal(count, 1);
  });

  it('does nothing more once it is disposed of', async () => {
    let count = 0;
    const batcher = new Batcher(() => count++, 5);
    batcher.soon();
    batcher.dispose();
    await sleep(20);
    assert.equal(count, 0);
  });
});
