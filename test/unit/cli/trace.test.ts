import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { decodeSafetensors, encodeSafetensors } from '../../../src/formats/safetensors';
import { unroll, Workspace } from '../run/workspace';

const config = {
  data: { generate: 'temporal-order', length: 12, count: 60, validation: 0.5 },
  model: { cell: 'lstm', hiddenSize: 5, layers: 2 },
  training: { epochs: 2 },
  probe: { sequences: [3] },
};

describe('unroll trace and unroll spectrum', () => {
  const workspace = new Workspace();
  const out = workspace.path('trace.safetensors');
  const checkpoint = 'run/checkpoint.safetensors';
  before(async () => {
    workspace.write('order.unroll.json', config);
    const { code, stderr } = await unroll(workspace.folder, ['train', 'order.unroll.json', '--out', 'run']);
    assert.equal(code, 0, stderr);
  });
  after(() => workspace.remove());
  const trace = (...args: string[]) =>
    unroll(workspace.folder, [
      'trace',
      'order.unroll.json',
      '--checkpoint',
      checkpoint,
      '--out',
      out,
      ...args,
    ]);

  it('records what the training recorded with the same weights', async () => {
    const { code, stderr } = await trace();
    assert.equal(code, 0, stderr);
    const recorded = decodeSafetensors(readFileSync(out));
    const traces = path.join(workspace.path('run'), 'traces');
    const trained = decodeSafetensors(
      readFileSync(path.join(traces, `${recorded.metadata.step}.safetensors`)),
    );
    assert.deepEqual(recorded, trained);
    const [T] = recorded.tensors.get('x')?.shape ?? [];
    for (const name of ['h', 'c', 'grad.h', 'grad.c', 'gate.i', 'gate.f', 'gate.g', 'gate.o']) {
      assert.deepEqual(recorded.tensors.get(`l1.${name}`)?.shape, [T, 5], name);
    }
    assert.deepEqual(recorded.tensors.get('l0.preactivation')?.shape, [T, 20]);
  });

  it('records another sequence on request', async () => {
    const { code } = await trace('--sequence', '29');
    assert.equal(code, 0);
    const { probes } = decodeSafetensors(readFileSync(out)).metadata;
    assert.equal(JSON.parse(probes)[0].sequence, 29);
  });

  it('lists the existing sequences', async () => {
    const { code, stderr } = await trace('--sequence', '30');
    assert.equal(code, 2);
    assert.match(stderr, /^error: .*--sequence: there is no sequence 30; the validation set has 0 to 29\n$/);
  });

  it('refuses a checkpoint of another model, and a file that is not a checkpoint', async () => {
    workspace.write('other.unroll.json', { ...config, model: { ...config.model, hiddenSize: 6 } });
    for (const [name, file, expected] of [
      [
        'other.unroll.json',
        checkpoint,
        /checkpoint\.safetensors: the checkpoint's "rnn\.weight_ih_l0" has shape/,
      ],
      ['order.unroll.json', 'order.unroll.json', /order\.unroll\.json: not a safetensors file/],
      ['order.unroll.json', 'run', /cannot read the checkpoint run: it is a folder/],
    ] as const) {
      const { code, stderr } = await unroll(workspace.folder, [
        'trace',
        name,
        '--checkpoint',
        file,
        '--out',
        out,
      ]);
      assert.equal(code, 2);
      assert.match(stderr, /^error: [^\n]+\n$/);
      assert.match(stderr, expected);
    }
  });

  it('reports the error in the config or its data', async () => {
    for (const [data, expected] of [
      [
        { file: 'gone.csv', targets: ['a'] },
        /^error: bad\.unroll\.json: data\.file: cannot read "gone\.csv"/,
      ],
      [{ generate: 'adding', lengt: 3 }, /^error: bad\.unroll\.json: line 1, column \d+: data\.lengt: /],
    ] as const) {
      workspace.write('bad.unroll.json', { ...config, data });
      const { code, stderr } = await unroll(workspace.folder, [
        ...['trace', 'bad.unroll.json'],
        ...['--checkpoint', checkpoint, '--out', out],
      ]);
      assert.equal(code, 2);
      assert.match(stderr, /^[^\n]+\n$/);
      assert.match(stderr, expected);
    }
  });

  it('prints the spectrum of every recurrent block, one a line', async () => {
    const { code, stdout } = await unroll(workspace.folder, ['spectrum', checkpoint, '--json']);
    assert.equal(code, 0);
    const spectra = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.deepEqual(
      spectra.map(({ name }) => name),
      [0, 1].flatMap((layer) => ['i', 'f', 'g', 'o'].map((gate) => `rnn.weight_hh_l${layer}.${gate}`)),
    );
    for (const { eigenvalues, spectralRadius, largestSingularValue, conditionOfEigenvectors } of spectra) {
      const moduli = eigenvalues.map(([re, im]: [number, number]) => Math.hypot(re, im));
      assert.deepEqual(
        moduli,
        moduli.toSorted((a: number, b: number) => b - a),
      );
      assert.equal(moduli.length, 5);
      assert.ok(Math.abs(moduli[0] - spectralRadius) < 1e-12);
      assert.ok(largestSingularValue >= spectralRadius && conditionOfEigenvectors >= 1);
    }
  });

  it('prints the same as a table, also for the folder of a run', async () => {
    const { stdout } = await unroll(workspace.folder, ['spectrum', 'run']);
    const lines = stdout.trimEnd().split('\n');
    assert.equal(lines.length, 9);
    assert.match(lines[0], /^block +H +spectral radius/);
    assert.match(lines[8], /^rnn\.weight_hh_l1\.o +5 +\d/);
  });

  it('prints null for an infinite condition, and knows a cell by its weights', async () => {
    const bytes = encodeSafetensors([
      ['rnn.weight_hh_l0', { shape: [2, 2], values: Float32Array.of(0.5, 1, 0, 0.5) }],
    ]);
    writeFileSync(workspace.path('jordan.safetensors'), bytes);
    const { stdout } = await unroll(workspace.folder, ['spectrum', 'jordan.safetensors', '--json']);
    const { name, eigenvalues, conditionOfEigenvectors, nearlyDefective } = JSON.parse(stdout);
    assert.equal(name, 'rnn.weight_hh_l0');
    assert.ok(Math.abs(eigenvalues[0][0] - 0.5) < 1e-7);
    assert.ok(conditionOfEigenvectors === null || conditionOfEigenvectors > 1e8);
    assert.equal(nearlyDefective, true);
  });

  it('refuses weights that are not finite', async () => {
    const bytes = encodeSafetensors([
      ['rnn.weight_hh_l0', { shape: [2, 2], values: Float32Array.of(0.5, Number.NaN, 0, 0.5) }],
    ]);
    writeFileSync(workspace.path('nan.safetensors'), bytes);
    const { code, stderr } = await unroll(workspace.folder, ['spectrum', 'nan.safetensors']);
    assert.equal(code, 2);
    assert.match(
      stderr,
      /^error: nan\.safetensors: "rnn\.weight_hh_l0" holds values that are not finite[^\n]*\n$/,
    );
  });

  it('refuses the weights of another function, with both named', async () => {
    const data = { generate: 'sine', length: 12, count: 40 };
    const models = {
      original: { cell: 'gru', hiddenSize: 4, variant: 'original' },
      cudnn: { cell: 'gru', hiddenSize: 4, variant: 'cudnn' },
      tanh: { cell: 'rnn', hiddenSize: 4, activation: 'tanh' },
      relu: { cell: 'rnn', hiddenSize: 4, activation: 'relu' },
    };
    for (const [name, model] of Object.entries(models)) {
      workspace.write(`${name}.unroll.json`, { data, model, training: { epochs: 1 } });
    }
    for (const [trained, other, message] of [
      ['original', 'cudnn', /is of a model with variant "original", the config has "cudnn"/],
      ['tanh', 'relu', /is of a model with activation "tanh", the config has "relu"/],
    ] as const) {
      const run = await unroll(workspace.folder, ['train', `${trained}.unroll.json`, '--out', trained]);
      assert.equal(run.code, 0, run.stderr);
      const weights = ['--checkpoint', path.join(trained, 'checkpoint.safetensors'), '--out', out];
      const { code, stderr } = await unroll(workspace.folder, ['trace', `${other}.unroll.json`, ...weights]);
      assert.equal(code, 2);
      assert.match(stderr, message);
    }
  });
});
