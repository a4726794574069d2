import { strict as assert } from 'node:assert';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { decodeSafetensors } from '../../../../src/formats/safetensors';
import { RunWorker } from '../../../../src/run/client/client';
import { dated } from '../../../../src/run/files/findings';
import { SnapshotStore } from '../../../../src/run/files/snapshotStore';
import { listSnapshots, snapshotWeightsFile, trailSnapshots } from '../../../../src/run/files/snapshots';
import { Workspace, workerFile } from '../workspace';

describe('snapshots of a run', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'unroll-snapshots-'));
  const workspace = new Workspace();
  after(() => {
    rmSync(folder, { recursive: true });
    workspace.remove();
  });

  it('are thinned out evenly where they take too much space, and keep the first and the last', async () => {
    mkdirSync(path.join(folder, 'traces'));
    const bytes = (size: number) => new Uint8Array(size);
    const kept = new SnapshotStore(folder, 10_000);
    for (let step = 0; step <= 100; step++) {
      kept.write(step, bytes(600), bytes(100));
    }
    const steps = await listSnapshots(folder);
    assert.ok(steps.length >= 7 && steps.length * 700 <= 10_000, steps.join());
    assert.deepEqual([steps[0], steps.at(-1)], [0, 100]);
    const gaps = steps.slice(1).map((step, i) => step - steps[i]);
    assert.ok(Math.max(...gaps) <= 2 * Math.max(...gaps.slice(0, 3)), gaps.join());
    assert.ok(steps.every((step) => existsSync(snapshotWeightsFile(folder, step))));
    assert.ok(!existsSync(snapshotWeightsFile(folder, 1)));
    // A run that is resumed counts the existing files.
    const again = new SnapshotStore(folder, 1000);
    again.write(101, bytes(600), bytes(100));
    const few = await listSnapshots(folder);
    assert.ok(few.length <= 8 && few.length >= 4 && few.includes(0) && few.includes(101));
  });

  it('give a trail of some of them, including those of a shorter training', () => {
    const many = Array.from({ length: 1000 }, (_, i) => 3 * i);
    const few = many.slice(0, 300);
    const [long, short] = [trailSnapshots(many, 16), trailSnapshots(few, 16)];
    assert.ok(long.length > 16 && long.length <= 32 && short.length > 16 && short.length <= 32);
    assert.ok(long.filter((step) => step < 900).every((step) => short.includes(step)));
    assert.deepEqual(trailSnapshots([0, 5, 9], 16), [0, 5, 9]);
  });

  it('each hold the weights that their trace was made with', async () => {
    const worker = new RunWorker(workerFile);
    const config = {
      data: { generate: 'sine', length: 12, count: 64 },
      model: { hiddenSize: 4 },
      training: { epochs: 3 },
    };
    const text = JSON.stringify(config);
    const file = workspace.write('snapshots.unroll.json', text);
    const { run, steps } = await worker.train({ config: file, text }, () => undefined).finished;
    assert.ok(run);
    const [spectrum] = await worker.spectrum(path.join(run, 'weights', '0.safetensors'), [
      'rnn.weight_hh_l0.f',
    ]);
    const values = await worker.eigenvalues(path.join(run, 'weights', '0.safetensors'), 'rnn.weight_hh_l0.f');
    const moduli = Array.from({ length: 4 }, (_, j) => Math.hypot(values[2 * j], values[2 * j + 1]));
    assert.ok(Math.abs(Math.max(...moduli) - spectrum.spectralRadius) < 1e-6);
    await worker.dispose();
    const snapshots = await listSnapshots(run);
    assert.ok(snapshots.length === 4 && snapshots[0] === 0 && snapshots[3] === steps);
    const read = (name: string) => decodeSafetensors(readFileSync(path.join(run, name)));
    const last = read(`weights/${steps}.safetensors`);
    const checkpoint = read('checkpoint.safetensors');
    assert.equal(last.metadata.cell, 'lstm');
    assert.equal(last.metadata.step, String(steps));
    const names = [...last.tensors.keys()].sort();
    assert.ok(names.includes('rnn.weight_hh_l0') && names.includes('readout.weight'));
    assert.ok(names.every((name) => !name.startsWith('optimizer')));
    for (const name of names) {
      assert.deepEqual(last.tensors.get(name), checkpoint.tensors.get(name));
    }
    const first = read('weights/0.safetensors').tensors.get('rnn.weight_hh_l0');
    assert.notDeepEqual(first, checkpoint.tensors.get('rnn.weight_hh_l0'));
  });
});

describe('findings over a training', () => {
  const finding = (rule: 'deadReLU' | 'vanishingGradient', layer: string) => ({
    rule,
    layer,
    severity: 'warning' as const,
    sentence: '',
    evidence: [],
    key: [],
    fixes: [],
  });

  it('keep the update at which they began, until they disappear', () => {
    const first = dated([finding('deadReLU', 'l0')], 40, null);
    const next = dated([finding('vanishingGradient', 'l0'), finding('deadReLU', 'l0')], 80, {
      step: 40,
      findings: first,
      reach: null,
    });
    assert.deepEqual(
      next.map(({ since }) => since),
      [80, 40],
    );
    const gone = dated([], 120, { step: 80, findings: next, reach: null });
    const back = dated([finding('deadReLU', 'l0')], 160, { step: 120, findings: gone, reach: null });
    assert.deepEqual(
      back.map(({ since }) => since),
      [160],
    );
  });

  it('distinguish two layers', () => {
    const before = dated([finding('deadReLU', 'l0')], 40, null);
    const both = [finding('deadReLU', 'l0'), finding('deadReLU', 'l1')];
    assert.deepEqual(
      dated(both, 80, { step: 40, findings: before, reach: null }).map(({ since }) => since),
      [40, 80],
    );
  });
});
