import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isSupported } from '../../../../src/engine/kernels/webAssembly';
import { readRun } from '../../../../src/run/files/folder';
import { readTraces, readWeights } from '../../../../src/run/files/traces';
import { buildOf } from '../../../../src/run/training/resume';
import { lastingContent, unroll, Workspace } from '../workspace';

/**
 * Truncated chunks, dropout, early stopping and traces within an epoch: everything that a checkpoint has to
 * carry.
 */
const everything = {
  data: { file: 'text.txt', window: 24, validation: 0.2 },
  model: { cell: 'gru', hiddenSize: 12, layers: 2, dropout: 0.2 },
  training: {
    epochs: 6,
    batchSize: 8,
    truncate: 10,
    earlyStopping: { patience: 3, monitor: 'f1' },
    clip: { norm: 1 },
  },
  probe: { sequences: [0, 2], every: 17 },
};
const simple = {
  data: { generate: 'adding', length: 15, count: 300, validation: 0.2 },
  model: { cell: 'lstm', hiddenSize: 8 },
  training: { epochs: 30, optimizer: { name: 'rmsprop', learningRate: 0.01, momentum: 0.5 }, logEvery: 3 },
};
const text = Array.from(
  { length: 90 },
  (_, i) => `the ${i}th line says ${'ab'.repeat(i % 7)}, so it does.\n`,
).join('');

describe('a run that is stopped and resumed', () => {
  const workspace = new Workspace();
  before(() => {
    workspace.write('text.txt', text);
    workspace.write('everything.unroll.json', everything);
    workspace.write('simple.unroll.json', simple);
  });
  after(() => workspace.remove());

  for (const [name, signal, threads] of [
    ['everything', 'SIGKILL', 'auto'],
    ['everything', 'SIGINT', 2],
    ['simple', 'SIGKILL', 3],
    ['simple', 'SIGTERM', 'auto'],
  ] as const) {
    it(`ends with the same bits as one that was not: ${name}, ${signal}, then threads: ${threads}`, async () => {
      let config = `${name}.unroll.json`;
      const whole = await trainWhole(workspace, name);
      const stopped = workspace.path(`${name}-${signal}`);
      let place: string[] = ['--out', stopped];
      let kills = 0;
      for (;;) {
        // It is stopped a few times within the first lines, between any two writes; then it runs to the end.
        const wait = kills < 3 ? 1 + Math.floor(Math.random() * 20) : Number.POSITIVE_INFINITY;
        const after = Math.random() * 10;
        let lines = 0;
        const { code, stderr } = await unroll(
          workspace.folder,
          ['train', config, '--json', ...place],
          (line, { kill }) => {
            lines += /"event":"(step|epoch|trace)"/.test(line) ? 1 : 0;
            if (lines === wait) {
              setTimeout(() => kill(signal), after);
            }
          },
        );
        if (code === 0) {
          break;
        }
        assert.equal(code, signal === 'SIGKILL' ? null : 130, stderr);
        const { record, metrics } = await readRun(stopped);
        if (record.status === 'completed' || record.status === 'stoppedEarly') {
          break; // it ended before the signal arrived
        }
        kills++;
        assert.equal(record.status, signal === 'SIGKILL' ? 'interrupted' : 'cancelled');
        assert.ok(metrics.every((metric, i) => i === 0 || metric.step >= metrics[i - 1].step));
        const weights = await readWeights(stopped);
        assert.ok(weights.blocks.length > 0 && weights.step <= record.plannedSteps);
        place = ['--resume', stopped];
        const given = { everything, simple }[name];
        config = 'resumed.unroll.json';
        workspace.write(config, { ...given, training: { ...given.training, threads } });
      }
      assert.ok(kills > 0, 'the run was never stopped, so this has shown nothing');
      assert.deepEqual(lastingContent(stopped), lastingContent(whole));
      const { record, metrics } = await readRun(stopped);
      const seconds = metrics.map((metric) => metric.seconds);
      assert.deepEqual(
        seconds,
        seconds.toSorted((a, b) => a - b),
        'seconds count on',
      );
      const before = (await readRun(whole)).record;
      for (const key of ['status', 'steps', 'epochs', 'trainLoss', 'validationLoss'] as const) {
        assert.equal(record[key], before[key]);
      }
    });
  }

  it('logs again what was logged after its checkpoint, and completes a line that was cut short', async () => {
    const whole = await trainWhole(workspace, 'simple');
    const stopped = workspace.path('simple-ahead');
    const { code } = await unroll(
      workspace.folder,
      ['train', 'simple.unroll.json', '--json', '--out', stopped],
      (line, { kill }) => {
        if (line.includes('"event":"started"')) {
          kill('SIGINT');
        }
      },
    );
    assert.equal(code, 130);
    // The state is as if the process had been killed some updates after this checkpoint.
    const file = path.join(stopped, 'metrics.jsonl');
    const logged = readFileSync(file, 'utf8');
    const all = readFileSync(path.join(whole, 'metrics.jsonl'), 'utf8').split('\n');
    const done = logged.split('\n').length - 1;
    assert.ok(done + 20 < all.length);
    writeFileSync(file, `${logged}${all.slice(done, done + 15).join('\n')}\n${all[done + 15].slice(0, 30)}`);
    const resumed = await unroll(workspace.folder, ['train', 'simple.unroll.json', '--resume', stopped]);
    assert.equal(resumed.code, 0, resumed.stderr);
    assert.deepEqual(lastingContent(stopped), lastingContent(whole));
  });

  it('stays readable when it is killed before it has begun to train', async () => {
    for (let i = 0; i < 4; i++) {
      await unroll(workspace.folder, ['train', 'everything.unroll.json', '--json'], (line, { kill }) => {
        if (line.includes('"loading"')) {
          setTimeout(() => kill('SIGKILL'), Math.random() * 40);
        }
      });
    }
    for (const run of await workspace.runs('everything')) {
      const { record, config } = await readRun(run);
      assert.ok(
        record.status === 'interrupted' || record.status === 'completed' || record.status === 'stoppedEarly',
      );
      assert.equal(config.model.hiddenSize, 12);
      assert.equal((await readWeights(run)).cell, 'gru');
    }
  });

  it('states what its traces hold', async () => {
    const whole = await trainWhole(workspace, 'everything');
    const { step, probes } = await readTraces(path.join(whole, 'traces', '17.safetensors'));
    assert.equal(step, 17);
    assert.deepEqual(
      probes.map(({ sequence }) => sequence),
      [0, 2],
    );
    for (const { tensors, stepLabels } of probes) {
      assert.deepEqual(tensors.get('l1.h')?.shape, [stepLabels.length, 12]);
    }
  });

  it('computes with the kernels that it began with, or reports that they cannot run here', async () => {
    const stored = await readRun(await trainWhole(workspace, 'simple'));
    const began = stored.record.kernels;
    assert.ok(began === 'plain' || began === 'relaxed');
    const withKernels = (kernels: typeof began) => ({ ...stored, record: { ...stored.record, kernels } });
    assert.equal(buildOf(withKernels('plain')), 'plain');
    if (isSupported('relaxed')) {
      assert.equal(buildOf(withKernels('relaxed')), 'relaxed');
    } else {
      assert.throws(() => buildOf(withKernels('relaxed')), /relaxed SIMD, which Node v\d+.* does not have/);
    }
  });

  describe('resuming a run is refused', () => {
    afterEach(() => {
      workspace.write('text.txt', text);
      workspace.write('everything.unroll.json', everything);
    });

    /** @returns the error about a run that `change` has damaged */
    const refused = async (change: (run: string) => void): Promise<string> => {
      const run = mkdtempSync(workspace.path('spoilt-'));
      cpSync(await trainWhole(workspace, 'everything'), run, { recursive: true });
      change(run);
      const { code, stderr } = await unroll(workspace.folder, [
        'train',
        'everything.unroll.json',
        '--resume',
        run,
      ]);
      assert.equal(code, 2);
      assert.equal(stderr.trimEnd().split('\n').length, 1, stderr);
      return stderr;
    };

    it('where the data is different', async () => {
      const complaint = await refused(() => workspace.write('text.txt', text.replace('line', 'lime')));
      assert.match(complaint, /the data is not what it was/);
    });

    it('where the config is different, naming the key', async () => {
      const complaint = await refused(() =>
        workspace.write('everything.unroll.json', {
          ...everything,
          training: { ...everything.training, batchSize: 9 },
        }),
      );
      assert.match(complaint, /training\.batchSize is 8 there and 9 in the config/);
    });

    it('where another process still writes it', async () => {
      const complaint = await refused((run) => {
        const file = path.join(run, 'run.json');
        const record = JSON.parse(readFileSync(file, 'utf8'));
        record.status = 'running';
        record.process.id = process.pid;
        writeFileSync(file, JSON.stringify(record));
      });
      assert.match(complaint, new RegExp(`still running, in process ${process.pid}`));
    });

    it('where the checkpoint is of another model', async () => {
      const complaint = await refused((run) => {
        const file = path.join(run, 'checkpoint.safetensors');
        const bytes = readFileSync(file);
        const at = bytes.indexOf('rnn.weight_hh_l0');
        bytes.write('rnn.weight_xx_l0', at);
        writeFileSync(file, bytes);
      });
      assert.match(complaint, /checkpoint\.safetensors: the checkpoint has no tensor "rnn\.weight_hh_l0"/);
    });

    it('where a line of the metrics is broken, naming it', async () => {
      const complaint = await refused((run) => {
        const file = path.join(run, 'metrics.jsonl');
        const lines = readFileSync(file, 'utf8').split('\n');
        lines[2] = lines[2].slice(0, 20);
        writeFileSync(file, lines.join('\n'));
      });
      assert.match(complaint, /metrics\.jsonl, line 3: not JSON/);
    });
  });
});

/** The run of the same config without interruptions, trained once. */
async function trainWhole(workspace: Workspace, name: string): Promise<string> {
  const folder = workspace.path(`${name}-whole`);
  if (!wholes.has(folder)) {
    const { code, stderr } = await unroll(workspace.folder, [
      'train',
      `${name}.unroll.json`,
      '--out',
      folder,
    ]);
    assert.equal(code, 0, stderr);
    wholes.add(folder);
  }
  return folder;
}

const wholes = new Set<string>();
