import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { uptime } from 'node:os';
import path from 'node:path';
import type { RunRecord } from '../../../../src/protocol/run';
import { latestRun, listRuns, readRun, thisProcess } from '../../../../src/run/files/folder';
import { makeRunFolder } from '../../../../src/run/files/newFolder';
import { Workspace } from '../workspace';

const record: RunRecord = {
  status: 'running',
  name: 'weather',
  config: 'weather.unroll.json',
  seed: 1,
  startedAt: '2026-03-02T14:05:11.123Z',
  versions: { unroll: '0.1.0', node: 'v20.19.0' },
  process: thisProcess(),
  dataFingerprint: 'ab',
  parameters: 10,
  baseline: { name: 'chance level', loss: 0.5 },
  notes: [],
  steps: 0,
  epochs: 0,
  plannedSteps: 4,
  plannedEpochs: 2,
  trainLoss: null,
  validationLoss: null,
  signals: { inputs: [], outputs: [], inputScaling: [], outputScaling: [], targetKind: 'values' },
};
const step = {
  event: 'step',
  step: 1,
  epoch: 1,
  loss: 0.4,
  gradientNorm: 1,
  clipped: false,
  learningRate: 0.1,
  seconds: 0.1,
};
const epoch = { event: 'epoch', step: 2, epoch: 1, trainLoss: 0.3, validationLoss: null, seconds: 0.2 };
const config = {
  data: { generate: 'adding' },
  task: { shape: 'many-to-one' },
  model: { cell: 'gru', variant: 'cudnn' },
};

describe('the folder of a run', () => {
  const workspace = new Workspace();
  after(() => workspace.remove());
  let run: string;
  beforeEach(() => {
    run = workspace.path('run');
    rmSync(run, { recursive: true, force: true });
    mkdirSync(run);
    write('run.json', record);
    write('config.json', config);
    writeFileSync(path.join(run, 'metrics.jsonl'), '');
  });
  const write = (name: string, value: object) =>
    writeFileSync(path.join(run, name), JSON.stringify(value, null, 2));
  const log = (text: string) => appendFileSync(path.join(run, 'metrics.jsonl'), text);

  it('is read with the current progress of the run, though the record was written earlier', async () => {
    log(`${JSON.stringify(step)}\n${JSON.stringify(epoch)}\n`);
    const { record: read, metrics, config: resolved } = await readRun(run);
    assert.deepEqual(metrics, [step, epoch]);
    assert.equal(read.status, 'running');
    assert.deepEqual([read.steps, read.epochs, read.trainLoss], [2, 1, 0.3]);
    assert.equal(resolved.model.variant, 'cudnn');
  });

  it('drops a last line of metrics that was cut short, at every place it can be cut', async () => {
    const line = JSON.stringify(step);
    for (let cut = 0; cut <= line.length; cut++) {
      writeFileSync(path.join(run, 'metrics.jsonl'), `${line}\n${line.slice(0, cut)}`);
      assert.deepEqual((await readRun(run)).metrics, [step]);
    }
  });

  it('names a broken line before the last, and what is wrong with it', async () => {
    log(`${JSON.stringify(step)}\n{"event":"step","step":2\n${JSON.stringify(epoch)}\n`);
    await assert.rejects(readRun(run), /metrics\.jsonl, line 2: not JSON/);
    writeFileSync(path.join(run, 'metrics.jsonl'), `${JSON.stringify({ ...step, loss: 'low' })}\n`);
    await assert.rejects(readRun(run), /metrics\.jsonl, line 1: loss: /);
  });

  it('reads lines that lie across the pieces in which a long file is read', async () => {
    const lines = Array.from({ length: 3000 }, (_, i) => ({ ...step, step: i + 1 }));
    log(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    assert.deepEqual((await readRun(run)).metrics, lines);
  });

  it('shows as interrupted a run whose process is gone', async () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    write('run.json', { ...record, process: { ...record.process, id: pid } });
    assert.equal((await readRun(run)).record.status, 'interrupted');
  });

  it("shows as interrupted a run whose process id is another's since the machine was restarted", async () => {
    const before = Date.now() / 1000 - uptime() - 60;
    utimesSync(path.join(run, 'run.json'), before, before);
    assert.equal((await readRun(run)).record.status, 'interrupted');
  });

  it('cannot know about a process on another machine', async () => {
    write('run.json', { ...record, process: { id: 1, host: 'elsewhere.example' } });
    assert.equal((await readRun(run)).record.status, 'running');
  });

  it('names the error in a record or a config', async () => {
    write('run.json', { ...record, baseline: 3 });
    await assert.rejects(readRun(run), /run\.json: baseline: /);
    write('run.json', record);
    write('config.json', { ...config, model: { cell: 'lstn' } });
    await assert.rejects(readRun(run), /config\.json: model\.cell: /);
    rmSync(path.join(run, 'run.json'));
    await assert.rejects(readRun(run), /is not the folder of a run: run\.json: there is no such file/);
  });
});

describe('the runs of a config', () => {
  const workspace = new Workspace();
  after(() => workspace.remove());
  const make = (time: string) => {
    const folder = makeRunFolder(workspace.folder, 'weather', new Date(time));
    writeFileSync(path.join(folder, 'run.json'), JSON.stringify(record));
    return folder;
  };

  it('are an empty list at first', async () => {
    assert.deepEqual(await listRuns(workspace.folder, 'weather'), []);
    assert.equal(await latestRun(workspace.folder, 'weather'), undefined);
  });

  it('are listed in the order of time, without folders that hold no run', async () => {
    const later = make('2026-03-02T14:05:11.124Z');
    const first = make('2026-03-02T14:05:11.123Z');
    const last = make('2026-12-01T00:00:00Z');
    makeRunFolder(workspace.folder, 'weather', new Date('2027-01-01'));
    assert.deepEqual(await listRuns(workspace.folder, 'weather'), [first, later, last]);
    assert.equal(await latestRun(workspace.folder, 'weather'), last);
    assert.match(path.basename(last), /^2026-12-01T00-00-00\.000Z-[a-z]{4}$/);
    assert.equal(readFileSync(workspace.path('.unroll/.gitignore'), 'utf8'), '*\n');
  });
});
