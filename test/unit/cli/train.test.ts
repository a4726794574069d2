import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readEvaluation } from '../../../src/run/files/evaluation';
import { readRun } from '../../../src/run/files/folder';
import { readWeights } from '../../../src/run/files/traces';
import { root } from '../../vscode/folders';
import { unroll, Workspace } from '../run/workspace';

const adding = {
  data: { generate: 'adding', length: 10, count: 200, validation: 0.2 },
  model: { cell: 'lstm', hiddenSize: 6 },
  training: { epochs: 3, optimizer: { learningRate: 0.01 } },
};

describe('unroll train', () => {
  const workspace = new Workspace();
  before(() => workspace.write('adding.unroll.json', adding));
  after(() => workspace.remove());

  it('prints events as JSON lines, and last how the run ended', async () => {
    const { code, stdout, stderr } = await unroll(workspace.folder, [
      'train',
      'adding.unroll.json',
      '--json',
    ]);
    assert.equal(stderr, '');
    assert.equal(code, 0);
    const events = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const { run, seconds, trainLoss, validationLoss, metrics: measured, ...rest } = events.at(-1);
    assert.deepEqual(rest, {
      event: 'finished',
      status: 'completed',
      steps: 15,
      epochs: 3,
      baseline: { name: events[0].record.baseline.name, loss: 1 / 6 },
    });
    assert.deepEqual([run], await workspace.runs('adding'));
    assert.ok(seconds > 0 && trainLoss > 0 && validationLoss > 0);
    // The printed events equal the written ones.
    const { metrics, record } = await readRun(run);
    assert.deepEqual(
      events.filter(({ event }) => event === 'step' || event === 'epoch'),
      metrics,
    );
    assert.deepEqual(
      events.filter(({ event }) => event === 'trace').map(({ step, file }) => [step, path.dirname(file)]),
      [0, 5, 10, 15].map((step) => [step, path.join(run, 'traces')]),
    );
    assert.equal(record.status, 'completed');
    assert.equal(record.config, 'adding.unroll.json');
    assert.equal(record.validationLoss, validationLoss);
    // The loss is the mean square of one column that is not scaled.
    assert.ok(Math.abs(measured.validation.rmse - Math.sqrt(validationLoss)) < 1e-6);
    assert.deepEqual(measured, record.metrics);
    assert.deepEqual(measured, events.findLast(({ event }) => event === 'epoch').metrics);
    const evaluation = await readEvaluation(run);
    assert.deepEqual(evaluation?.metrics, measured);
    assert.deepEqual([evaluation?.step, evaluation?.epoch, evaluation?.targets], [15, 3, 40]);
  });

  it('refuses to monitor a metric that the targets do not have, with those that they have', async () => {
    const training = { ...adding.training, earlyStopping: { monitor: 'f1' } };
    workspace.write('monitor.unroll.json', { ...adding, training });
    const { code, stderr } = await unroll(workspace.folder, ['train', 'monitor.unroll.json']);
    assert.equal(code, 2);
    assert.equal(
      stderr,
      'error: monitor.unroll.json: training.earlyStopping.monitor: "f1" does not fit these targets, which are values (many-to-one); use loss, rmse, mae, r2\n',
    );
  });

  it('keeps its runs out of git', () => {
    assert.equal(readFileSync(workspace.path('.unroll/.gitignore'), 'utf8'), '*\n');
  });

  it('prints a line an epoch where nobody watches', async () => {
    const { stdout } = await unroll(workspace.folder, ['train', 'adding.unroll.json']);
    assert.deepEqual(stdout.match(/^epoch \d\/3/gm), ['epoch 1/3', 'epoch 2/3', 'epoch 3/3']);
    assert.ok(!stdout.includes('\r') && !stdout.includes('\x1b'));
  });

  it('fails with 1 where the loss becomes non-finite, and keeps the last finite weights', async () => {
    workspace.write('wild.unroll.json', {
      ...adding,
      model: { cell: 'rnn', activation: 'relu', hiddenSize: 6 },
      training: { epochs: 50, optimizer: { name: 'sgd', learningRate: 100 } },
    });
    const { code, stderr } = await unroll(workspace.folder, ['train', 'wild.unroll.json', '--json']);
    assert.equal(code, 1);
    assert.match(stderr, /^error: update \d+: .* unit \d+ is (-?Infinity|NaN) at step \d+, layer 0[^\n]*\n$/);
    const [run] = await workspace.runs('wild');
    const { record } = await readRun(run);
    assert.equal(record.status, 'failed');
    assert.ok(stderr.includes(record.error ?? 'no error in the record'));
    const { blocks, step } = await readWeights(run);
    assert.equal(step, record.steps);
    assert.ok(blocks.every(({ values }) => values.every(Number.isFinite)));
  });

  it('cancels when nobody reads its output any more', async () => {
    workspace.write('long.unroll.json', { ...adding, training: { epochs: 100_000 } });
    const { code } = await unroll(
      workspace.folder,
      ['train', 'long.unroll.json', '--json'],
      (line, { closeOutput }) => {
        if (line.includes('"event":"epoch"')) {
          closeOutput();
        }
      },
    );
    assert.equal(code, 130);
    const [run] = await workspace.runs('long');
    assert.equal((await readRun(run)).record.status, 'cancelled');
  });

  it('prints its version', async () => {
    const { stdout } = await unroll(workspace.folder, ['--version']);
    const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
    assert.equal(stdout, `${version}\n`);
  });
});
