/** Tables as people have them: gaps, faults, and splits that could leak. */
import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { DataError } from '../../../../src/data/common/dataset';
import { load, written } from '../sources';

const base = { file: 't.csv', inputs: ['x'], targets: ['y'], window: 2, normalize: 'none', validation: 0 };
const lines = (header: string, rows: number, row: (i: number) => string) =>
  `${header}\n${Array.from({ length: rows }, (_, i) => row(i)).join('\n')}\n`;
const day = (i: number) => new Date(Date.UTC(2020, 0, 1 + i)).toISOString().slice(0, 10);

async function refused(config: object, content: string, message: RegExp, key: string): Promise<void> {
  await assert.rejects(load(config, content), (error) => {
    assert.ok(error instanceof DataError, String(error));
    assert.match(error.message, message);
    assert.equal(error.key.join('.'), key);
    assert.doesNotMatch(error.message, /[\r\n]/);
    return true;
  });
}

describe('a table with faults', () => {
  it('names the first cell of text in a column of numbers, used by default or named', async () => {
    const content = `x,y\n1,2\noops,3\n${'4,5\n'.repeat(20)}`;
    const message =
      /^line 3 of t\.csv: "oops" in column "x" is not a number like most of the others; correct it, or list it in data\.missingValues/;
    await refused({ data: base }, content, message, 'data.file');
    await refused({ data: { ...base, inputs: undefined } }, content, message, 'data.file');
  });

  it('reports it on one line, whatever the cell holds', () =>
    refused(
      { data: base },
      `x,y\n1,2\n"a ""b""\n\nc",3\n${'4,5\n'.repeat(9)}`,
      /^line 3 of t\.csv: "a \\"b\\"\\n\\nc" in column "x"/,
      'data.file',
    ));

  it('has dates only where it has them: they are labels, not a reason to fail', async () => {
    const content = lines('d,x,y', 10, (i) => `${i === 1 ? '' : i === 2 ? 'soon' : day(i)},${i},${i}`);
    const { training } = await load({ data: base }, content);
    assert.deepEqual(
      [
        training.stepLabel(0, 0),
        training.stepLabel(0, 1),
        training.stepLabel(1, 1),
        training.stepLabel(3, 0),
      ],
      ['2020-01-01', undefined, undefined, '2020-01-04'],
    );
    assert.deepEqual([training.label(0), training.label(4)], ['rows 1–2', '2020-01-05 to 2020-01-06']);
  });

  it('has dates that repeat or go back: noted with the line', async () => {
    const content = 'd,x,y\n2020-01-01,1,1\n2020-01-02,2,2\n2020-01-02,3,3\n2020-01-01,4,4\n2020-01-05,5,5\n';
    const { notes } = await load({ data: base }, content);
    assert.match(notes.join(' '), /"d" goes back at line 5, and several rows have the same time\./);
    assert.match(notes.join(' '), /"d" is the same in lines 3 and 4\./);
  });

  it('has columns without a value: left out by default, refused by name', async () => {
    const content = lines('x,e,y', 10, (i) => `${i},NaN,${i}`);
    const dataset = await load({ data: { ...base, inputs: undefined } }, content);
    assert.deepEqual(dataset.inputNames, ['x', 'y']);
    assert.match(dataset.notes.join(' '), /without a value are left out: e\./);
    const named = { ...base, inputs: ['x', 'e'] };
    await refused(
      { data: named },
      content,
      /^data\.inputs: column "e" of t\.csv has no values/,
      'data.inputs',
    );
    const alternating = lines('x,e,y', 10, (i) => (i % 2 ? `,${i},${i}` : `${i},,${i}`));
    await refused(
      { data: { ...named, missing: 'drop' } },
      alternating,
      /no row of t\.csv has a value in every column that is used/,
      'data.inputs',
    );
  });

  it('names the words "none" and "-" as words', async () => {
    const dataset = await load(
      { data: { ...base, inputs: ['w'], targets: ['y'] } },
      lines('w,y', 9, (i) => `${['rain', 'none', '-'][i % 3]},${i}`),
    );
    assert.deepEqual(dataset.inputNames, ['w=rain', 'w=none', 'w=-']);
  });

  it('of one column has blank lines, which may have been meant as missing values', async () => {
    const one = { ...base, inputs: ['y'], targets: ['y'] };
    const { notes, training } = await load({ data: one }, 'y\n1\n2\n\n3\n4\n\n5\n\n\n');
    assert.deepEqual(
      [notes, training.count],
      [['Blank lines are left out, the first after line 3; write NA where a value is missing.'], 3],
    );
    assert.deepEqual((await load({ data: one }, 'y\n1\n2\n3\n4\n\n')).notes, []);
  });

  it('holds numbers too large to scale', () =>
    refused(
      { data: { ...base, normalize: 'standard' } },
      lines('x,y', 9, (i) => `${i}e300,${i}`),
      /^data\.normalize: "x" holds numbers too large to scale, from 0 to 8e\+300/,
      'data.normalize',
    ));

  it('has a name that spans lines: the message does not', () =>
    refused(
      { data: base },
      lines('"x\r\n(m/s)",y', 9, (i) => `${i},${i}`),
      /^data\.inputs: there is no column "x" in t\.csv; .*it has x \(m\/s\), y$/i,
      'data.inputs.0',
    ));

  it('of very many columns is not listed in full', () => {
    const names = Array.from({ length: 300 }, (_, c) => `c${c}`);
    return refused(
      { data: { ...base, inputs: ['c1'], targets: ['zzzzzzz'] } },
      `${names.join(',')}\n${names.map(() => 1).join(',')}\n`,
      /^data\.targets: there is no column "zzzzzzz" in t\.csv; it has c0, c1, .*, c19 and 280 more$/,
      'data.targets.0',
    );
  });

  it('asked for nonsense states what would be valid', async () => {
    const content = lines('x,y,w', 12, (i) => `${i},${i % 2},same`);
    const cases: [object, RegExp, string][] = [
      [{ data: { ...base, inputs: ['x', 'x'] } }, /column "x" is named twice/, 'data.inputs.1'],
      [
        { data: { ...base, targets: ['w'] } },
        /"w" holds "same" in every row; there is nothing to/,
        'data.targets.0',
      ],
      [
        { data: { ...base, horizon: 0 }, task: { shape: 'encoder-decoder' } },
        /^data\.horizon: encoder-decoder generates `horizon` rows, so it must be 1 or more, not 0/,
        'data.horizon',
      ],
      [
        { data: { ...base, horizon: 50 }, task: { shape: 'one-to-many' } },
        /^data\.horizon: the training part of t\.csv has 12 rows, .* use a horizon of at most 11/,
        'data.horizon',
      ],
      [
        { data: { ...base, window: 12, split: 'random', validation: 0.5, horizon: 0 } },
        /^data\.validation: t\.csv has rows for one sequence only; set it to 0/,
        'data.validation',
      ],
      [
        { data: { ...base, targets: ['w'] }, task: { loss: 'mse' } },
        /^task\.loss: mse needs numbers, but "w" holds words; use crossEntropy/,
        'task.loss',
      ],
    ];
    for (const [config, message, key] of cases) {
      await refused(config, content, message, key);
    }
  });

  it('advises a window that fits both parts', () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 3, max: 30 }),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 4 }),
        fc.constantFrom(0, 0.1, 0.4, 0.8),
        async (rows, window, horizon, validation) => {
          const content = lines('x,y', rows, (i) => `${i},${i}`);
          const config = (w: number, h: number) => ({ data: { ...base, window: w, horizon: h, validation } });
          const message = await load(config(window, horizon), content).then(
            () => '',
            (error: unknown) => String(error),
          );
          const advice = /use a (window|horizon) of at most (\d+)/.exec(message);
          if (advice) {
            const n = Number(advice[2]);
            const at = (k: number) => (advice[1] === 'window' ? config(k, horizon) : config(window, k));
            await load(at(n), content);
            await assert.rejects(load(at(n + 1), content), DataError);
          } else {
            assert.match(message, /^$|use a table with more rows/);
          }
        },
      ),
      { numRuns: 100 },
    ));
});

describe('horizon 0', () => {
  it('leaves the targets out of the default inputs', async () => {
    const content = lines('x,y', 10, (i) => `${i},${10 * i}`);
    const dataset = await load({ data: { ...base, inputs: undefined, horizon: 0 } }, content);
    assert.deepEqual(dataset.inputNames, ['x']);
    assert.deepEqual(written(dataset, dataset.training, 0).target, [[0], [10]]);
    assert.equal(dataset.baseline.name, 'training mean');
    await refused(
      { data: { ...base, inputs: undefined, horizon: 0 } },
      lines('y,w', 9, (i) => `${i},b`),
      /no column of t\.csv but the targets holds numbers/,
      'data.inputs',
    );
  });
});

describe('a random split', () => {
  it('of windows that do not overlap shares no row, and measures the training rows alone', async () => {
    const content = lines('x,y', 60, (i) => `${i * i},${i}`);
    const data = { ...base, normalize: 'standard', split: 'random', validation: 0.4, stride: 3 };
    const dataset = await load({ data }, content);
    assert.deepEqual([dataset.training.count, dataset.validation.count], [12, 8]);
    const { offset, scale } = dataset.inputScaling[0];
    const first = (i: number) =>
      Math.round(Math.sqrt(written(dataset, dataset.training, i).x[0][0] * scale + offset));
    const starts = Array.from({ length: 12 }, (_, i) => first(i));
    assert.deepEqual(
      starts,
      [...starts].sort((a, b) => a - b),
    );
    const rows = starts.flatMap((start) => [start, start + 1, start + 2]);
    const mean = rows.reduce((sum, row) => sum + row * row, 0) / rows.length;
    assert.ok(Math.abs(offset - mean) < 1e-9 * mean);
    assert.deepEqual(dataset.notes, []);
    assert.match(
      (await load({ data: { ...data, stride: 1 } }, content)).notes.join(),
      /windows of a random split overlap/i,
    );
  });

  it('is the same for the same seed and another for another', async () => {
    const content = lines('x,y', 60, (i) => `${i},${i}`);
    const of = async (seed: number) => {
      const data = { ...base, split: 'random', validation: 0.5 };
      const { validation } = await load({ data, training: { seed } }, content);
      return Array.from({ length: validation.count }, (_, i) => validation.label(i));
    };
    assert.deepEqual(await of(1), await of(1));
    assert.notDeepEqual(await of(1), await of(2));
  });
});
