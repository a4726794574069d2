import { strict as assert } from 'node:assert';
import { Thinned } from '../../../src/metrics/thinned';

function kept(most: number, many: number): Thinned<number> {
  const thinned = new Thinned<number>(most);
  for (let i = 0; i < many; i++) {
    thinned.offer(() => i);
  }
  return thinned;
}

describe('a thinned stream', () => {
  it('keeps everything while there is room', () => {
    assert.deepEqual(kept(5, 5).kept, [0, 1, 2, 3, 4]);
  });

  it('keeps between half of the room and all of it, evenly, at three distances', () => {
    for (const many of [101, 1000, 54_321]) {
      const { kept: items, level } = kept(100, many);
      assert.ok(items.length > 40 && items.length <= 100, `${items.length} of ${many}`);
      assert.ok(Math.abs(items.length * 2 ** level - many) <= 2 ** (level + 2));
      const gaps = items.slice(1).map((item, i) => item - items[i]);
      assert.ok(new Set(gaps).size <= 3, `distances ${[...new Set(gaps)]}`);
    }
  });

  it('does not agree with a period of the data', () => {
    const { kept: items } = kept(256, 64 * 500);
    const phases = new Set(items.map((item) => item % 64));
    assert.ok(phases.size > 55, `${phases.size} of 64 phases`);
  });
});
