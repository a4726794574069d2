import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { Random } from '../../../../src/data/common/random';

const draws = (random: Random, n: number) => Array.from({ length: n }, () => random.next());

describe('random streams', () => {
  it('differ for any two seeds and any two paths, and repeat for the same', () => {
    const seeds = Array.from({ length: 2000 }, (_, seed) => new Random(seed, 'x').bits());
    assert.equal(new Set(seeds).size, 2000);
    const paths = Array.from({ length: 2000 }, (_, i) => new Random(1, 'order', i).bits());
    assert.equal(new Set(paths).size, 2000);
    assert.notEqual(new Random(1, 'a', 'bc').bits(), new Random(1, 'ab', 'c').bits());
    assert.deepEqual(draws(new Random(5, 'a'), 9), draws(new Random(5, 'a'), 9));
  });

  it('are uniform: mean ½, variance 1/12, every twentieth of the range as often', () => {
    const n = 200_000;
    const values = draws(new Random(2, 'uniform'), n);
    const mean = values.reduce((sum, x) => sum + x, 0) / n;
    const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / n;
    assert.ok(Math.abs(mean - 0.5) < 0.003 && Math.abs(variance - 1 / 12) < 0.001);
    const bins = new Array<number>(20).fill(0);
    for (const value of values) {
      bins[Math.floor(value * 20)]++;
    }
    const chiSquare = bins.reduce((sum, count) => sum + (count - n / 20) ** 2 / (n / 20), 0);
    assert.ok(chiSquare < 45.3, `χ² of 19 degrees of freedom is ${chiSquare}`); // 99.9%: 43.8
  });

  it('are normal: mean 0, variance 1, 68.3% within one deviation', () => {
    const random = new Random(3, 'normal');
    const values = Array.from({ length: 100_000 }, () => random.normal());
    const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
    const variance = values.reduce((sum, x) => sum + x * x, 0) / values.length;
    const within = values.filter((x) => Math.abs(x) < 1).length / values.length;
    assert.ok(Math.abs(mean) < 0.015 && Math.abs(variance - 1) < 0.02 && Math.abs(within - 0.6827) < 0.006);
  });

  it('permute: every number once', () => {
    fc.assert(
      fc.property(fc.nat(300), fc.nat(), (n, seed) => {
        const order = [...new Random(seed, 'p').permutation(n)];
        assert.deepEqual(
          order.toSorted((a, b) => a - b),
          Array.from({ length: n }, (_, i) => i),
        );
      }),
    );
  });
});
