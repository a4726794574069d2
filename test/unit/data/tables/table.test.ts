import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { DataError } from '../../../../src/data/common/dataset';
import { loadDataset } from '../../../../src/data/load';
import { configOf, load, sourceOf, written } from '../sources';

/** Days with x = 1, 2, 3, … and y = 10·x. */
const table = (rows: number) =>
  `day,x,y,sky\n${Array.from({ length: rows }, (_, i) => `2020-01-${String((i % 28) + 1).padStart(2, '0')},${i + 1},${10 * (i + 1)},${i % 3 ? 'sun' : 'rain'}`).join('\n')}\n`;

const base = {
  file: 't.csv',
  inputs: ['x'],
  targets: ['y'],
  window: 3,
  horizon: 2,
  normalize: 'none',
  validation: 0.25,
};

describe('windows of a table', () => {
  it('many-to-one: the target lies `horizon` rows after the last input', async () => {
    const dataset = await load({ data: base }, table(20));
    assert.deepEqual(written(dataset, dataset.training, 0), {
      x: [[1], [2], [3]],
      target: [[0], [0], [50]],
      targetClass: [0, 0, 0],
      mask: [0, 0, 1],
    });
    assert.equal(dataset.training.label(0), '2020-01-01 to 2020-01-03');
    assert.equal(dataset.training.stepLabel(0, 1), '2020-01-02');
    assert.deepEqual(dataset.training.position?.(1, 0), { line: 2, column: 0 });
  });

  it('many-to-many, one-to-one, encoder-decoder and one-to-many line up as documented', async () => {
    const of = async (shape: string, changes = {}) => {
      const dataset = await load({ data: { ...base, ...changes }, task: { shape } }, table(20));
      const { x, target, mask } = written(dataset, dataset.training, 1);
      return { x: x.flat(), target: target.flat(), mask };
    };
    assert.deepEqual(await of('many-to-many'), { x: [2, 3, 4], target: [40, 50, 60], mask: [1, 1, 1] });
    assert.deepEqual(await of('one-to-one'), { x: [2], target: [40], mask: [1] });
    assert.deepEqual(await of('encoder-decoder'), { x: [2, 3, 4], target: [50, 60], mask: [1, 1] });
    assert.deepEqual(await of('one-to-many'), { x: [2], target: [30, 40], mask: [1, 1] });
    assert.deepEqual(await of('one-to-one', { horizon: 0 }), { x: [2], target: [20], mask: [1] });
  });

  it('lie wholly in their own split, with all their targets, whatever window, horizon and stride', () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 12, max: 60 }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 0, max: 4 }),
        fc.integer({ min: 1, max: 4 }),
        fc.constantFrom('many-to-one', 'many-to-many', 'encoder-decoder', 'one-to-many', 'one-to-one'),
        async (rows, window, horizon, stride, shape) => {
          fc.pre(horizon > 0 || !['encoder-decoder', 'one-to-many'].includes(shape));
          const cut = rows - Math.round(rows * 0.5);
          fc.pre(Math.min(cut, rows - cut) > window + horizon);
          const data = { ...base, window, horizon, stride, validation: 0.5 };
          const dataset = await load({ data, task: { shape } }, table(rows));
          for (const [set, from, to] of [
            [dataset.training, 1, cut],
            [dataset.validation, cut + 1, rows],
          ] as const) {
            const seen = new Set<number>();
            for (let i = 0; i < set.count; i++) {
              const { x, target, mask } = written(dataset, set, i);
              const used = [
                ...x.map(([value]) => value),
                ...target.flatMap(([y], t) => (mask[t] ? [y / 10] : [])),
              ];
              assert.ok(
                used.every((row) => row >= from && row <= to),
                `${shape}: ${used} in ${from}–${to}`,
              );
              seen.add(x[0][0]);
            }
            // The next window at this stride would not fit.
            const last = Math.max(...seen);
            const extent = shape.startsWith('one') ? 1 + horizon : window + horizon;
            assert.ok(last + extent - 1 <= to && last + stride + extent - 1 > to);
          }
        },
      ),
      { numRuns: 80 },
    ));
});

describe('scaling', () => {
  it('is measured on training rows alone: the validation values change nothing', async () => {
    const data = { ...base, normalize: 'standard' };
    const plain = await load({ data }, table(20));
    const changed = await load({ data }, table(20).replace(/,20,200,/, ',1e9,-1e9,'));
    assert.deepEqual(changed.inputScaling, plain.inputScaling);
    assert.deepEqual(changed.targetScaling, plain.targetScaling);
    // Rows 1 … 15 are training: mean 8, variance (15² − 1)/12.
    assert.ok(Math.abs(plain.inputScaling[0].offset - 8) < 1e-12);
    assert.ok(Math.abs(plain.inputScaling[0].scale - Math.sqrt(224 / 12)) < 1e-12);
  });

  it('is undone by offset and scale, and leaves a constant alone', async () => {
    const content = 'x,k\n1,5\n2,5\n3,5\n4,5\n5,5\n6,5\n7,5\n8,5\n9,5\n10,5\n';
    const data = {
      ...base,
      inputs: ['x', 'k'],
      targets: ['x'],
      horizon: 1,
      normalize: 'minmax',
      validation: 0,
    };
    const dataset = await load({ data }, content);
    const { x } = written(dataset, dataset.training, 0);
    assert.deepEqual(x, [
      [0, 0],
      [1 / 9, 0],
      [2 / 9, 0],
    ]);
    const [{ offset, scale }] = dataset.inputScaling;
    assert.deepEqual(
      x.map(([value]) => Math.round(value * scale + offset)),
      [1, 2, 3],
    );
    assert.match(dataset.notes.join(' '), /"k" has the same value in every training row/);
  });
});

describe('baselines of a table', () => {
  it('are the naive forecast’s mean squared error on the validation windows, by hand', async () => {
    const content = `day,x\n${[3, 1, 4, 1, 5, 9, 2, 6, 5, 3].map((x, i) => `2020-02-${String(i + 1).padStart(2, '0')},${x}`).join('\n')}`;
    const data = {
      file: 't.csv',
      inputs: ['x'],
      targets: ['x'],
      window: 2,
      horizon: 1,
      normalize: 'none',
      validation: 0.5,
    };
    const { baseline } = await load({ data }, content);
    // The validation rows are 9 2 6 5 3; targets are 6, 5, 3, compared with 2, 6, 5.
    assert.equal(baseline.name, 'naive forecast (tomorrow = today)');
    assert.ok(Math.abs(baseline.loss - (16 + 1 + 4) / 3) < 1e-12);
  });

  it('are the class frequencies for words', async () => {
    const data = { ...base, targets: ['sky'], validation: 0.5 };
    const dataset = await load({ data }, table(24));
    assert.equal(dataset.targetKind, 'classes');
    assert.deepEqual(dataset.outputNames, ['rain', 'sun']);
    assert.equal(dataset.baseline.name, 'class frequencies');
    assert.ok(dataset.baseline.loss > 0.5 && dataset.baseline.loss < Math.LN2 + 0.05);
  });
});

describe('columns of a table', () => {
  it('by default are all numeric ones; dates and words are used where they are named', async () => {
    const all = await load({ data: { ...base, inputs: undefined } }, table(20));
    assert.deepEqual(all.inputNames, ['x', 'y']);
    assert.match(all.notes.join(' '), /left out: day, sky/);
    const named = await load({ data: { ...base, inputs: ['day', 'sky', 'x'] } }, table(20));
    assert.deepEqual(named.inputNames, ['sin(day)', 'cos(day)', 'sky=rain', 'sky=sun', 'x']);
    assert.deepEqual(written(named, named.training, 0).x[0], [0, 1, 1, 0, 1]);
  });

  it('with gaps take the previous value, or lose the row, which is noted', async () => {
    const content = 'x,y\n,1\n1,1\nNA,2\n3,3\n4,4\n5,5\n6,6\n7,7\n8,8\n';
    const of = async (missing: string) => {
      const dataset = await load({ data: { ...base, horizon: 1, validation: 0, missing } }, content);
      return { x: written(dataset, dataset.training, 0).x.flat(), notes: dataset.notes.join(' ') };
    };
    assert.deepEqual((await of('previous')).x, [1, 1, 3]);
    assert.match((await of('previous')).notes, /previous row's: 2 in "x"\. 1 rows before the first value/);
    assert.deepEqual((await of('drop')).x, [1, 3, 4]);
    await assert.rejects(of('error'), /line 2 of t\.csv: column "x" has no value; set data\.missing/);
  });
});

describe('reading CSV', () => {
  it('does not depend on where the bytes are cut, not even within a character or a quoted line break', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(400), { maxLength: 12 }),
        fc.constantFrom('\n', '\r\n'),
        async (pieces, eol) => {
          const lines = [
            '"näme, with ""quotes""",x,y',
            '"a\nb",1,2',
            'é😀,3,4',
            '"c,\n\n,d",5,6',
            '',
            'e,7,8',
            'f,9,10',
          ];
          const content = `\uFEFF${lines.join(eol)}${eol}`;
          const config = configOf({
            data: { ...base, inputs: ['näme, with "quotes"', 'x'], window: 2, horizon: 1, validation: 0 },
          });
          const dataset = await loadDataset(config, async (file) => sourceOf(file, content, pieces));
          assert.deepEqual(
            dataset.inputNames.slice(0, 5).map((name) => name.slice(20)),
            ['a\nb', 'é😀', 'c,\n\n,d', 'e', 'f'],
          );
          assert.deepEqual(
            written(dataset, dataset.training, 2).x.map((row) => row[5]),
            [5, 7],
          );
          // Physical lines: the header is line 1, "a\nb" lines 2–3, é 4, "c,\n\n,d" 5–7, blank 8, e 9.
          assert.equal(dataset.training.position?.(2, 1)?.line, 8);
        },
      ),
      { numRuns: 150 },
    ));

  it('finds the delimiter', async () => {
    for (const [file, delimiter] of [
      ['t.csv', ';'],
      ['t.csv', '\t'],
      ['t.tsv', '\t'],
      ['t.csv', '|'],
    ]) {
      const dataset = await load({ data: { ...base, file } }, table(20).replaceAll(',', delimiter));
      assert.deepEqual(written(dataset, dataset.training, 0).x, [[1], [2], [3]]);
    }
  });
});

describe('a table that cannot be used', () => {
  const bad: [content: string, changes: object, message: RegExp, key: string][] = [
    ['', {}, /^data\.file: t\.csv is empty/, 'data.file'],
    ['day,x,y\n', {}, /t\.csv has a header but no rows/, 'data.file'],
    ['1,2,3\n4,5,6\n', {}, /no column "x" in t\.csv; it has column 1, column 2, column 3/, 'data.inputs.0'],
    [',,\n1,2,3\n', {}, /line 1 of t\.csv names no column/, 'data.file'],
    [
      table(20),
      { targets: ['yy'] },
      /no column "yy" in t\.csv; did you mean "y"\? It has day, x, y, sky/,
      'data.targets.0',
    ],
    [
      table(20),
      { inputs: ['x', 'temperature'] },
      /no column "temperature" in t\.csv; it has day, x, y, sky/,
      'data.inputs.1',
    ],
    ['x,y\n1,2\n3\n', {}, /line 3 of t\.csv has 1 field, the header has 2/, 'data.file'],
    [
      `x,y\n${'1,2\n'.repeat(1500)}oops,3\n`,
      {},
      /line 1502 of t\.csv: "oops" in column "x" is not a number/,
      'data.file',
    ],
    [
      table(20),
      { window: 15 },
      /training part of t\.csv has 15 rows, a window of 15 rows with horizon 2 needs 17; use a window of at most 3/,
      'data.window',
    ],
    [
      table(20),
      { window: 4 },
      /validation part of t\.csv has 5 rows, .*; use a window of at most 3/,
      'data.window',
    ],
    [
      table(20),
      { targets: ['sky', 'y'] },
      /"sky" holds words \(classes\), which can only be predicted alone/,
      'data.targets',
    ],
    [table(20), { targets: ['day'] }, /"day" holds dates, which cannot be predicted/, 'data.targets.0'],
    [
      table(20),
      { inputs: ['y'], horizon: 0 },
      /with horizon 0 the target "y" is among the inputs/,
      'data.horizon',
    ],
    ['x,y\n"1,2\n3,4\n', {}, /./, 'data.file'],
  ];
  for (const [content, changes, message, key] of bad) {
    it(`is reported: ${message.source.slice(0, 70)}`, async () => {
      await assert.rejects(load({ data: { ...base, ...changes } }, content), (error) => {
        assert.ok(error instanceof DataError, String(error));
        assert.match(error.message, message);
        assert.equal(error.key.join('.'), key);
        assert.ok(!error.message.includes('\n'));
        return true;
      });
    });
  }

  it('is reported where the bytes are not text', async () => {
    const config = configOf({ data: base });
    const bytes = Uint8Array.from([0x78, 0x2c, 0xc3, 0xa9, 0x79, 0x0a, 0xff, 0xfe, 0x0a]);
    await assert.rejects(
      loadDataset(config, async (file) => sourceOf(file, bytes, [6])),
      /t\.csv is not text in UTF-8/,
    );
  });

  it('is reported for a loss that the targets do not fit', async () => {
    await assert.rejects(
      load({ data: base, task: { loss: 'crossEntropy' } }, table(20)),
      /crossEntropy needs classes/,
    );
    await assert.rejects(
      load({ data: base, task: { loss: 'binaryCrossEntropy' } }, table(20)),
      /line 2 of t\.csv: binaryCrossEntropy needs 0 or 1 in "y", found 10/,
    );
  });
});
