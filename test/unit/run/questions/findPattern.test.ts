import assert from 'node:assert/strict';
import { onCode, type PatternUnit } from '../../../../src/analysis/layers/pattern';
import type { PatternQuestion } from '../../../../src/protocol/worker';
import { RunWorker } from '../../../../src/run/client/client';
import { listSnapshots, traceFile } from '../../../../src/run/files/snapshots';
import { readTraces } from '../../../../src/run/files/traces';
import { findPattern } from '../../../../src/run/questions/findPattern';
import { Workspace, workerFile } from '../workspace';

/** The same few words are repeated, so that a range occurs again. */
const text = Array.from({ length: 400 }, (_, i) => ['the cat ', 'saw a ', 'red hat. '][i % 3]).join('');

describe('the search for a pattern', () => {
  const workspace = new Workspace();
  const worker = new RunWorker(workerFile);
  after(async () => {
    await worker.dispose();
    workspace.remove();
  });

  const train = async (name: string, config: object) => {
    const file = workspace.write(`${name}.unroll.json`, config);
    const { run, error } = await worker.train({ config: file, text: JSON.stringify(config) }, () => undefined)
      .finished;
    assert.ok(run, error);
    return { config: file, folder: run, snapshots: await listSnapshots(run) };
  };
  const trainText = () => {
    workspace.write('words.txt', text);
    return train('words', {
      data: { file: 'words.txt', window: 40, validation: 0.2 },
      model: { cell: 'lstm', hiddenSize: 12 },
      training: { epochs: 4, optimizer: { name: 'adam', learningRate: 0.02 } },
    });
  };

  /** The panel's query: the units that are on throughout a range of the first probe. */
  const question = async (
    folder: string,
    update: number,
    layer: string,
    state: 'h' | 'c',
    [from, to]: readonly [number, number],
  ): Promise<PatternQuestion> => {
    const { probes } = await readTraces(traceFile(folder, update));
    const tensor = probes[0].tensors.get(`${layer}.${state}`);
    assert.ok(tensor);
    const [, H] = tensor.shape;
    const threshold = 0.15;
    const value = (t: number, unit: number) => {
      const raw = tensor.values[t * H + unit];
      return state === 'c' ? Math.tanh(raw) : raw;
    };
    const units: PatternUnit[] = [];
    for (let unit = 0; unit < H; unit++) {
      const codes = Array.from({ length: to - from }, (_, i) => onCode(value(from + i, unit), threshold));
      const [sign] = codes;
      if (sign !== 0 && codes.every((code) => code === sign)) {
        units.push({ unit, sign });
      }
    }
    assert.ok(units.length >= 2, `${units.length} units`);
    const pattern = { units, ignored: [], threshold, length: to - from, offBefore: false, offAfter: false };
    const origin = { sequence: probes[0].sequence, from, to };
    return { update, layer, state, pattern, origin, context: 5 };
  };

  it('finds its own range again, and the same words elsewhere', async () => {
    const { config, folder, snapshots } = await trainText();
    const step = snapshots.at(-1) ?? 0;
    for (const state of ['h', 'c'] as const) {
      const asked = await question(folder, step, 'l0', state, [10, 13]);
      const progress: number[] = [];
      const found = await worker.findPattern({ ...asked, config, folder }, ({ looked }) => {
        progress.push(looked);
      }).found;
      assert.ok(found);
      const [own, next] = found.matches;
      assert.ok(own.own && own.set === 'validation' && own.sequence === 0);
      assert.ok(own.range.from <= 10 && own.range.to >= 13);
      assert.deepEqual(
        [own.range.units, own.units.length, own.range.others],
        [asked.pattern.units.length, asked.pattern.units.length, 0],
      );
      assert.ok(found.matches.slice(1).every((match) => !match.own));
      assert.equal(next.range.units, asked.pattern.units.length);
      assert.ok(found.places.whole > 10 && found.places.all >= found.places.whole);
      assert.equal(found.looked, found.sequences);
      // The values shown are those of the trace.
      const { probes } = await readTraces(traceFile(folder, step));
      const { context } = own;
      assert.equal(
        context.labels.join(''),
        probes[0].stepLabels.slice(context.from, context.from + context.steps).join(''),
      );
      assert.equal(context.from, Math.max(0, own.range.from - 5));
      const tensor = probes[0].tensors.get(`l0.${state}`);
      for (let t = 0; t < context.steps; t++) {
        asked.pattern.units.slice(0, context.shown).forEach(({ unit }, i) => {
          const raw = tensor?.values[(context.from + t) * 12 + unit] ?? Number.NaN;
          const value = state === 'c' ? Math.tanh(raw) : raw;
          assert.ok(Math.abs(context.values[t * context.shown + i] - value) < 1e-5);
        });
      }
    }
  });

  it('searches with the weights of an earlier snapshot, in layers that read backwards too', async () => {
    const { config, folder, snapshots } = await train('sine', {
      data: { generate: 'sine', length: 24, count: 80, validation: 0.25 },
      model: { cell: 'gru', hiddenSize: 10, bidirectional: true, layers: 2 },
      training: { epochs: 3 },
    });
    const step = snapshots[snapshots.length - 2];
    for (const layer of ['l0_reverse', 'l1']) {
      const asked = await question(folder, step, layer, 'h', [8, 11]);
      const { matches, sequences } = await findPattern({ ...asked, config, folder }, () => undefined);
      assert.ok(matches[0].own && matches[0].range.units === asked.pattern.units.length);
      assert.equal(sequences, 80);
      assert.equal(matches[0].context.inputs.length, 1);
      assert.equal(matches[0].context.inputs[0].values.length, matches[0].context.steps);
    }
  });

  it('reports what it has not searched when its time is up, and what it cannot search', async () => {
    const { config, folder, snapshots } = await trainText();
    const asked = await question(folder, snapshots.at(-1) ?? 0, 'l0', 'h', [10, 13]);
    const { looked, sequences, matches } = await findPattern(
      { ...asked, config, folder },
      () => undefined,
      0,
    );
    assert.ok(looked === 1 && sequences > 60 && matches[0].own);
    await assert.rejects(
      worker.findPattern({ ...asked, config, folder, layer: 'l3' }, () => undefined).found,
      /this model has no state "l3\.h"/,
    );
    workspace.write('words.txt', `${text}and so on`);
    await assert.rejects(
      worker.findPattern({ ...asked, config, folder }, () => undefined).found,
      /the data is not what it was/,
    );
  });

  it('ends at once when it is cancelled', async () => {
    const { config, folder } = await train('long', {
      data: { generate: 'adding', length: 600, count: 600, validation: 0.9 },
      model: { cell: 'lstm', hiddenSize: 64 },
      training: { epochs: 1 },
    });
    let cancelled = 0;
    const pattern = {
      units: [{ unit: 0, sign: 1 as const }],
      ignored: [],
      threshold: 0.01,
      length: 3,
      offBefore: false,
      offAfter: false,
    };
    const origin = { sequence: 0, from: 500, to: 503 };
    const asked = { update: 0, layer: 'l0', state: 'h' as const, pattern, origin, context: 5 };
    const search = worker.findPattern({ ...asked, config, folder }, () => {
      cancelled ||= performance.now();
      search.cancel();
    });
    assert.equal(await search.found, null);
    const took = performance.now() - cancelled;
    assert.ok(cancelled > 0 && took < 100, `${took} ms`);
  });
});
