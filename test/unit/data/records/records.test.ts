/** JSONL records: every kind of field in every shape, and checks of every line. */
import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { DataError } from '../../../../src/data/common/dataset';
import { loadDataset } from '../../../../src/data/load';
import { configOf, load, sourceOf, written } from '../sources';

const data = {
  file: 'r.jsonl',
  inputs: ['x'],
  targets: ['y'],
  normalize: 'none',
  split: 'end',
  validation: 0,
};
const lines = (...records: unknown[]) => records.map((record) => JSON.stringify(record)).join('\n');

describe('records', () => {
  it('are the same wherever their bytes are cut; blank lines count as lines only', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(300), { maxLength: 10 }),
        fc.constantFrom('\n', '\r\n'),
        async (pieces, eol) => {
          const content = [
            '{"x": "é😀", "y": [1, 2]}',
            '',
            '{"x": "ab", "y": [3, 4]}',
            '{"x": "😀", "y": [5]}',
          ].join(eol);
          const dataset = await loadDataset(configOf({ data }), async (file) =>
            sourceOf(file, content, pieces),
          );
          const { training, inputNames } = dataset;
          assert.deepEqual(
            [0, 1, 2].map((i) =>
              written(dataset, training, i)
                .x.map((row) => inputNames[row.indexOf(1)])
                .join(''),
            ),
            ['é😀', 'ab', '😀'],
          );
          assert.deepEqual(
            [0, 1, 2].map((i) => training.label(i)),
            ['line 1', 'line 3', 'line 4'],
          );
          assert.deepEqual(training.position?.(1, 1), { line: 2, column: 0 });
          assert.equal(training.stepLabel(0, 1), '😀');
        },
      ),
      { numRuns: 60 },
    ));

  it('of several fields: a single value is repeated at every step', async () => {
    const dataset = await load(
      { data: { ...data, inputs: ['place', 'x'] } },
      lines(
        {
          place: 7,
          x: [
            [1, 2],
            [3, 4],
          ],
          y: [5, 6],
        },
        { place: 8, x: [[1, 1]], y: [1] },
      ),
    );
    assert.deepEqual(dataset.inputNames, ['place', 'x[0]', 'x[1]']);
    assert.deepEqual(written(dataset, dataset.training, 0).x, [
      [7, 1, 2],
      [7, 3, 4],
    ]);
  });

  it('one-to-one and one-to-many read one step', async () => {
    const single = await load(
      { data, task: { shape: 'one-to-one' } },
      lines({ x: [[1, 2]], y: 3 }, { x: [[4, 5]], y: 6 }),
    );
    assert.deepEqual(written(single, single.training, 1), {
      x: [[4, 5]],
      target: [[6]],
      targetClass: [0],
      mask: [1],
    });
    const many = await load(
      { data, task: { shape: 'one-to-many' } },
      lines({ x: 1, y: [3, 4, 5] }, { x: 2, y: [6] }),
    );
    assert.deepEqual(written(many, many.training, 0), {
      x: [[1]],
      target: [[3], [4], [5]],
      targetClass: [0, 0, 0],
      mask: [1, 1, 1],
    });
    assert.equal(many.training.outputSteps(1), 1);
  });

  it('are scaled with the mean and deviation of the training records, whose mean target is the baseline', async () => {
    const records = [
      { x: [1, 3], y: [10, 20] },
      { x: [5], y: [30] },
      { x: [1000], y: [50] },
    ];
    const dataset = await load(
      { data: { ...data, normalize: 'standard', validation: 0.4 } },
      lines(...records),
    );
    assert.equal(dataset.validation.count, 1);
    const [input] = dataset.inputScaling;
    assert.ok(Math.abs(input.offset - 3) < 1e-12 && Math.abs(input.scale - Math.sqrt(8 / 3)) < 1e-12);
    // The mean is 20 and the deviation √(200/3) in training; the target is 50.
    assert.equal(dataset.baseline.name, 'training mean');
    assert.ok(Math.abs(dataset.baseline.loss - 30 ** 2 / (200 / 3)) < 1e-5);
  });

  it('with 0 and 1 as targets are yes/no where the loss requires it', async () => {
    const records = lines({ x: [1, 2], y: [0, 1] }, { x: [3], y: [1] });
    const dataset = await load({ data, task: { loss: 'binaryCrossEntropy' } }, records);
    assert.equal(dataset.targetKind, 'binary');
    assert.ok(Math.abs(dataset.baseline.loss + (Math.log(2 / 5) + 2 * Math.log(3 / 5)) / 3) < 1e-12);
  });

  it('with a class that training lacks are reported', async () => {
    const records = lines({ x: [1], y: 'a' }, { x: [2], y: 'b' }, { x: [3], y: 'c' });
    const config = { data: { ...data, validation: 0.4 }, task: { shape: 'many-to-one' } };
    const dataset = await load(config, records);
    assert.deepEqual(dataset.outputNames, ['a', 'b', '\uFFFD']);
    assert.match(
      dataset.notes.join(),
      /classes that the training part lacks, which are all taken as one unknown: "c"\./,
    );
  });

  const good = { x: [1, 2], y: [3, 4] };
  const bad: [line: string, message: RegExp, key: string][] = [
    ['{"x": [1 2]}', /line 2 of r\.jsonl is not JSON: /, 'data.file'],
    ['7', /line 2 of r\.jsonl is 7, not an object such as/, 'data.file'],
    ['null', /line 2 of r\.jsonl is null, not an object/, 'data.file'],
    ['{"x": [], "y": [1]}', /field "x" is an empty list; expected a number, a text, a list/, 'data.inputs.0'],
    ['{"x": "", "y": [1]}', /field "x" is an empty text; expected/, 'data.inputs.0'],
    ['{"x": {"a": 1}, "y": [1]}', /field "x" is an object; expected/, 'data.inputs.0'],
    ['{"x": [1, "2"], "y": [1, 2]}', /field "x" holds a text; expected/, 'data.inputs.0'],
    ['{"x": [1e999], "y": [1]}', /field "x" holds a number too large to hold; expected/, 'data.inputs.0'],
    [
      '{"x": [[1, 2], [3]], "y": [1]}',
      /field "x" holds a list of 2 and a list of 1; expected/,
      'data.inputs.0',
    ],
    ['{"x": [[1], 3], "y": [1]}', /field "x" holds a list of 1 and 3; expected/, 'data.inputs.0'],
    ['{"x": [[1, 2]], "y": [1]}', /field "x" is rows of 2 numbers, in line 1 it is numbers/, 'data.inputs.0'],
    ['{"x": [1, 2], "y": "ab"}', /field "y" is a text, in line 1 it is numbers/, 'data.targets.0'],
    ['{"x": [1, 2], "z": 1}', /line 2 of r\.jsonl has no field "y"; it has x, z/, 'data.targets.0'],
    [
      '{"__proto__": [1], "x": [1]}',
      /line 2 of r\.jsonl has no field "y"; it has __proto__, x/,
      'data.targets.0',
    ],
  ];
  for (const [line, message, key] of bad) {
    it(`refuse ${line}`, async () => {
      await assert.rejects(load({ data }, `${lines(good)}\n${line}\n`), (error) => {
        assert.ok(error instanceof DataError, String(error));
        assert.match(error.message, message);
        assert.equal(error.key.join('.'), key);
        assert.doesNotMatch(error.message, /\n|line 1 column/);
        return true;
      });
    });
  }

  it('refuse fields and shapes that do not fit together', async () => {
    const refused = (config: object, content: string, message: RegExp) =>
      assert.rejects(load(config, content), message);
    const twice = { ...data, inputs: ['x', 'z'] };
    await refused(
      { data: twice },
      lines({ x: [1, 2, 3], z: [1, 2], y: [1, 2, 3] }, { x: [1], z: [1], y: [1] }),
      /line 1 of r\.jsonl: field "z" has 2 steps, another has 3/,
    );
    await refused(
      { data: twice },
      lines({ x: [1], z: 'a', y: [1] }, { x: [1], z: 'b', y: [1] }),
      /data\.inputs: the field "z" of r\.jsonl holds texts, which can only be used alone/,
    );
    const pair = lines(good, good);
    await refused(
      { data, task: { shape: 'one-to-one' } },
      pair,
      /line 1 .* one-to-one needs one input step, there are 2/,
    );
    await refused(
      { data, task: { shape: 'many-to-one' } },
      pair,
      /line 1 .* many-to-one needs one target, there are 2/,
    );
    await refused(
      { data, task: { loss: 'crossEntropy' } },
      pair,
      /task\.loss: crossEntropy needs texts as targets/,
    );
    await refused(
      { data, task: { loss: 'binaryCrossEntropy' } },
      pair,
      /line 1 .* needs targets of 0 or 1, found 3/,
    );
  });
});
