import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { unroll, Workspace } from '../run/workspace';

const rows = Array.from({ length: 80 }, (_, t) => Math.sin(t / 5).toFixed(3));

describe('unroll export', () => {
  const workspace = new Workspace();
  let run: string;
  before(async () => {
    workspace.write('waves.csv', `wave\n${rows.join('\n')}\n`);
    workspace.write('waves.unroll.json', {
      data: { file: 'waves.csv', targets: ['wave'], window: 8 },
      task: { shape: 'encoder-decoder' },
      model: { cell: 'gru', hiddenSize: 4 },
      training: { epochs: 1 },
    });
    const { code, stderr } = await unroll(workspace.folder, ['train', 'waves.unroll.json']);
    assert.equal(code, 0, stderr);
    [run] = await workspace.runs('waves');
  });
  after(() => workspace.remove());
  const exported = (...args: string[]) => unroll(workspace.folder, ['export', ...args]);
  const refused = async (wanted: RegExp, ...args: string[]) => {
    const { code, stdout, stderr } = await exported(...args);
    assert.equal(code, 2, stderr);
    assert.equal(stdout, '');
    assert.match(stderr, wanted);
    assert.equal(stderr.trimEnd().split('\n').length, 1, stderr);
  };

  it('takes the latest run of a config, and names the file after it', async () => {
    const { code, stdout, stderr } = await exported('waves.unroll.json', '--to', 'onnx');
    assert.equal(code, 0, stderr);
    assert.equal(stdout, `exported ${path.basename(run)} to waves.onnx\n`);
    const file = readFileSync(workspace.path('waves.onnx')).toString('latin1');
    assert.match(file, /Model "waves" \(GRU \(original\), 1 layer of 4 units\)/);
  });

  it('writes a folder, and writes it again, but not into one that holds something else', async () => {
    for (const _ of [1, 2]) {
      const { code, stderr } = await exported(run, '--to', 'pytorch', '--out', 'torch/wave');
      assert.equal(code, 0, stderr);
    }
    const files = readdirSync(workspace.path('torch/wave')).sort();
    assert.deepEqual(files, ['model.json', 'model.py', 'predict.py', 'weights.safetensors']);
    assert.match(
      readFileSync(workspace.path('torch/wave/model.py'), 'utf8'),
      /^class WavesModel\(nn\.Module\):$/m,
    );
    mkdirSync(workspace.path('mine'));
    writeFileSync(workspace.path('mine/notes.txt'), 'keep');
    await refused(
      /mine holds "notes\.txt", which is not part of an export/,
      run,
      '--to',
      'pytorch',
      '--out',
      'mine',
    );
    assert.deepEqual(readdirSync(workspace.path('mine')), ['notes.txt']);
  });

  it('says in one line what cannot be exported', async () => {
    await refused(
      /states can be carried only by a model that reads many steps/,
      run,
      '--to',
      'onnx',
      '--states',
    );
    await refused(/--states: only with --to onnx/, run, '--to', 'pytorch', '--states');
    await refused(/'keras' is invalid.*onnx, pytorch/, run, '--to', 'keras');
    await refused(/required option '--to/, run);
    await refused(/its folder is not there/, run, '--to', 'onnx', '--out', 'nowhere/waves.onnx');
    await refused(/is not the folder of a run/, 'waves', '--to', 'onnx');
    assert.ok(!existsSync(workspace.path('nowhere')));
  });

  it('reads the data of an older run, which does not state how its data was read', async () => {
    const stored = path.join(run, 'dataset.json');
    const text = readFileSync(stored);
    const before = readFileSync(workspace.path('waves.onnx'));
    rmSync(stored);
    const { code, stderr } = await exported(run, '--to', 'onnx', '--out', 'older.onnx');
    assert.equal(code, 0, stderr);
    assert.deepEqual(readFileSync(workspace.path('older.onnx')), before);
    rmSync(workspace.path('waves.csv'));
    await refused(/this run was made before Unroll stored the scaling .*"waves\.csv"/, run, '--to', 'onnx');
    writeFileSync(stored, text);
    assert.equal((await exported(run, '--to', 'onnx')).code, 0);
  });

  it('says that a run has no weights, or those of another model', async () => {
    const checkpoint = path.join(run, 'checkpoint.safetensors');
    const config = path.join(run, 'config.json');
    const text = readFileSync(config, 'utf8');
    writeFileSync(config, text.replace('"hiddenSize": 4', '"hiddenSize": 5'));
    await refused(/has shape \[12, 1\], this model's has \[15, 1\]/, run, '--to', 'pytorch');
    writeFileSync(config, text);
    rmSync(checkpoint);
    await refused(/cannot read the checkpoint .*there is no such file/, run, '--to', 'onnx');
  });
});
