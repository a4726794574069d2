import { strict as assert } from 'node:assert';
import { load, written } from './sources';

describe('synthetic tasks', () => {
  const task = (generate: string, length: number) => load({ data: { generate, length, count: 2000 } });

  it('adding: two marks, one in each half; the target is the sum of the marked numbers, its variance 1/6', async () => {
    const dataset = await task('adding', 20);
    const sums: number[] = [];
    for (let i = 0; i < dataset.training.count; i++) {
      const { x, target, mask } = written(dataset, dataset.training, i);
      const marked = x.flatMap(([, marker], t) => (marker === 1 ? [t] : []));
      assert.ok(marked.length === 2 && marked[0] < 10 && marked[1] >= 10);
      assert.deepEqual([mask.indexOf(1), mask.lastIndexOf(1)], [19, 19]);
      assert.ok(Math.abs(target[19][0] - x[marked[0]][0] - x[marked[1]][0]) < 1e-12);
      sums.push(target[19][0]);
    }
    const variance = sums.reduce((sum, value) => sum + (value - 1) ** 2, 0) / sums.length;
    assert.ok(Math.abs(variance - 1 / 6) < 0.02);
    assert.deepEqual(dataset.baseline, { name: 'chance level 1/6', loss: 1 / 6 });
  });

  it('copy: the first ten symbols come back in the last ten steps, after the delimiter', async () => {
    const dataset = await task('copy', 30);
    const { x, targetClass, mask } = written(dataset, dataset.training, 3);
    const symbols = x.map((row) => row.indexOf(1));
    assert.equal(symbols.length, 50);
    assert.deepEqual(targetClass.slice(40), symbols.slice(0, 10));
    assert.ok(targetClass.slice(0, 40).every((k) => k === 8) && mask.every((m) => m === 1));
    assert.equal(symbols.indexOf(9), 39);
    assert.ok(Math.abs(dataset.baseline.loss - (10 * Math.log(8)) / 50) < 1e-12);
  });

  it('temporal-order: the class is which two symbols came in which order', async () => {
    const dataset = await task('temporal-order', 100);
    const seen = new Set<number>();
    for (let i = 0; i < 200; i++) {
      const { x, targetClass } = written(dataset, dataset.training, i);
      const symbols = x.map((row) => row.indexOf(1));
      const relevant = symbols.flatMap((k, t) => (k < 2 ? [{ k, t }] : []));
      assert.equal(relevant.length, 2);
      assert.ok(relevant[0].t >= 10 && relevant[0].t <= 20 && relevant[1].t >= 50 && relevant[1].t <= 60);
      assert.equal(targetClass[99], 2 * relevant[0].k + relevant[1].k);
      seen.add(targetClass[99]);
    }
    assert.equal(seen.size, 4);
    assert.equal(dataset.baseline.loss, Math.log(4));
  });

  it('sine: the target is the next input, and the stated naive forecast is what it costs', async () => {
    const dataset = await task('sine', 50);
    let sum = 0;
    let count = 0;
    for (let i = 0; i < 500; i++) {
      const { x, target } = written(dataset, dataset.training, i);
      assert.equal(target[0][0], x[1][0]);
      target.forEach(([next], t) => {
        sum += (next - x[t][0]) ** 2;
        count++;
      });
    }
    assert.ok(Math.abs(sum / count / dataset.baseline.loss - 1) < 0.08);
  });

  it('are the same for the same seed, differ between sequences and splits, and are equal in chunks', async () => {
    const [one, again] = [await task('sine', 10), await task('sine', 10)];
    assert.deepEqual(written(one, one.training, 5), written(again, again.training, 5));
    assert.notDeepEqual(written(one, one.training, 5), written(one, one.training, 6));
    assert.notDeepEqual(written(one, one.training, 0), written(one, one.validation, 0));
  });

  it('name the shape and the loss they have', async () => {
    await assert.rejects(
      load({ data: { generate: 'adding' }, task: { shape: 'many-to-many' } }),
      /the task "adding" is many-to-one, not many-to-many/,
    );
    await assert.rejects(
      load({ data: { generate: 'copy' }, task: { loss: 'mse' } }),
      /"copy" needs crossEntropy, not mse/,
    );
  });
});
