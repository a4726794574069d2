import { strict as assert } from 'node:assert';
import type { Dataset } from '../../../src/data/common/dataset';
import { load, written } from './sources';

describe('text', () => {
  const names = 'Ada\nBo\n\nCleo\nDaan\nEva\n';
  const read = (dataset: Dataset, sequence: number) => {
    const { x, targetClass, mask } = written(dataset, dataset.training, sequence);
    return {
      x: x.map((row) => dataset.inputNames[row.indexOf(1)]).join(''),
      target: targetClass.map((code, t) => (mask[t] ? dataset.outputNames[code] : '·')).join(''),
    };
  };

  it('by lines: a break begins each line and ends it; each target is the next character', async () => {
    const dataset = await load({ data: { file: 'n.txt', sequences: 'line', split: 'end' } }, names);
    assert.equal(dataset.training.count + dataset.validation.count, 5);
    assert.deepEqual(read(dataset, 0), { x: '⏎Ada', target: 'Ada⏎' });
    assert.deepEqual(read(dataset, 2), { x: '⏎Cleo', target: 'Cleo⏎' });
    assert.equal(dataset.training.label(2), 'line 4: "Cleo"');
    assert.deepEqual(dataset.training.position?.(2, 3), { line: 3, column: 2 });
    assert.equal(dataset.validation.inputSteps(0), 4);
  });

  it('as a stream: windows at a stride, many-to-one with the character after the window', async () => {
    const data = { file: 's.txt', window: 4, stride: 2, validation: 0 };
    const dataset = await load({ data }, 'abcdefghij');
    assert.deepEqual([dataset.training.count, read(dataset, 1)], [3, { x: 'cdef', target: 'defg' }]);
    const single = await load({ data, task: { shape: 'many-to-one' } }, 'abcdefghij');
    assert.deepEqual(read(single, 0), { x: 'abcd', target: '···e' });
  });

  it('with truncate and no window: as many long parts side by side as a batch has rows', async () => {
    const dataset = await load(
      { data: { file: 's.txt', validation: 0 }, training: { truncate: 5, batchSize: 3 } },
      'x'.repeat(100),
    );
    assert.deepEqual([dataset.training.count, dataset.training.inputSteps(0)], [3, 33]);
  });

  it('reads characters that only validation has as one unknown character, and says so', async () => {
    const dataset = await load({ data: { file: 's.txt', window: 3, validation: 0.5 } }, 'abababab😀ab😀ab');
    assert.equal(dataset.inputNames.at(-1), '\uFFFD');
    assert.match(dataset.notes.join(' '), /characters that the training part lacks/);
    assert.ok(Number.isFinite(dataset.baseline.loss));
  });

  it('has the cross-entropy of the character frequencies as its baseline', async () => {
    const dataset = await load({ data: { file: 's.txt', window: 10, validation: 0.5 } }, 'ab'.repeat(500));
    assert.ok(Math.abs(dataset.baseline.loss - Math.LN2) < 0.01);
  });

  it('says what is wrong', async () => {
    await assert.rejects(load({ data: { file: 'e.txt' } }, ''), /e\.txt is empty/);
    await assert.rejects(
      load({ data: { file: 's.txt' } }, 'short'),
      /data\.window: the training part of s\.txt has 4/,
    );
    await assert.rejects(
      load({ data: { file: 's.txt', sequences: 'line' } }, 'one'),
      /has 1 line that is not empty/,
    );
    await assert.rejects(
      load({ data: { file: 's.txt' }, task: { shape: 'encoder-decoder' } }, 'abc'),
      /needs pairs of inputs and targets; use a \.jsonl file/,
    );
    await assert.rejects(load({ data: { file: 's.txt' }, task: { loss: 'mse' } }, 'abc'), /use crossEntropy/);
  });
});

describe('records', () => {
  const lines = (...records: object[]) => records.map((record) => JSON.stringify(record)).join('\n');
  const data = {
    file: 'r.jsonl',
    inputs: ['x'],
    targets: ['y'],
    normalize: 'none',
    split: 'end',
    validation: 0,
  };

  it('have sequences of their own lengths', async () => {
    const dataset = await load({ data }, lines({ x: [1, 2, 3], y: [4, 5, 6] }, { x: [7], y: [8] }));
    assert.deepEqual([dataset.training.inputSteps(0), dataset.training.inputSteps(1)], [3, 1]);
    assert.deepEqual(written(dataset, dataset.training, 0).target.flat(), [4, 5, 6]);
  });

  it('of several numbers a step, with one target: many-to-one', async () => {
    const dataset = await load(
      { data, task: { shape: 'many-to-one' } },
      lines(
        {
          x: [
            [1, 2],
            [3, 4],
          ],
          y: 5,
        },
        { x: [[6, 7]], y: 8 },
      ),
    );
    assert.deepEqual(dataset.inputNames, ['x[0]', 'x[1]']);
    assert.deepEqual(written(dataset, dataset.training, 0), {
      x: [
        [1, 2],
        [3, 4],
      ],
      target: [[0], [5]],
      targetClass: [0, 0],
      mask: [0, 1],
    });
  });

  it('of texts: characters for encoder-decoder, whole classes for many-to-one', async () => {
    const content = lines({ x: 'ab', y: 'cde' }, { x: 'ba', y: 'd' });
    const pairs = await load({ data, task: { shape: 'encoder-decoder' } }, content);
    assert.deepEqual(
      [pairs.outputNames, written(pairs, pairs.training, 0).targetClass],
      [
        ['c', 'd', 'e'],
        [0, 1, 2],
      ],
    );
    const classes = await load({ data, task: { shape: 'many-to-one' } }, content);
    assert.deepEqual([classes.outputNames, classes.targetKind], [['cde', 'd'], 'classes']);
  });

  it('say which line is wrong', async () => {
    const good = { x: [1, 2], y: [3, 4] };
    const cases: [string, RegExp][] = [
      [lines(good), /r\.jsonl has 1 record; two or more/],
      [`${lines(good)}\n{"x": [1,`, /line 2 of r\.jsonl is not JSON/],
      [`${lines(good)}\n[1]`, /line 2 of r\.jsonl is a list of 1, not an object/],
      [
        lines(good, { x: [1], yy: [2] }),
        /line 2 of r\.jsonl has no field "y"; did you mean "yy"\? It has x, yy/,
      ],
      [lines(good, { x: [1], y: [null] }), /line 2 of r\.jsonl: field "y" holds null; expected a number/],
      [lines(good, { x: [1], y: 'a' }), /line 2 of r\.jsonl: field "y" is a text, in line 1 it is numbers/],
      [
        lines(good, { x: [1, 2], y: [3] }),
        /line 2 of r\.jsonl: many-to-many needs a target for each input step/,
      ],
    ];
    for (const [content, message] of cases) {
      await assert.rejects(load({ data }, content), message);
    }
  });
});

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

  it('are the same for the same seed, differ between sequences and splits, and by chunks', async () => {
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
