import { strict as assert } from 'node:assert';
import { load, written } from '../sources';

describe('a data set of records', () => {
  const lines = (...records: object[]) => records.map((record) => JSON.stringify(record)).join('\n');
  const data = {
    file: 'r.jsonl',
    inputs: ['x'],
    targets: ['y'],
    normalize: 'none',
    split: 'end',
    validation: 0,
  };

  it('has sequences of their own lengths', async () => {
    const dataset = await load({ data }, lines({ x: [1, 2, 3], y: [4, 5, 6] }, { x: [7], y: [8] }));
    assert.deepEqual([dataset.training.inputSteps(0), dataset.training.inputSteps(1)], [3, 1]);
    assert.deepEqual(written(dataset, dataset.training, 0).target.flat(), [4, 5, 6]);
  });

  it('of several numbers a step, with one target, is many-to-one', async () => {
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

  it('of texts has characters for encoder-decoder, whole classes for many-to-one', async () => {
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

  it('reports the line of an error', async () => {
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
        lines(good, { x: [1, 2], y: [3, 4, 5] }),
        /line 2 of r\.jsonl: many-to-many needs a target for each input step/,
      ],
    ];
    for (const [content, message] of cases) {
      await assert.rejects(load({ data }, content), message);
    }
  });

  it('shows that there is one target for each record: a class, or a number', async () => {
    const x = [1, 2, 3];
    const labels = ['circle', 'square', 'circle', 'square', 'line', 'circle', 'line', 'square'];
    const named = await load({ data }, lines(...labels.map((y) => ({ x, y }))));
    assert.equal(named.shape, 'many-to-one');
    assert.deepEqual([...named.outputNames].sort(), ['circle', 'line', 'square']);
    assert.match(named.notes.join(' '), /Each record has one target, .*"shape": "many-to-one"/);
    const numbers = await load({ data }, lines(...labels.map((_, i) => ({ x, y: i / 2 }))));
    assert.deepEqual([numbers.shape, numbers.targetKind], ['many-to-one', 'values']);
    const classes = await load(
      { data, task: { shape: 'many-to-one', loss: 'crossEntropy' } },
      lines(...labels.map((_, i) => ({ x, y: i % 3 }))),
    );
    assert.deepEqual([...classes.outputNames].sort(), ['0', '1', '2']);
  });
});
