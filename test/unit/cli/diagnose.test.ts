import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { unroll, Workspace } from '../run/workspace';

const forgetful = {
  data: { generate: 'adding', length: 40, count: 400, validation: 0.2 },
  model: { cell: 'rnn', hiddenSize: 8, init: { recurrent: 'orthogonal', gain: 0.4 } },
  training: { epochs: 4, optimizer: { learningRate: 0.001 } },
};

describe('unroll diagnose', () => {
  const workspace = new Workspace();
  before(async () => {
    workspace.write('forgetful.unroll.json', forgetful);
    const { code, stderr } = await unroll(workspace.folder, [
      'train',
      'forgetful.unroll.json',
      '--out',
      'run',
    ]);
    assert.equal(code, 0, stderr);
  });
  after(() => workspace.remove());
  const diagnose = (...args: string[]) => unroll(workspace.folder, ['diagnose', ...args]);

  it('prints a finding a line as JSON, the gravest first, with evidence, key and fixes', async () => {
    const { code, stdout, stderr } = await diagnose('run', '--json');
    assert.equal(code, 0, stderr);
    const findings = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const vanishing = findings.find(({ rule }) => rule === 'vanishingGradient');
    assert.equal(vanishing.severity, 'warning');
    assert.deepEqual(vanishing.key, ['model', 'init', 'gain']);
    assert.equal(vanishing.layer, 'l0');
    assert.deepEqual(
      vanishing.evidence.find(({ name }: { name: string }) => name === 'shortestLag'),
      { name: 'shortestLag', value: 20, unit: 'steps' },
    );
    assert.deepEqual(vanishing.fixes[0].edits[0], { key: ['model', 'cell'], value: 'lstm' });
    const order = ['error', 'warning', 'information'];
    const severities = findings.map(({ severity }) => order.indexOf(severity));
    assert.deepEqual(
      severities,
      severities.toSorted((a, b) => a - b),
    );
  });

  it('prints the same in words', async () => {
    const { code, stdout } = await diagnose('run');
    assert.equal(code, 0);
    assert.match(stdout, /^warning: The gradient vanishes: in layer 0 .* \[vanishingGradient\]$/m);
    assert.match(stdout, /^ {2}at model\.init\.gain: horizon \d+ steps, shortestLag 20 steps/m);
    assert.match(stdout, /^ {2}fix: Use an LSTM with forget bias 1 \(model\.cell: "lstm", /m);
  });

  it('takes the latest run of a config', async () => {
    const none = await diagnose('forgetful.unroll.json');
    assert.equal(none.code, 2);
    assert.match(none.stderr, /^error: there is no run of forgetful\.unroll\.json [^\n]+\n$/);
    assert.equal((await unroll(workspace.folder, ['train', 'forgetful.unroll.json'])).code, 0);
    const [named, latest] = [
      await diagnose('run', '--json'),
      await diagnose('forgetful.unroll.json', '--json'),
    ];
    assert.equal(latest.code, 0, latest.stderr);
    assert.equal(latest.stdout, named.stdout);
  });

  it('states that nothing was found in a healthy run', async () => {
    workspace.write('sine.unroll.json', {
      data: { generate: 'sine', length: 20, count: 400, validation: 0.2 },
      task: { shape: 'many-to-many' },
      model: { cell: 'gru', hiddenSize: 12, init: { recurrent: 'orthogonal', input: 'xavier' } },
      training: { epochs: 12, clip: { norm: 5 }, optimizer: { learningRate: 0.01 } },
    });
    const run = await unroll(workspace.folder, ['train', 'sine.unroll.json', '--out', 'sine']);
    assert.equal(run.code, 0, run.stderr);
    const json = await diagnose('sine', '--json');
    const grave = json.stdout
      .split('\n')
      .filter((line) => line !== '' && JSON.parse(line).severity !== 'information');
    assert.deepEqual([json.code, grave], [0, []]);
  });

  it('complains in one line about a folder that is not a run, or holds unreadable files', async () => {
    const trace = path.join(workspace.path('run'), 'traces', '40.safetensors');
    for (const [given, spoil, expected] of [
      ['nowhere', () => undefined, /nowhere is not the folder of a run: run\.json: there is no such file/],
      ['.', () => undefined, /is not the folder of a run/],
      ['run', () => writeFileSync(trace, 'no tensors'), /40\.safetensors: not a safetensors file/],
      [
        'run',
        () => {
          rmSync(trace);
          rmSync(path.join(workspace.path('run'), 'checkpoint.safetensors'));
        },
        /cannot read the checkpoint .*checkpoint\.safetensors: there is no such file/,
      ],
    ] as const) {
      spoil();
      const { code, stdout, stderr } = await diagnose(given);
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, /^error: [^\n]+\n$/);
      assert.match(stderr, expected);
    }
  });

  it('requires a run', async () => {
    const { code, stderr } = await diagnose();
    assert.equal(code, 2);
    assert.match(stderr, /missing required argument 'RUN'/);
  });
});
