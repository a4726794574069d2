import assert from 'node:assert/strict';
import type { SequenceRecord } from '../../../../src/data/records/records';
import { fieldsOfFile, recordsOfFile } from '../../../../src/data/records/recordsOfFile';
import { bytesIn } from '../files/bytesIn';
import { archive, packedArchive } from '../files/numpyFiles';
import { sourceOf } from '../sources';

async function read(
  name: string,
  content: string | Uint8Array,
  inputs = ['x'],
  targets = ['label'],
  single = true,
  optional = false,
): Promise<SequenceRecord[]> {
  const all: SequenceRecord[] = [];
  for await (const record of recordsOfFile(sourceOf(name, content), { inputs, targets }, single, optional)) {
    all.push(record);
  }
  return all;
}

const numbers = (steps: number, width: number, values: readonly number[]) => ({
  kind: 'number',
  steps,
  width,
  values: Float64Array.from(values),
});
const text = (label: string) => ({ kind: 'text', text: label });
const range = (from: number, count: number, of: (i: number) => number) =>
  Array.from({ length: count }, (_, i) => of(from + i));

describe('records of a NumPy archive', () => {
  for (const [how, base64] of [
    ['stored', archive],
    ['deflated', packedArchive],
  ] as const) {
    it(`are the elements of its arrays: ${how}`, async () => {
      const found = await read('d.npz', bytesIn(base64), ['X', 'F'], ['y']);
      assert.equal(found.length, 5);
      found.forEach(({ line, inputs, targets }, n) => {
        assert.equal(line, n + 1);
        assert.deepEqual(inputs, [
          numbers(
            4,
            3,
            range(12 * n, 12, (i) => Math.fround(i / 7)),
          ),
          numbers(
            4,
            3,
            range(12 * n, 12, (i) => i / 3),
          ),
        ]);
        assert.deepEqual(targets, [numbers(1, 1, [[0, 1, 2, 1, 0][n]])]);
      });
    });
  }

  it('have texts as classes', async () => {
    const found = await read('d.npz', bytesIn(archive), ['X'], ['word']);
    assert.deepEqual(
      found.map(({ targets }) => targets[0]),
      ['up', 'down', 'up', 'down', 'up'].map(text),
    );
  });

  it('have a target of several numbers, or one for each step, as the shape has it', async () => {
    const [one] = await read('d.npz', bytesIn(archive), ['X'], ['K'], true);
    assert.deepEqual(one.targets, [numbers(1, 2, [0, 1])]);
    const [many] = await read('d.npz', bytesIn(archive), ['X'], ['Y'], false);
    assert.deepEqual(many.targets, [numbers(4, 1, [0, 1, 2, 3])]);
  });

  it('are refused by name', async () => {
    const bytes = bytesIn(archive);
    await assert.rejects(read('d.npz', bytes, ['x'], ['y']), {
      message: 'data.inputs: d.npz has no field "x"; did you mean "X"? It has X, F, y, Y, K, word, short',
      key: ['data', 'inputs', 0],
      meant: 'X',
    });
    await assert.rejects(
      read('d.npz', bytes, ['X'], ['short']),
      /"short" in d\.npz has 4 sequences and "X" 5; the first dimension counts the sequences/,
    );
  });

  it('may lack their targets where these are optional', async () => {
    const [record] = await read('d.npz', bytesIn(archive), ['X'], ['answer'], true, true);
    assert.deepEqual(record.targets, []);
    assert.equal(record.inputs.length, 1);
    await assert.rejects(read('d.npz', bytesIn(archive), ['x'], ['answer'], true, true), /has no field "x"/);
  });

  it('name their fields and shapes', async () => {
    const fields = await fieldsOfFile(sourceOf('d.npz', bytesIn(archive)));
    assert.deepEqual(await fieldsOfFile(sourceOf('d.npz', bytesIn(packedArchive))), fields);
    assert.deepEqual(fields?.slice(0, 3), [
      { name: 'X', holds: 'numbers (5, 4, 3)', shape: [5, 4, 3] },
      { name: 'F', holds: 'numbers (5, 4, 3)', shape: [5, 4, 3] },
      { name: 'y', holds: 'numbers (5)', shape: [5] },
    ]);
  });
});

const archiveHeader = `# a comment
@problemName Walk
@timeStamps false
@missing true
@univariate false
@dimensions 2
@classLabel true left right
@data
`;

describe('records of an archive of time series', () => {
  it('are steps of all dimensions with a class, without missing steps at the end', async () => {
    const found = await read('w.ts', `${archiveHeader}1,?,3,?:4,5,?,?:left\n\n?,2:-1e2,0.5:right\n`);
    assert.deepEqual(found, [
      { line: 9, inputs: [numbers(3, 2, [1, 4, 1, 5, 3, 5])], targets: [text('left')] },
      { line: 11, inputs: [numbers(2, 2, [2, -100, 2, 0.5])], targets: [text('right')] },
    ]);
  });

  it('may have a number to predict', async () => {
    const found = await read('w.ts', '@problemName p\n@targetLabel true\n@data\n1,2:0.25\n');
    assert.deepEqual(found[0].targets, [numbers(1, 1, [0.25])]);
  });

  it('are refused with the line', async () => {
    for (const [content, expected] of [
      ['export const x = 1;\n', /w\.ts is no archive of time series.*A \.ts file of TypeScript is not data/],
      ['', /w\.ts is no archive/],
      [`${archiveHeader}1,2:3,4\n`, /line 9 of w\.ts has 1 dimensions, the header states 2/],
      [`${archiveHeader}1,2:3:left\n`, /line 9 of w\.ts has 2 steps in dimension 1 and 1 in dimension 2/],
      [`${archiveHeader}1,b:3,4:left\n`, /line 9 of w\.ts: "b" is not a number/],
      [`${archiveHeader}?,?:3,4:left\n`, /line 9 of w\.ts has no number in dimension 1/],
      ['@timeStamps true\n@data\n(0,1),(1,2):left\n', /line 3 of w\.ts has time stamps/],
      ['@classLabel false\n@data\n1,2,3\n', /line 3 of w\.ts belongs to a file without labels/],
    ] as const) {
      await assert.rejects(read('w.ts', content), expected);
    }
  });
});

describe('records of the UCR archive', () => {
  it('have their label first, whatever separates the values', async () => {
    for (const content of [
      '1\t0.5\t-2\tNaN\n2\t1\tNaN\t3\n',
      '1,0.5,-2,NaN\n2,1,NaN,3',
      ' 1.0e+00  0.5 -2 NaN\n  2  1 ? 3\n',
    ]) {
      assert.deepEqual(await read('Beef_TRAIN.tsv', content), [
        { line: 1, inputs: [numbers(2, 1, [0.5, -2])], targets: [text('1')] },
        { line: 2, inputs: [numbers(3, 1, [1, 1, 3])], targets: [text('2')] },
      ]);
    }
  });

  it('are refused with the line', async () => {
    await assert.rejects(
      read('b.txt', 'some words\n'),
      /line 1 of b\.txt has 2 values; expected a label and a series/,
    );
    await assert.rejects(read('b.txt', '1 2 3\n1 x 3\n'), /line 2 of b\.txt: "x" is not a number/);
  });
});

describe('records in a JSON file', () => {
  it('are the objects of its list', async () => {
    const content = JSON.stringify([
      { x: [1, 2], label: 'a' },
      { x: [[3, 4]], label: 'b' },
    ]);
    assert.deepEqual(await read('r.json', content), [
      { line: 1, inputs: [numbers(2, 1, [1, 2])], targets: [text('a')] },
      { line: 2, inputs: [numbers(1, 2, [3, 4])], targets: [text('b')] },
    ]);
    await assert.rejects(
      read('r.json', '{"x": [1]}'),
      /r\.json holds no records; expected a list of objects/,
    );
  });
});

describe('records of several files', () => {
  it('are those of each, with its name', async () => {
    const files = ['a', 'b'].map((name) => sourceOf(`s/${name}.jsonl`, `{"x": [1], "label": "${name}"}\n`));
    const all: unknown[] = [];
    for await (const { file, line, targets } of recordsOfFile(
      { ...sourceOf('s/*.jsonl', ''), files },
      { inputs: ['x'], targets: ['label'] },
      true,
    )) {
      all.push([file, line, targets[0]]);
    }
    assert.deepEqual(all, [
      ['s/a.jsonl', 1, text('a')],
      ['s/b.jsonl', 1, text('b')],
    ]);
  });
});
