/**
 * Sequences that a query chooses: the trace is the one that training would have made, and the ranks are those
 * of the losses.
 */
import { strict as assert } from 'node:assert';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { SequenceSet } from '../../../../src/data/common/dataset';
import { readWeights } from '../../../../src/engine/checkpoint';
import { evaluate } from '../../../../src/engine/evaluate';
import { webAssemblyKernels } from '../../../../src/engine/kernels/webAssembly';
import { Network } from '../../../../src/engine/network';
import { Parameters } from '../../../../src/engine/parameters';
import { cellOf, networkSpec } from '../../../../src/engine/spec';
import { decodeSafetensors } from '../../../../src/formats/safetensors';
import type { PickedSequence, PickProgress, SequenceQuery } from '../../../../src/protocol/pickedSequence';
import { RunWorker } from '../../../../src/run/client/client';
import { readRunConfig, readRunRecord } from '../../../../src/run/files/folder';
import {
  listSnapshots,
  pickedFile,
  snapshotWeightsFile,
  traceFile,
} from '../../../../src/run/files/snapshots';
import { removePicks, thinOut } from '../../../../src/run/files/storedPicks';
import { readTraces } from '../../../../src/run/files/traces';
import { analyseLayer } from '../../../../src/run/questions/analyse';
import { pickSequence } from '../../../../src/run/questions/pick';
import { executeRun } from '../../../../src/run/training/execute';
import { readData } from '../../../../src/run/training/trainingSetup';
import { Workspace, workerFile } from '../workspace';

const rows = Array.from(
  { length: 160 },
  (_, t) => `${Math.sin(t / 5).toFixed(4)},${Math.cos(t / 3).toFixed(4)}`,
);
const csv = `a,b\n${rows.join('\n')}\n`;
const table = { file: 'waves.csv', inputs: ['a', 'b'], targets: ['a'], window: 12, validation: 0.4 };
const names = Array.from(
  { length: 60 },
  (_, i) => 'Ada Grace Barbara Jo'.split(' ')[i % 4] + 'a'.repeat(i % 7),
);

describe('a sequence chosen by a query', () => {
  const workspace = new Workspace();
  after(() => workspace.remove());
  let made = 0;

  async function train(config: object): Promise<{ folder: string; config: string }> {
    workspace.write('waves.csv', csv);
    workspace.write('names.txt', `${names.join('\n')}\n`);
    const text = JSON.stringify(config);
    const file = workspace.write(`c${made++}.unroll.json`, text);
    const cancel = new SharedArrayBuffer(8);
    const quiet = { say: () => undefined, pulse: () => undefined };
    const { status, run, error } = await executeRun({ request: 'train', config: file, text, cancel }, quiet);
    assert.ok(run && status === 'completed', error);
    return { folder: run, config: file };
  }

  async function pick(
    run: { folder: string; config: string },
    update: number,
    by: SequenceQuery,
    limit?: number,
  ): Promise<PickedSequence> {
    const request = { ...run, roots: [workspace.folder], update, pick: by, cancel: new SharedArrayBuffer(4) };
    const picked = await pickSequence(request, () => undefined, limit);
    assert.ok(picked);
    return picked;
  }

  /** The validation loss of each sequence alone, by the pass that training uses for validation. */
  async function bruteForce(run: { folder: string; config: string }, step: number): Promise<number[]> {
    const config = await readRunConfig(run.folder);
    const { dataset } = await readData(config, run, () => undefined);
    const spec = networkSpec(config, dataset);
    const kernels = webAssemblyKernels('plain');
    const weights = new Parameters(cellOf(spec), spec, 'float32', kernels.memory);
    readWeights(decodeSafetensors(readFileSync(snapshotWeightsFile(run.folder, step))), spec, weights);
    const set = dataset.validation;
    return Array.from({ length: set.count }, (_, s) => {
      const only: SequenceSet = {
        ...set,
        count: 1,
        inputSteps: () => set.inputSteps(s),
        outputSteps: () => set.outputSteps(s),
        writeInputs: (_, from, to, batch, b) => set.writeInputs(s, from, to, batch, b),
        writeTargets: (_, from, to, batch, b) => set.writeTargets(s, from, to, batch, b),
      };
      const room = { rows: 1, steps: set.inputSteps(s), outputSteps: set.outputSteps(s) };
      const network = new Network(spec, weights, room, kernels, 'float32', () => undefined);
      network.allocate();
      return evaluate(network, only, step);
    });
  }

  const models: readonly [string, Readonly<Record<string, object>>][] = [
    [
      'LSTM on a table',
      { data: table, model: { cell: 'lstm', hiddenSize: 10 }, probe: { sequences: [3, 0] } },
    ],
    [
      'bidirectional GRU of two layers, many-to-many',
      {
        data: table,
        task: { shape: 'many-to-many' },
        model: { cell: 'gru', hiddenSize: 6, layers: 2, bidirectional: true },
        probe: { sequences: [7] },
      },
    ],
    [
      'encoder-decoder',
      {
        data: { ...table, horizon: 4 },
        task: { shape: 'encoder-decoder' },
        model: { cell: 'gru', hiddenSize: 7 },
        probe: { sequences: [5] },
      },
    ],
    [
      'RNN on lines of text',
      {
        data: { file: 'names.txt', sequences: 'line', validation: 0.4 },
        task: { shape: 'many-to-many' },
        model: { cell: 'rnn', hiddenSize: 9 },
        probe: { sequences: [2, 11, 4] },
      },
    ],
    [
      'LSTM on a generated task, with early stopping',
      {
        data: { generate: 'adding', length: 15, count: 120, validation: 0.2 },
        model: { cell: 'lstm', hiddenSize: 8 },
        training: { earlyStopping: { patience: 50 } },
        probe: { sequences: [1] },
      },
    ],
  ];

  for (const [name, config] of models) {
    it(`has the bits that training recorded, at every snapshot, and ranks by its loss: ${name}`, async () => {
      const run = await train({
        ...config,
        training: { epochs: 3, batchSize: 8, ...config.training },
      });
      const snapshots = await listSnapshots(run.folder);
      assert.ok(snapshots.length >= 4);
      for (const step of snapshots) {
        const { probes } = await readTraces(traceFile(run.folder, step));
        // It runs twice in different orders, so that earlier recordings must not show.
        for (const probe of [...probes, ...probes.toReversed()]) {
          const by = { by: 'sequence', set: null, sequence: probe.sequence } as const;
          const { set, watched } = await pick(run, step, by);
          assert.deepEqual([set, watched], ['validation', true]);
          const file = pickedFile(run.folder, step, set, probe.sequence);
          const own = await readTraces(file);
          assert.deepEqual(own.probes, [probe]);
          const { epoch } = await readTraces(traceFile(run.folder, step));
          assert.deepEqual([own.step, own.epoch], [step, epoch]);
        }
      }
      const step = snapshots[1];
      const losses = await bruteForce(run, step);
      const close = (one: number | null, other: number) =>
        assert.ok(one !== null && Math.abs(one - other) <= 1e-5 * (1 + other), `${one} ${other}`);
      for (const [by, extreme] of [
        ['worst', Math.max(...losses)],
        ['best', Math.min(...losses)],
      ] as const) {
        const picked = await pick(run, step, { by });
        assert.deepEqual([picked.ranked, picked.count], [losses.length, losses.length]);
        close(picked.loss, losses[picked.sequence]);
        close(losses[picked.sequence], extreme);
      }
      const random = await pick(run, step, { by: 'random' });
      close(random.loss, losses[random.sequence]);
    });
  }

  it('can be analysed like one that is watched in training', async () => {
    const run = await train({ data: table, training: { epochs: 1 }, probe: { sequences: [4] } });
    const [, update] = await listSnapshots(run.folder);
    await pick(run, update, { by: 'sequence', set: 'validation', sequence: 4 });
    assert.deepEqual(
      await analyseLayer(run.folder, { update, probe: 'validation 4', layer: 'l0' }),
      await analyseLayer(run.folder, { update, probe: 0, layer: 'l0' }),
    );
  });

  it('is that of a line of the data file, of either set', async () => {
    const run = await train({ data: table, training: { epochs: 1 } });
    const file = workspace.path('waves.csv');
    // There are 160 rows, 96 of them for training. A window of 12 ends in row 11 at the earliest; the header
    // is line 0.
    const cases = [
      [12, 'training', 0],
      [1, 'training', 0],
      [40, 'training', 28],
      [97 + 11, 'validation', 0],
      [160, 'validation', 51],
    ] as const;
    for (const [line, set, sequence] of cases) {
      const picked = await pick(run, 0, { by: 'line', file, line });
      assert.deepEqual([picked.set, picked.sequence], [set, sequence], `line ${line}`);
      assert.equal(picked.watched, set === 'validation');
    }
    await assert.rejects(pick(run, 0, { by: 'line', file, line: 0 }), /Line 1 is a part of no sequence/);
    const other = workspace.write('other.csv', csv);
    await assert.rejects(
      pick(run, 0, { by: 'line', file: other, line: 5 }),
      /read "waves.csv", not this file/,
    );
  });

  it('reports how many were ranked where they are too many', async () => {
    const run = await train({ data: table, training: { epochs: 1 } });
    const { ranked, count } = await pick(run, 0, { by: 'worst' }, 1);
    assert.equal(ranked, 32);
    assert.equal(count, 52);
  });

  it('reports why there is none', async () => {
    const run = await train({ data: table, training: { epochs: 2 } });
    const [, middle, last] = await listSnapshots(run.folder);
    await assert.rejects(
      pick(run, 0, { by: 'sequence', set: null, sequence: 52 }),
      /There is no sequence 52; the validation set has 0 to 51/,
    );
    rmSync(snapshotWeightsFile(run.folder, middle));
    await assert.rejects(
      pick(run, middle, { by: 'worst' }),
      new RegExp(`after ${middle} updates were not kept`),
    );
    // The checkpoint has the weights of the last snapshot.
    rmSync(snapshotWeightsFile(run.folder, last));
    const { probes } = await readTraces(traceFile(run.folder, last));
    await pick(run, last, { by: 'sequence', set: null, sequence: 0 });
    assert.deepEqual((await readTraces(pickedFile(run.folder, last, 'validation', 0))).probes, probes);
    workspace.write('waves.csv', csv.replace('0.5646', '0.5647'));
    await assert.rejects(pick(run, 0, { by: 'worst' }), /"waves.csv" is not what it was when this run began/);
    assert.notEqual((await readRunRecord(run.folder)).dataFingerprint, '');
  });

  it('is found in a separate thread, which reports its progress and can be cancelled', async () => {
    const run = await train({
      data: { generate: 'adding', length: 200, count: 4000, validation: 0.9 },
      model: { cell: 'lstm', hiddenSize: 64 },
      training: { epochs: 1 },
      probe: { sequences: [0] },
    });
    const worker = new RunWorker(workerFile);
    try {
      const cancel = new SharedArrayBuffer(4);
      const request = {
        ...run,
        roots: [workspace.folder],
        update: 0,
        pick: { by: 'worst' } as const,
        cancel,
      };
      const seen: PickProgress[] = [];
      const cancelled = await worker.pick(request, (progress) => {
        seen.push(progress);
        if (progress.doing === 'ranking') {
          Atomics.store(new Int32Array(cancel), 0, 1);
        }
      });
      assert.equal(cancelled, null);
      assert.ok(seen.some(({ doing, done, total }) => doing === 'ranking' && done > 0 && total === 3600));
      // The thread is available for the next query.
      const pickOne = { by: 'sequence', set: null, sequence: 9 } as const;
      const next = { ...request, pick: pickOne, cancel: new SharedArrayBuffer(4) };
      assert.equal((await worker.pick(next, () => undefined))?.sequence, 9);
    } finally {
      await worker.dispose();
    }
  });

  it('replaces the oldest, and is dropped when nobody looks at it any more', async () => {
    const folder = workspace.path('run');
    const picked = path.join(folder, 'picked');
    mkdirSync(picked, { recursive: true });
    for (let i = 0; i < 6; i++) {
      writeFileSync(path.join(picked, `${i}`), 'x'.repeat(10));
      utimesSync(path.join(picked, `${i}`), 1000 + i, 1000 + i);
    }
    thinOut(picked, '5', 45, 10);
    assert.deepEqual(readdirSync(picked).sort(), ['2', '3', '4', '5']);
    thinOut(picked, '2', 45, 2);
    assert.deepEqual(readdirSync(picked).sort(), ['2', '5']);
    await removePicks(folder);
    assert.ok(!existsSync(picked));
  });
});
