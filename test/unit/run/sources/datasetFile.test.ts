/** `dataset.json` of a run: what the training read, for every kind of data, and broken files. */
import { strict as assert } from 'node:assert';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readRunRecord } from '../../../../src/run/files/folder';
import { InputError } from '../../../../src/run/files/inputError';
import { readDatasetFile, type StoredDataset } from '../../../../src/run/sources/datasetFile';
import { executeRun } from '../../../../src/run/training/execute';
import { Workspace } from '../workspace';

describe('dataset.json', () => {
  const workspace = new Workspace();
  after(() => workspace.remove());

  async function train(config: object): Promise<string> {
    const text = JSON.stringify({
      model: { cell: 'rnn', hiddenSize: 2 },
      training: { epochs: 1 },
      ...config,
    });
    const file = workspace.write('c.unroll.json', text);
    const cancel = new SharedArrayBuffer(8);
    const quiet = { say: () => undefined, pulse: () => undefined };
    const { run, error } = await executeRun({ request: 'train', config: file, text, cancel }, quiet);
    assert.ok(run, error);
    return run;
  }

  async function stored(config: object): Promise<{ folder: string; dataset: StoredDataset }> {
    const folder = await train(config);
    const dataset = await readDatasetFile(folder);
    assert.ok(dataset);
    return { folder, dataset };
  }

  it('holds the columns of a table with the scaling of the network’s features', async () => {
    const rows = Array.from(
      { length: 40 },
      (_, t) => `2020-01-${10 + (t % 20)},${t},${t % 3 ? 'dry' : 'wet'}`,
    );
    workspace.write('t.csv', `day,a,sky\n${rows.join('\n')}\n`);
    const { folder, dataset } = await stored({
      data: { file: 't.csv', inputs: ['a', 'sky', 'day'], targets: ['a'], window: 3 },
    });
    const { signals } = await readRunRecord(folder);
    assert.deepEqual(dataset.inputs, [
      { kind: 'number', name: 'a', scaling: [signals.inputScaling[0]] },
      { kind: 'word', name: 'sky', tokens: ['wet', 'dry'], unknown: false },
      { kind: 'date', name: 'day' },
    ]);
    assert.deepEqual(signals.inputs, ['a', 'sky=wet', 'sky=dry', 'sin(day)', 'cos(day)']);
    assert.deepEqual(dataset.targets, [{ kind: 'number', name: 'a', scaling: signals.outputScaling }]);
    assert.equal(dataset.targetKind, 'values');
  });

  it('holds the tokens of a text, the unknown one last', async () => {
    workspace.write('x.txt', `${'abcabc\n'.repeat(20)}${'abz\n'.repeat(2)}`);
    const { dataset } = await stored({ data: { file: 'x.txt', sequences: 'line', split: 'end' } });
    const text = { kind: 'tokens', name: 'text', tokens: ['\n', 'a', 'b', 'c', '\uFFFD'], unknown: true };
    assert.deepEqual([dataset.inputs, dataset.targets], [[text], [text]]);
  });

  it('holds the fields of records', async () => {
    const records = Array.from({ length: 20 }, (_, i) => ({
      x: [
        [i, 1],
        [2, i],
      ],
      y: i % 2 ? 'odd' : 'even',
    }));
    workspace.write('r.jsonl', records.map((record) => JSON.stringify(record)).join('\n'));
    const { folder, dataset } = await stored({
      data: { file: 'r.jsonl', inputs: ['x'], targets: ['y'] },
      task: { shape: 'many-to-one' },
    });
    const { signals } = await readRunRecord(folder);
    assert.deepEqual(dataset.inputs, [{ kind: 'number', name: 'x', scaling: signals.inputScaling }]);
    assert.deepEqual(dataset.targets, [{ kind: 'word', name: 'y', tokens: ['even', 'odd'], unknown: false }]);
  });

  it('is missing for a generated task and in older runs, and a broken one is named', async () => {
    const folder = await train({ data: { generate: 'adding', length: 5, count: 20 } });
    assert.equal(await readDatasetFile(folder), undefined);
    const file = path.join(folder, 'dataset.json');
    for (const [content, message] of [
      ['{', /dataset\.json is not JSON/],
      ['{"format":"unroll dataset 2"}', /dataset\.json: format/],
    ] as const) {
      writeFileSync(file, content);
      await assert.rejects(readDatasetFile(folder), (error: unknown) => {
        assert.ok(error instanceof InputError);
        assert.match(error.message, message);
        return true;
      });
    }
    rmSync(file);
  });
});
