import { strict as assert } from 'node:assert';
import { Throttler } from '../../../../src/host/common/throttler';

describe('newest', () => {
  it('does the first and the last of what comes while it is busy, and nothing between', async () => {
    const done: number[] = [];
    const newest = new Throttler<number>(async (value) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      done.push(value);
    });
    const first = newest.queue(1);
    newest.queue(2);
    newest.queue(3);
    await first;
    assert.deepEqual(done, [1, 3]);
  });
});
