import { strict as assert } from 'node:assert';
import { Throttler } from '../../../../src/host/common/throttler';

describe('a throttler', () => {
  it('runs the first and the last request that arrive while it is busy, and none between', async () => {
    const done: number[] = [];
    let goOn = () => {};
    const allOffered = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const throttler = new Throttler<number>(async (value) => {
      await allOffered;
      done.push(value);
    });
    const first = throttler.queue(1);
    throttler.queue(2);
    throttler.queue(3);
    goOn();
    await first;
    assert.deepEqual(done, [1, 3]);
  });
});
