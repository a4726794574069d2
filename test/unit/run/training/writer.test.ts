import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseConfig } from '../../../../src/config/parse';
import { decodeSafetensors } from '../../../../src/formats/safetensors';
import type { RunRecord } from '../../../../src/protocol/run';
import { readRun } from '../../../../src/run/files/folder';
import { makeRunFolder } from '../../../../src/run/files/newFolder';
import { prepareTrial } from '../../../../src/run/training/trainingSetup';
import { RunWriter } from '../../../../src/run/training/writer';
import { Workspace } from '../workspace';

describe('the writer of a run', () => {
  const workspace = new Workspace();
  const realNow = performance.now;
  let clock = 0;
  before(() => {
    performance.now = () => clock * 1000;
  });
  after(() => {
    performance.now = realNow;
    workspace.remove();
  });

  it('writes a checkpoint every 30 s of a long epoch, with all metrics up to it', async () => {
    const { config } = parseConfig(
      JSON.stringify({
        data: { generate: 'adding', length: 4, count: 100, validation: 0 },
        model: { hiddenSize: 3 },
        training: { batchSize: 1, epochs: 1 },
        probe: { sequences: [] },
      }),
    );
    assert.ok(config);
    const trial = await prepareTrial(config, { config: workspace.path('x') }, () => undefined);
    const { training } = trial;
    const folder = makeRunFolder(workspace.folder, 'x', new Date(0));
    const record: RunRecord = {
      status: 'running',
      name: 'x',
      config: 'x.unroll.json',
      seed: 1,
      startedAt: new Date(0).toISOString(),
      versions: { unroll: '0', node: '20' },
      process: { id: process.pid, host: 'here' },
      dataFingerprint: trial.fingerprint,
      parameters: training.parameters,
      baseline: trial.dataset.baseline,
      notes: [],
      steps: 0,
      epochs: 0,
      plannedSteps: 100,
      plannedEpochs: 1,
      trainLoss: null,
      validationLoss: null,
      signals: { inputs: [], outputs: [], inputScaling: [], outputScaling: [], targetKind: 'values' },
    };
    clock = 100;
    const writer = new RunWriter(folder, training, record);
    writer.create(config, trial.dataset);
    const checkpointStep = () =>
      Number(decodeSafetensors(readFileSync(path.join(folder, 'checkpoint.safetensors'))).metadata.step);
    const events = training.run(() => false);
    for (let update = 1; update <= 80; update++) {
      const { value, done } = events.next();
      assert.ok(!done && value.event === 'step');
      clock += 1;
      const event = writer.take(value, 1);
      assert.equal(event?.event === 'step' && event.seconds, update);
      // Writes are due at 31 s, and 31 s later.
      assert.equal(checkpointStep(), update < 31 ? 0 : update < 62 ? 31 : 62);
      const { metrics } = await readRun(folder);
      assert.ok(metrics.length >= checkpointStep());
    }
    writer.end('cancelled');
    assert.equal(checkpointStep(), 80);
    const ended = await readRun(folder);
    assert.equal(ended.metrics.length, 80);
    assert.deepEqual([ended.record.status, ended.record.steps], ['cancelled', 80]);
  });
});
