import { strict as assert } from 'node:assert';
import { Newest } from '../../../../src/host/common/newest';

describe('newest', () => {
  it('does the first and the last of what comes while it is busy, and nothing between', async () => {
    const done: number[] = [];
    let goOn = () => {};
    const allOffered = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const newest = new Newest<number>(async (value) => {
      await allOffered;
      done.push(value);
    });
    const first = newest.offer(1);
    newest.offer(2);
    newest.offer(3);
    goOn();
    await first;
    assert.deepEqual(done, [1, 3]);
  });
});
