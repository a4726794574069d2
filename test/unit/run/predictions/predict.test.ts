/**
 * Predictions against recorded traces, for every kind of data and every shape; new data, read with the
 * statistics of the training; forecasts; and the files of each format.
 */
import { strict as assert } from 'node:assert';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { Random } from '../../../../src/data/common/random';
import { webAssemblyKernels } from '../../../../src/engine/kernels/webAssembly';
import { Observer } from '../../../../src/engine/observer';
import { rawOf } from '../../../../src/notation/scaling';
import type { PredictSummary } from '../../../../src/protocol/worker';
import { readRunConfig } from '../../../../src/run/files/folder';
import { InputError } from '../../../../src/run/files/inputError';
import { readTensorFile } from '../../../../src/run/files/tensorFile';
import { predict } from '../../../../src/run/predictions/predict';
import { executeRun } from '../../../../src/run/training/execute';
import { readData } from '../../../../src/run/training/trainingSetup';
import { Workspace } from '../workspace';

interface Line {
  readonly set: string;
  readonly sequence: number;
  readonly step: number;
  readonly line: number | null;
  readonly at?: string;
  readonly target: unknown;
  readonly prediction: unknown;
  readonly probability?: unknown;
  readonly probabilities?: Readonly<Record<string, number>>;
}

type Run = { readonly folder: string; readonly config: string };

const random = new Random(5, 'predict.test');
const days = Array.from({ length: 120 }, (_, t) =>
  new Date(Date.UTC(2020, 0, 1 + t)).toISOString().slice(0, 10),
);
/** Numbers of very different sizes, words, and yes/no. */
const rows = days.map((day, t) => ({
  day,
  a: Number((1000 + 50 * Math.sin(t / 5) + 5 * random.normal()).toFixed(2)),
  b: Number((0.001 * Math.cos(t / 3)).toFixed(6)),
  sky: ['wet', 'dry', 'grey'][random.integer(3)],
  yes: random.integer(2),
}));
const header = 'day,a,b,sky,yes';
const tableOf = (some: readonly (typeof rows)[number][]) =>
  `${header}\n${some.map(({ day, a, b, sky, yes }) => `${day},${a},${b},${sky},${yes}\n`).join('')}`;
const table = { file: 't.csv', inputs: ['a', 'b', 'sky', 'day'], window: 6 };
const names = Array.from(
  { length: 80 },
  (_, i) => 'Ada Grace Barbara Jo'.split(' ')[i % 4] + 'a'.repeat(i % 3),
);

describe('predictions', () => {
  const workspace = new Workspace();
  const outputs = mkdtempSync(path.join(workspace.folder, 'out-'));
  let made = 0;
  before(() => {
    workspace.write('t.csv', tableOf(rows));
    workspace.write('names.txt', `${names.join('\n')}\n`);
    const numbers = (n: number) =>
      Array.from({ length: n }, () => Number((20 + 4 * random.normal()).toFixed(3)));
    const record = (i: number) => {
      const x = numbers(3 + (i % 4));
      return {
        x,
        along: x.map((v) => 2 * v),
        y: x[0],
        label: i % 3 ? 'low' : 'high',
        word: names[i],
        back: [...names[i]].reverse().join(''),
        ahead: numbers(2 + (i % 2)),
      };
    };
    const records = Array.from({ length: 60 }, (_, i) => JSON.stringify(record(i)));
    workspace.write('r.jsonl', records.join('\n'));
  });
  after(() => workspace.remove());

  async function train(config: object): Promise<Run> {
    const text = JSON.stringify({
      model: { cell: 'gru', hiddenSize: 5 },
      training: { epochs: 2, batchSize: 8 },
      ...config,
    });
    const file = workspace.write(`c${made++}.unroll.json`, text);
    const cancel = new SharedArrayBuffer(8);
    const quiet = { say: () => undefined, pulse: () => undefined };
    const { run, status, error } = await executeRun({ request: 'train', config: file, text, cancel }, quiet);
    assert.ok(run && status === 'completed', error);
    return { folder: run, config: file };
  }

  async function written(
    run: Run,
    options: { data?: string; set?: 'validation' | 'training' | 'all'; steps?: number } = {},
    name = `p${made++}.jsonl`,
  ): Promise<{ lines: Line[]; summary: PredictSummary; out: string }> {
    const out = path.join(outputs, name);
    const request = {
      ...run,
      roots: [workspace.folder],
      data: options.data === undefined ? null : path.join(workspace.folder, options.data),
      set: options.set ?? null,
      steps: options.steps ?? 0,
      out,
      cancel: new SharedArrayBuffer(4),
    };
    const summary = await predict(request, () => undefined);
    assert.ok(summary);
    const lines: Line[] = out.endsWith('.jsonl')
      ? readFileSync(out, 'utf8')
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line))
      : [];
    return { lines, summary, out };
  }

  /** Checks every line of both sets against the trace of its sequence. @returns the lines */
  async function agree(run: Run): Promise<Line[]> {
    const config = await readRunConfig(run.folder);
    const { dataset } = await readData(config, run, () => undefined);
    const observer = new Observer(config, dataset, webAssemblyKernels('plain'));
    observer.take(await readTensorFile(path.join(run.folder, 'checkpoint.safetensors'), 'checkpoint'));
    const { lines, summary } = await written(run, { set: 'all' });
    assert.equal(summary.rows, lines.length);
    let targets = 0;
    const { outputNames, targetScaling, targetKind } = dataset;
    for (const name of ['training', 'validation'] as const) {
      for (let sequence = 0; sequence < dataset[name].count; sequence++) {
        const { tensors } = observer.trace(name, sequence);
        const y = tensors.get('y');
        const target = tensors.get('target');
        assert.ok(y && target);
        const [T, O] = y.shape;
        const width = target.shape[1];
        for (let t = 0; t < T; t++) {
          if (Number.isNaN(target.values[t * width])) {
            continue;
          }
          const line = lines[targets++];
          assert.deepEqual([line.set, line.sequence, line.step], [name, sequence, t]);
          const own: number[] = Array.from(y.values.subarray(t * O, (t + 1) * O));
          if (targetKind === 'classes') {
            assert.equal(line.target, outputNames[target.values[t]]);
            assert.equal(line.prediction, outputNames[own.indexOf(Math.max(...own))]);
            close(Object.values(line.probabilities ?? {}), own, 1e-6);
            close([line.probability], [Math.max(...own)], 1e-6);
          } else {
            const values = (of: unknown) => (O === 1 ? [of] : outputNames.map((each) => Object(of)[each]));
            const raw = (fed: ArrayLike<number>) => Array.from(fed, (v, j) => rawOf(v, targetScaling[j]));
            close(values(line.target), raw(target.values.subarray(t * O, (t + 1) * O)), 1e-6);
            if (targetKind === 'binary') {
              close(values(line.probability), own, 1e-6);
              assert.deepEqual(
                values(line.prediction),
                own.map((p) => (p >= 0.5 ? 1 : 0)),
              );
            } else {
              close(values(line.prediction), raw(own), 1e-6);
            }
          }
        }
      }
    }
    assert.equal(targets, lines.length);
    return lines;
  }

  it('agree with the trace for every shape of a table, in the units and at the lines of the file', async () => {
    const cases: { shape: string; data?: object; task?: object; model?: object }[] = [
      { shape: 'many-to-one' },
      { shape: 'many-to-one', model: { cell: 'lstm', hiddenSize: 4, bidirectional: true } },
      { shape: 'many-to-many', data: { horizon: 3, stride: 4 } },
      { shape: 'one-to-one', data: { targets: ['a', 'b'] } },
      { shape: 'one-to-many', data: { horizon: 4 } },
      {
        shape: 'encoder-decoder',
        data: { horizon: 3, targets: ['b', 'a'] },
        task: { teacherForcing: false },
      },
    ];
    for (const { shape, data, task, model } of cases) {
      const run = await train({
        data: { ...table, targets: ['a'], ...data },
        task: { shape, ...task },
        ...(model ? { model } : {}),
      });
      for (const { line, at, target } of await agree(run)) {
        assert.ok(line !== null);
        const { day, a, b } = rows[line - 2];
        assert.equal(at, day);
        assert.deepEqual(target, typeof target === 'number' ? a : { a, b });
      }
    }
  });

  it('agree with the trace for classes and for yes and no', async () => {
    for (const { line, target } of await agree(await train({ data: { ...table, targets: ['sky'] } }))) {
      assert.equal(target, rows[(line ?? 0) - 2].sky);
    }
    const binary = { data: { ...table, targets: ['yes'] }, task: { loss: 'binaryCrossEntropy' } };
    for (const { line, target } of await agree(await train(binary))) {
      assert.equal(target, rows[(line ?? 0) - 2].yes);
    }
  });

  it('agree with the trace for text', async () => {
    const text = { file: 'names.txt' };
    await agree(await train({ data: { ...text, sequences: 'line' } }));
    await agree(await train({ data: { ...text, sequences: 'line' }, task: { shape: 'one-to-many' } }));
    await agree(await train({ data: { ...text, window: 7 }, task: { shape: 'many-to-one' } }));
    // One long sequence for each row of a batch, whose state is carried over.
    const long = { epochs: 1, batchSize: 1, truncate: 40 };
    const lines = await agree(await train({ data: text, training: long }));
    const file = readFileSync(path.join(workspace.folder, 'names.txt'), 'utf8').split('\n');
    for (const { line, target } of lines) {
      assert.ok(target === '⏎' || file[(line ?? 0) - 1].includes(String(target)));
    }
  });

  it('agree with the trace for words and with embeddings, and read new words as unknown', async () => {
    const model = { cell: 'gru', hiddenSize: 5, embedding: { size: 3 } };
    await agree(await train({ data: { ...table, targets: ['sky'] }, model }));
    await agree(await train({ data: { file: 'names.txt', sequences: 'line' }, model }));
    const pairs = { file: 'r.jsonl', inputs: ['word'], targets: ['label'] };
    await agree(await train({ data: pairs, task: { shape: 'many-to-one' }, model }));
    const forecast = await train({ data: { ...table, inputs: ['sky', 'a'], targets: ['sky'] }, model });
    const { lines, summary } = await written(forecast, { steps: 4 });
    assert.equal(summary.forecast, 4);
    // The same by hand, with the predicted words in further rows.
    const more = lines
      .slice(-4, -1)
      .map(({ prediction }) => ({ ...rows[119], sky: String(prediction), day: '2020-05-01' }));
    workspace.write('more.csv', tableOf([...rows, ...more]));
    const next = (await written(forecast, { data: 'more.csv' })).lines.at(-1);
    close(Object.values(next?.probabilities ?? {}), Object.values(lines.at(-1)?.probabilities ?? {}), 1e-5);
    const text = Array.from({ length: 60 }, (_, i) => `the ${i % 2 ? 'cat' : 'dog'} ran.`).join('\n');
    workspace.write('words.txt', text);
    const words = await train({ data: { file: 'words.txt', tokens: 'word', window: 5 }, model });
    await agree(words);
    workspace.write('new-words.txt', 'the zebra ran.');
    const read = await written(words, { data: 'new-words.txt' });
    assert.deepEqual(
      read.lines.map(({ target }) => target),
      ['<unk>', 'ran', '.'],
    );
  });

  it('agree with the trace for records and for generated tasks', async () => {
    const cases: { inputs: string[]; targets: string[]; task: object }[] = [
      { inputs: ['x'], targets: ['y'], task: { shape: 'many-to-one' } },
      { inputs: ['x'], targets: ['along'], task: { shape: 'many-to-many' } },
      { inputs: ['x'], targets: ['label'], task: { shape: 'many-to-one' } },
      { inputs: ['word'], targets: ['label'], task: { shape: 'many-to-one' } },
      { inputs: ['word'], targets: ['back'], task: { shape: 'encoder-decoder', teacherForcing: false } },
      { inputs: ['y'], targets: ['ahead'], task: { shape: 'one-to-many' } },
    ];
    for (const { inputs, targets, task } of cases) {
      await agree(await train({ data: { file: 'r.jsonl', inputs, targets }, task }));
    }
    const lines = await agree(await train({ data: { generate: 'adding', length: 8, count: 40 } }));
    assert.ok(lines.every(({ line }) => line === null));
  });

  it('read new data with the scaling and the words of the training', async () => {
    const run = await train({ data: { ...table, targets: ['a'] } });
    const own = new Map((await written(run, { set: 'all' })).lines.map((line) => [line.at, line]));
    // The last rows have another mean, and their words come in another order.
    const last = rows.slice(90);
    assert.notEqual(last[0].sky, rows[0].sky);
    workspace.write('last.csv', tableOf(last));
    const { lines } = await written(run, { data: 'last.csv' });
    assert.equal(lines.length, last.length - table.window + 1);
    for (const line of lines.slice(0, -1)) {
      const before = own.get(line.at);
      assert.ok(line.set === 'new' && line.line !== null);
      assert.equal(line.target, last[line.line - 2].a);
      // The windows across the split are in neither set.
      if (before) {
        close([line.prediction], [before.prediction], 1e-7);
      }
    }
    assert.ok(lines.filter(({ at }) => own.has(at)).length > 15);
    // The last window predicts the day after the data, which has no target.
    assert.deepEqual(
      [lines.at(-1)?.line, lines.at(-1)?.target, lines.at(-1)?.at],
      [null, null, '2020-04-30'],
    );
  });

  it('read new data the same way in an older run, for which it reads the old data once more', async () => {
    const run = await train({ data: { ...table, targets: ['a'] } });
    workspace.write('last.csv', tableOf(rows.slice(90)));
    const now = readFileSync((await written(run, { data: 'last.csv' })).out, 'utf8');
    rmSync(path.join(run.folder, 'dataset.json'));
    assert.equal(readFileSync((await written(run, { data: 'last.csv' })).out, 'utf8'), now);
    workspace.write('t.csv', tableOf(rows.slice(1)));
    await rejects(written(run, { data: 'last.csv' }), /before Unroll stored the scaling.*is not what it was/);
    workspace.write('t.csv', tableOf(rows));
  });

  it('allow rows without a target, and files without its column', async () => {
    const run = await train({ data: { ...table, inputs: ['b'], targets: ['a'] } });
    const gap = tableOf(rows.slice(90))
      .split('\n')
      .map((line, i) => (i === 21 ? line.replace(/,[\d.]+,/, ',NA,') : line))
      .join('\n');
    workspace.write('gap.csv', gap);
    const bare = `b\n${rows
      .slice(90)
      .map(({ b }) => `${b}\n`)
      .join('')}`;
    workspace.write('bare.csv', bare);
    workspace.write('last.csv', tableOf(rows.slice(90)));
    const whole = await written(run, { data: 'last.csv' });
    const without = await written(run, { data: 'bare.csv' });
    const some = await written(run, { data: 'gap.csv' });
    const predicted = ({ lines }: { lines: Line[] }) => lines.map(({ prediction }) => prediction);
    assert.deepEqual(predicted(without), predicted(whole));
    assert.deepEqual(predicted(some), predicted(whole));
    assert.ok(without.lines.every(({ target }) => target === null));
    assert.match(without.summary.notes.join(), /bare\.csv has no column "a", so there are no targets/);
    // The row in the middle, and the day after the last row.
    const lacking = some.lines.filter(({ target }) => target === null);
    assert.deepEqual(
      lacking.map(({ at }) => at),
      [rows[110].day, '2020-04-30'],
    );
  });

  it('say in one sentence what is wrong with new data', async () => {
    const run = await train({ data: { ...table, targets: ['a'] } });
    const last = tableOf(rows.slice(90));
    const cases: readonly (readonly [string, string, RegExp])[] = [
      [
        'renamed.csv',
        last.replace('sky', 'skyy'),
        /no column "sky", which the model reads; did you mean "skyy"/,
      ],
      [
        'new-word.csv',
        last.replace(/,(wet|dry|grey),/, ',hail,'),
        /line 2 .*never seen "hail" in column "sky"; it knows/,
      ],
      [
        'words.csv',
        last.replace(/,0\.00\d+,|,-0\.00\d+,|,0,/g, ',x,').replace(/,-?[\d.e-]+,(wet|dry|grey)/g, ',x,$1'),
        /column "b" holds words, it held numbers/,
      ],
      ['short.csv', tableOf(rows.slice(0, 3)), /has 3 rows, the model reads 6 at a time/],
    ];
    for (const [name, content, message] of cases) {
      workspace.write(name, content);
      await rejects(written(run, { data: name }), message);
    }
    await rejects(written(run, { data: 'none.csv' }), /cannot read .*none\.csv/);
    workspace.write('last.csv', last);
    await rejects(written(run, { data: 'last.csv', set: 'all' }), /leave it out with --data/);
    await rejects(written(run, {}, 'p.xlsx'), /written as \.csv, \.jsonl or \.npz/);
    const text = await train({ data: { file: 'names.txt', sequences: 'line' } });
    workspace.write('new.txt', 'Ada\nAdà\n');
    await rejects(
      written(text, { data: 'new.txt' }),
      /line 2 of new\.txt: the training has never seen "à"; near to it are "A", "a"/,
    );
    await rejects(written(text, { steps: 2 }), /a text has no forecast; unroll generate/);
    const task = await train({ data: { generate: 'adding', length: 5, count: 20 } });
    await rejects(written(task, { data: 'last.csv' }), /trained on a generated task/);
  });

  it('read new data from folders and from files without lines', async () => {
    mkdirSync(path.join(workspace.folder, 'parts'));
    const two = [rows.slice(0, 30), rows.slice(40, 80)];
    two.forEach((part, i) => {
      workspace.write(`parts/${i}.csv`, tableOf(part));
    });
    const run = await train({ data: { ...table, targets: ['a'] } });
    const own = new Map((await written(run, { set: 'all' })).lines.map((line) => [line.at, line.prediction]));
    const { lines } = await written(run, { data: 'parts/' });
    assert.equal(lines.length, 25 + 35);
    for (const { at, prediction, target } of lines) {
      if (target !== null && own.has(at)) {
        close([prediction], [own.get(at)], 1e-6);
      }
    }
    const folder = await train({ data: { ...table, file: 'parts/', targets: ['a'], window: 4 } });
    await agree(folder);
    assert.equal((await written(folder, { steps: 2 })).summary.forecast, 4);
    workspace.write('list.json', JSON.stringify(rows.slice(90)));
    workspace.write('last.csv', tableOf(rows.slice(90)));
    const [json, csv] = [await written(run, { data: 'list.json' }), await written(run, { data: 'last.csv' })];
    const predicted = ({ lines: all }: { lines: Line[] }) => all.map(({ prediction }) => prediction);
    assert.deepEqual(predicted(json), predicted(csv));
  });

  it('know whole numbers as classes, and do not read across a gap in time', async () => {
    const labelled = (some: readonly (typeof rows)[number][], label: (t: number) => number) =>
      `day,a,label\n${some.map(({ day, a }, t) => `${day},${a},${label(t)}\n`).join('')}`;
    workspace.write(
      'labels.csv',
      labelled(rows, (t) => 1 + (t % 3)),
    );
    const run = await train({
      data: { file: 'labels.csv', inputs: ['a'], targets: ['label'], window: 4 },
      task: { loss: 'crossEntropy' },
    });
    await agree(run);
    const parts = [...rows.slice(0, 20), ...rows.slice(80, 100)];
    workspace.write(
      'gap.csv',
      labelled(parts, () => 2),
    );
    const { lines } = await written(run, { data: 'gap.csv' });
    // Both parts have 17 windows, the last of which predicts a row that is not there.
    assert.equal(lines.length, 34);
    const lacking = lines.filter(({ target }) => target === null);
    assert.deepEqual(
      lacking.map(({ at }) => at),
      [rows[20].day, rows[100].day],
    );
    assert.ok(lines.every(({ target }) => target === null || target === '2'));
    assert.deepEqual(Object.keys(lines[0].probabilities ?? {}), ['1', '2', '3']);
  });

  it('read new texts and records, with or without targets', async () => {
    const text = await train({ data: { file: 'names.txt', window: 6 } });
    workspace.write('new.txt', 'Grace\nJo');
    const { lines } = await written(text, { data: 'new.txt' });
    assert.deepEqual(
      lines.map(({ target }) => target),
      [...'race⏎Jo'],
    );
    const records = { file: 'r.jsonl', inputs: ['x'], targets: ['label'] };
    const run = await train({ data: records, task: { shape: 'many-to-one' } });
    const own = (await written(run, { set: 'all' })).lines;
    const all = readFileSync(path.join(workspace.folder, 'r.jsonl'), 'utf8').split('\n');
    const bare = all.slice(0, 10).map((line) => JSON.stringify({ x: JSON.parse(line).x }));
    workspace.write('new.jsonl', [all[0], ...bare].join('\n'));
    const read = await written(run, { data: 'new.jsonl' });
    assert.equal(read.lines.length, 11);
    assert.match(read.summary.notes.join(), /10 of 11 records of new\.jsonl have no target/);
    for (const [i, line] of read.lines.entries()) {
      const before = own.find((each) => each.line === Math.max(1, i));
      assert.equal(line.prediction, before?.prediction);
      close(Object.values(line.probabilities ?? {}), Object.values(before?.probabilities ?? {}), 1e-6);
      assert.equal(line.target, i === 0 ? before?.target : null);
    }
  });

  it('forecast by reading each prediction as the next row', async () => {
    for (const horizon of [1, 3]) {
      const run = await train({
        data: { ...table, inputs: ['a', 'b', 'day'], targets: ['b', 'a'], horizon },
      });
      const steps = 5;
      const { lines, summary } = await written(run, { steps });
      assert.equal(summary.forecast, steps);
      const ahead = lines.slice(-steps);
      for (const [i, { set, step, at, line, target }] of ahead.entries()) {
        const day = new Date(Date.UTC(2020, 3, 30 + i)).toISOString().slice(0, 10);
        assert.deepEqual([set, step, at, line, target], ['forecast', i + 1, day, null, null]);
      }
      // The same by hand: a file with the predicted rows behind the data; its last window predicts the next.
      for (let k = horizon; k < steps; k++) {
        const more = ahead
          .slice(0, k - horizon + 1)
          .map(({ at, prediction }) => ({ ...rows[0], day: at ?? '', ...Object(prediction) }));
        workspace.write('more.csv', tableOf([...rows, ...more]));
        const next = (await written(run, { data: 'more.csv' })).lines.at(-1);
        const expected = Object(ahead[k].prediction);
        close(Object.values(Object(next?.prediction)), [expected.b, expected.a], 1e-5);
      }
    }
  });

  it('forecast several rows at once with a decoder, keep what is not predicted, and say so', async () => {
    const decoder = await train({
      data: { ...table, inputs: ['a', 'b'], targets: ['a'], horizon: 3 },
      task: { shape: 'encoder-decoder', teacherForcing: false },
    });
    const { lines, summary } = await written(decoder, { steps: 4 });
    assert.match(summary.notes.join(), /keeps the last value of "b"/);
    const more = lines
      .slice(-4, -1)
      .map(({ prediction }) => ({ ...rows[0], b: rows[119].b, a: Number(prediction) }));
    workspace.write('more.csv', tableOf([...rows, ...more]));
    const next = (await written(decoder, { data: 'more.csv' })).lines.at(-3);
    close([next?.prediction], [lines.at(-1)?.prediction], 1e-5);
    const classes = await train({ data: { ...table, inputs: ['sky'], targets: ['sky'] } });
    assert.equal((await written(classes, { steps: 3 })).summary.forecast, 3);
    const unread = await train({ data: { ...table, inputs: ['b'], targets: ['a'] } });
    await rejects(written(unread, { steps: 3 }), /"a" is not among the columns that the model reads \(b\)/);
    const same = await train({ data: { ...table, inputs: ['b'], targets: ['a'], horizon: 0 } });
    await rejects(written(same, { steps: 3 }), /not among the columns|needs data\.horizon 1/);
  });

  it('forecast through embeddings as a file with the predicted rows would', async () => {
    for (const targets of [['sky'], ['a']]) {
      const run = await train({
        data: { ...table, inputs: ['a', 'sky'], targets },
        model: { hiddenSize: 9, embedding: { size: 4 } },
      });
      const { lines } = await written(run, { steps: 4 });
      const more = lines.slice(-4, -1).map(({ prediction }) => ({
        ...rows[0],
        a: targets[0] === 'a' ? Number(prediction) : rows[119].a,
        sky: targets[0] === 'sky' ? String(prediction) : rows[119].sky,
      }));
      workspace.write('more.csv', tableOf([...rows, ...more]));
      const next = (await written(run, { data: 'more.csv' })).lines.at(-1);
      if (targets[0] === 'sky') {
        assert.equal(next?.prediction, lines.at(-1)?.prediction);
        close(
          Object.values(next?.probabilities ?? {}),
          Object.values(lines.at(-1)?.probabilities ?? {}),
          1e-5,
        );
      } else {
        close([next?.prediction], [lines.at(-1)?.prediction], 1e-5);
      }
    }
  });

  it('read new texts through an embedding, by words too, as those of the training', async () => {
    for (const tokens of ['character', 'word']) {
      const run = await train({
        data: { file: 'names.txt', sequences: 'line', tokens, split: 'end' },
        model: { hiddenSize: 9, embedding: { size: 4 } },
      });
      const own = (await written(run, { set: 'all' })).lines;
      const read = (await written(run, { data: 'names.txt' })).lines;
      const keyed = new Map(own.map((each) => [`${each.line} ${each.step}`, each]));
      assert.ok(read.length > 0 && read.length === own.length);
      for (const { line, step, prediction, probability } of read) {
        const same = keyed.get(`${line} ${step}`);
        assert.equal(same?.prediction, prediction);
        close([same?.probability], [probability], 1e-5);
      }
    }
  });

  it('leave no file where they are cancelled or fail', async () => {
    const run = await train({ data: { ...table, targets: ['a'] } });
    const before = readdirSync(outputs);
    const request = { ...run, data: null, set: 'all' as const, steps: 0 };
    for (const name of ['gone.csv', 'gone.npz']) {
      const cancel = new SharedArrayBuffer(4);
      const out = path.join(outputs, name);
      let calls = 0;
      const summary = await predict({ ...request, out, cancel }, () => {
        calls++;
        Atomics.store(new Int32Array(cancel), 0, 1);
      });
      assert.ok(calls > 0);
      assert.equal(summary, null);
    }
    assert.deepEqual(readdirSync(outputs), before);
    const nowhere = path.join(outputs, 'no', 'folder.csv');
    await rejects(
      predict({ ...request, out: nowhere, cancel: new SharedArrayBuffer(4) }, () => undefined),
      /cannot write .*folder\.csv/,
    );
    assert.ok(!existsSync(nowhere));
  });
});

/** @param relative largest error in units of the larger number, or of 0.001 where both are smaller */
function close(found: readonly unknown[], expected: readonly unknown[], relative: number): void {
  assert.equal(found.length, expected.length);
  found.forEach((value, i) => {
    const [one, other] = [Number(value), Number(expected[i])];
    const size = Math.max(Math.abs(one), Math.abs(other), 1e-3);
    assert.ok(Math.abs(one - other) <= relative * size, `${one} differs from ${other}`);
  });
}

async function rejects(promise: Promise<unknown>, message: RegExp): Promise<void> {
  await assert.rejects(promise, (error: unknown) => {
    assert.ok(error instanceof InputError, String(error));
    assert.match(error.message, message);
    return true;
  });
}
