import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { LossCurve, readLossCurve } from '../../../../src/run/files/lossCurve';
import { printMetrics } from '../../../../src/run/files/metrics';
import { metricsOf, updateOf } from '../storedRun';
import { Workspace } from '../workspace';

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('the curve of a loss', () => {
  const workspace = new Workspace();
  after(() => workspace.remove());
  const write = (losses: readonly number[]) =>
    workspace.write('metrics.jsonl', printMetrics(losses.map((loss, i) => updateOf(i + 1, 1, loss))));

  it('has all values as long as there are few', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 10 }), { maxLength: 60 }), (losses) => {
        const curve = new LossCurve();
        for (const loss of losses) {
          curve.add(loss);
        }
        assert.deepEqual(curve.values, losses);
      }),
    );
  });

  it('has the means of equal intervals, however many values arrive', () => {
    fc.assert(
      fc.property(fc.integer({ min: 65, max: 3000 }), (count) => {
        const losses = Array.from({ length: count }, (_, i) => Math.sin(i) + i / count);
        const curve = new LossCurve();
        for (const loss of losses) {
          curve.add(loss);
        }
        const { values } = curve;
        assert.ok(values.length >= 32 && values.length <= 64, String(values.length));
        const stretch = [1, 2, 4, 8, 16, 32, 64, 128].find(
          (each) => Math.ceil(count / each) === values.length,
        );
        assert.ok(stretch, `${count} losses, ${values.length} values`);
        values.forEach((value, v) => {
          assert.ok(Math.abs(value - mean(losses.slice(v * stretch, (v + 1) * stretch))) < 1e-9);
        });
      }),
    );
  });

  it('is read from the updates of a file, without a last line that was cut short', async () => {
    const file = write([4, 3, 2]);
    assert.deepEqual(await readLossCurve(file), [4, 3, 2]);
    writeFileSync(file, `${printMetrics([updateOf(1, 1, 4), updateOf(2, 1, 3)])}{"event":"st`);
    assert.deepEqual(await readLossCurve(file), [4, 3]);
    assert.deepEqual(await readLossCurve(workspace.path('none.jsonl')), []);
  });

  it('uses the epochs where updates were not logged', async () => {
    const epochs = metricsOf(4).filter(({ event }) => event === 'epoch');
    assert.deepEqual(
      await readLossCurve(workspace.write('epochs.jsonl', printMetrics(epochs))),
      [0.5, 0.25, 0.125, 0.0625],
    );
  });

  it('of a file of many megabytes is sampled from end to end, and is close to the truth', async () => {
    const losses = Array.from({ length: 100_000 }, (_, i) => Math.exp(-i / 20_000));
    const file = write(losses);
    const values = await readLossCurve(file);
    assert.ok(values.length === 32, String(values.length));
    values.forEach((value, v) => {
      const truth = losses[Math.round((v * (losses.length - 1)) / (values.length - 1))];
      assert.ok(Math.abs(value / truth - 1) < 0.05, `${v}: ${value} ${truth}`);
    });
  });

  it('names a line that is broken', async () => {
    const file = workspace.write('broken.jsonl', `${printMetrics([updateOf(1, 1, 4)])}nonsense\n`);
    await assert.rejects(readLossCurve(file), /broken\.jsonl, line 2: not JSON/);
  });
});
