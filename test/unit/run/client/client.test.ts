import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { decodeSafetensors } from '../../../../src/formats/safetensors';
import type { RunEvent } from '../../../../src/protocol/run';
import { RunWorker } from '../../../../src/run/client/client';
import { readRun } from '../../../../src/run/files/folder';
import { Workspace, workerFile } from '../workspace';

const endless = {
  data: { generate: 'adding', length: 60, count: 2000, validation: 0.1 },
  model: { cell: 'lstm', hiddenSize: 24 },
  training: { epochs: 10_000 },
};

describe('a worker that trains', () => {
  const workspace = new Workspace();
  const worker = new RunWorker(workerFile);
  after(async () => {
    await worker.dispose();
    workspace.remove();
  });
  const start = (config: object | string, onEvent: (event: RunEvent) => void, file = workerFile) => {
    const text = typeof config === 'string' ? config : JSON.stringify(config);
    const at = workspace.write('test.unroll.json', text);
    const client = file === workerFile ? worker : new RunWorker(file);
    return client.train({ config: at, text }, onEvent);
  };

  it('can be cancelled during an update, and leaves a run that can be resumed', async () => {
    let asked = 0;
    let lastMetric = 0;
    const training = start(endless, (event) => {
      if (event.event === 'step') {
        lastMetric = event.step;
        if (event.step >= 20 && asked === 0) {
          asked = performance.now();
          training.cancel();
        }
      }
    });
    const finished = await training.finished;
    console.log(`        cancelled training after ${(performance.now() - asked).toFixed(0)} ms`);
    assert.equal(finished.status, 'cancelled');
    assert.ok(finished.run);
    const { record, metrics } = await readRun(finished.run);
    assert.equal(record.status, 'cancelled');
    assert.equal(record.steps, finished.steps);
    assert.equal(metrics.at(-1)?.step, lastMetric);
    const { metadata } = decodeSafetensors(readFileSync(path.join(finished.run, 'checkpoint.safetensors')));
    assert.equal(metadata.step, String(finished.steps));
  });

  it('can be cancelled while it reads the data', async () => {
    writeFileSync(workspace.path('big.csv'), `a,b\n${'0.25,17.5\n0.5,-3.25\n'.repeat(400_000)}`);
    let asked = 0;
    const training = start(
      { data: { file: 'big.csv', targets: ['a'] }, training: { epochs: 1 } },
      (event) => {
        if (event.event === 'loading' && asked === 0) {
          asked = performance.now();
          training.cancel();
        }
      },
    );
    const finished = await training.finished;
    console.log(`        cancelled reading after ${(performance.now() - asked).toFixed(0)} ms`);
    assert.deepEqual([finished.status, finished.run], ['cancelled', null]);
  });

  it('trains several configs at a time, each with its own events', async () => {
    const short = { ...endless, training: { epochs: 1 }, data: { ...endless.data, count: 100 } };
    const seen = [new Set<string>(), new Set<string>()];
    const both = await Promise.all(
      [0, 1].map(
        (i) =>
          start(short, (event) => {
            if (event.event === 'started' || event.event === 'finished') {
              seen[i].add(String(event.run));
            }
          }).finished,
      ),
    );
    assert.deepEqual(
      both.map(({ status }) => status),
      ['completed', 'completed'],
    );
    assert.deepEqual(
      both.map(({ run }) => new Set([String(run)])),
      seen,
    );
    assert.notEqual(both[0].run, both[1].run);
  });

  it('reports a bad config by its key and place, in an event', async () => {
    const events: RunEvent[] = [];
    const finished = await start('{\n  "data": { "generate": "addin" }\n}', (event) => events.push(event))
      .finished;
    assert.deepEqual(events, [finished]);
    assert.equal(finished.badInput, true);
    assert.deepEqual(finished.key, ['data', 'generate']);
    assert.match(finished.error ?? '', /^line 2, column 25: data\.generate: "addin" is not one of adding, /);
  });

  it('ends its run as failed when it crashes', async () => {
    // This worker begins a run as the real one does, and dies.
    const dying = workspace.write(
      'dying.js',
      `require(${JSON.stringify(workerFile)});
       const { parentPort } = require('node:worker_threads');
       const post = parentPort.postMessage.bind(parentPort);
       parentPort.postMessage = (message) => {
         post(message);
         if (message.events?.some(({ event }) => event === 'trace')) {
           throw new Error('out of luck');
         }
       };`,
    );
    // An error thrown during a run is caught there; only the end of the thread itself is a crash.
    const ending = readFileSync(dying, 'utf8').replace("throw new Error('out of luck')", 'process.exit(7)');
    writeFileSync(dying, ending);
    const finished = await start(endless, () => undefined, dying).finished;
    assert.equal(finished.status, 'failed');
    assert.equal(finished.badInput, false);
    assert.match(finished.error ?? '', /stopped unexpectedly: its thread ended with code 7/);
    assert.ok(finished.run);
    const { record } = await readRun(finished.run);
    assert.equal(record.status, 'failed');
    assert.equal(record.error, finished.error);
  });

  it('ends its run as failed when it is missing', async () => {
    const finished = await start(endless, () => undefined, workspace.path('no-worker.js')).finished;
    assert.equal(finished.status, 'failed');
    assert.match(finished.error ?? '', /Cannot find module/);
  });

  it('answers queries for spectra while it trains', async () => {
    const events: RunEvent[] = [];
    let seen = () => {};
    const traced = new Promise<void>((resolve) => {
      seen = resolve;
    });
    const training = start(endless, (event) => {
      events.push(event);
      if (event.event === 'trace') {
        seen();
      }
    });
    await traced;
    const started = events.find((event) => event.event === 'started');
    assert.ok(started);
    const file = path.join(started.run, 'checkpoint.safetensors');
    const [forget, ...others] = await worker.spectrum(file, ['rnn.weight_hh_l0.f']);
    assert.deepEqual([forget.name, forget.size, others.length], ['rnn.weight_hh_l0.f', 24, 0]);
    assert.equal((await worker.spectrum(file, 'all')).length, 4);
    await assert.rejects(
      worker.spectrum(file, ['rnn.weight_hh_l7']),
      /there is no block "rnn\.weight_hh_l7"/,
    );
    await assert.rejects(worker.spectrum(workspace.folder, 'all'), /it is a folder, not a file/);
    assert.ok(!events.some(({ event }) => event === 'finished'));
    training.cancel();
    assert.equal((await training.finished).status, 'cancelled');
  });

  it('analyses each layer of each watched sequence of a run', async () => {
    const config = {
      data: { generate: 'copy', length: 20, count: 60, validation: 0.2 },
      model: { cell: 'gru', hiddenSize: 8, layers: 2 },
      training: { epochs: 2 },
      probe: { sequences: [0, 3] },
    };
    const finished = await start(config, () => undefined).finished;
    const { run, steps } = finished;
    assert.ok(run);
    const top = await worker.analyse(run, { update: steps, probe: 1, layer: 'l1' });
    assert.deepEqual([top.cell, top.update, top.steps, top.hiddenSize], ['gru', steps, 40, 8]);
    // The task asks for the ten symbols at the end.
    assert.ok('targets' in top.credit);
    assert.equal(top.credit.targets.at(-1), 39);
    assert.ok('values' in top.exponents && top.exponents.values.length === 8);
    // Each snapshot has kept its own weights; a run without them has only its checkpoint's.
    const early = await worker.analyse(run, { update: 0, probe: 0, layer: 'l0' });
    assert.ok(!('why' in early.stepCurves) && early.memory);
    rmSync(path.join(run, 'weights'), { recursive: true });
    const older = await worker.analyse(run, { update: 0, probe: 0, layer: 'l0' });
    assert.ok('why' in older.stepCurves && older.memory);
    await assert.rejects(
      worker.analyse(run, { update: steps, probe: 2, layer: 'l0' }),
      /there is no sequence 2/,
    );
    await assert.rejects(worker.analyse(run, { update: steps, probe: 0, layer: 'l2' }), /no tensor "l2.h"/);
    await assert.rejects(worker.analyse(run, { update: 7, probe: 0, layer: 'l0' }), /cannot read the trace/);
  });

  it('cancels its trainings when it is disposed of', async () => {
    const client = new RunWorker(workerFile);
    const text = JSON.stringify(endless);
    const config = workspace.write('disposed.unroll.json', text);
    const training = client.train({ config, text }, () => undefined);
    await client.dispose();
    assert.equal((await training.finished).status, 'cancelled');
  });
});
