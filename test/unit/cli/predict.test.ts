/** `unroll predict` and `unroll generate` as a user runs them. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { unroll, Workspace } from '../run/workspace';

const waves = Array.from({ length: 90 }, (_, t) => `${10 + Math.sin(t / 4)}\n`).join('');
const names = 'Ada\nGrace\nBarbara\nJo\nEdsger\n'.repeat(20);
const model = { model: { cell: 'gru', hiddenSize: 6 }, training: { epochs: 2 } };

describe('unroll predict and unroll generate', () => {
  const workspace = new Workspace();
  const run = (...args: string[]) => unroll(workspace.folder, args);
  before(async () => {
    workspace.write('waves.csv', `v\n${waves}`);
    workspace.write('names.txt', names);
    workspace.write('waves.unroll.json', {
      data: { file: 'waves.csv', targets: ['v'], window: 5 },
      ...model,
    });
    workspace.write('names.unroll.json', { data: { file: 'names.txt', sequences: 'line' }, ...model });
    for (const name of ['waves', 'names']) {
      const { code, stderr } = await run('train', `${name}.unroll.json`);
      assert.equal(code, 0, stderr);
    }
  });
  after(() => workspace.remove());

  it('writes the validation set, a forecast and new data, of the latest run or of one that is named', async () => {
    const first = await run('predict', 'waves.unroll.json', '--out', 'p.csv', '--steps', '3');
    assert.equal(first.code, 0, first.stderr);
    assert.match(
      first.stdout,
      /^16 predictions for 13 sequences after update \d+, 3 of them a forecast: p\.csv\n$/,
    );
    const lines = readFileSync(workspace.path('p.csv'), 'utf8').trim().split('\n');
    assert.equal(lines[0], 'set,sequence,step,line,at,target,prediction');
    assert.equal(lines.length, 17);
    assert.ok(Math.abs(Number(lines[1].split(',')[5]) - (10 + Math.sin(77 / 4))) < 1e-6);
    const [folder] = await workspace.runs('waves');
    workspace.write('new.csv', 'v\n1\n2\n3\n4\n5\n6\n');
    const second = await run('predict', folder, '--data', 'new.csv', '--out', 'n.jsonl');
    assert.equal(second.code, 0, second.stderr);
    assert.equal(readFileSync(workspace.path('n.jsonl'), 'utf8').trim().split('\n').length, 2);
  });

  it('refuses in one line, with exit code 2 and without a file', async () => {
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [
        ['waves.unroll.json', '--out', 'x.doc'],
        /^error: .*x\.doc: predictions are written as \.csv, \.jsonl or \.npz\n$/,
      ],
      [
        ['waves.unroll.json', '--out', 'x.csv', '--set', 'some'],
        /Allowed choices are validation, training, all/,
      ],
      [['waves.unroll.json', '--out', 'x.csv', '--steps', '0'], /A whole number from 1 is valid/],
      [['waves.unroll.json'], /required option '--out <FILE>' not specified/],
      [['nowhere', '--out', 'x.csv'], /^error: .*nowhere is not the folder of a run.*\n$/],
      [['waves.unroll.json', '--data', 'names.txt', '--out', 'x.csv'], /^error: .+\n$/],
    ];
    for (const [args, message] of cases) {
      const { code, stderr } = await run('predict', ...args);
      assert.equal(code, 2, stderr);
      assert.match(stderr, message);
      assert.ok(!existsSync(workspace.path('x.csv')));
    }
  });

  it('prints a text, or its tokens with their probabilities as JSON lines', async () => {
    const options = ['--prompt', 'Ba', '--seed', '4', '--length', '12'];
    const plain = await run('generate', 'names.unroll.json', ...options);
    assert.equal(plain.code, 0, plain.stderr);
    const json = await run('generate', 'names.unroll.json', ...options, '--json');
    const events = json.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const tokens = events.filter(({ event }) => event === 'token');
    const last = events.at(-1);
    assert.equal(plain.stdout, `Ba${last.text}\n`);
    assert.equal(last.tokens, tokens.length);
    for (const { token, probability, alternatives } of tokens) {
      assert.ok(probability > 0 && probability <= 1 && alternatives[0].probability >= probability);
      assert.ok(alternatives.length <= 8 && typeof token === 'string');
    }
    const { code, stderr } = await run('generate', 'names.unroll.json', '--prompt', 'Bä');
    assert.deepEqual(
      [code, stderr],
      [2, 'error: prompt: the training has never seen "ä"; near to it are "A", "a"\n'],
    );
    assert.equal((await run('generate', 'waves.unroll.json')).code, 2);
    assert.match(
      (await run('generate', 'names.unroll.json', '--temperature', 'hot')).stderr,
      /A number is valid/,
    );
  });
});
