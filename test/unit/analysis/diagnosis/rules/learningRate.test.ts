import assert from 'node:assert/strict';
import { diagnose } from '../../../../../src/analysis/diagnosis/diagnose';
import { ratesOf } from '../../../../../src/analysis/diagnosis/evidence/finding';
import { Random } from '../../../../../src/data/common/random';
import { assertSilent, epochs, findingOf, measured, trained, updates, withMetrics } from '../runs';

const base = trained({ model: { hiddenSize: 4 }, training: { epochs: 1 } });
const random = new Random(1, 'curves');
/** 200 updates, with batch noise of a tenth. */
const curve = (of: (u: number) => number, noise = 0.1) =>
  Array.from({ length: 200 }, (_, i) => of(i / 199) * (1 + noise * random.normal()));
const rules = ['learningRateTooHigh', 'learningRateTooLow'] as const;

describe('a learning rate that is too high', () => {
  const key = ['training', 'optimizer', 'learningRate'];

  it('is found where the loss falls and rises again', () => {
    const metrics = updates(curve((u) => (u < 0.5 ? 1 - 1.6 * u : 0.2 + 1.2 * (u - 0.5))));
    const finding = findingOf(withMetrics(base, metrics), 'learningRateTooHigh');
    assert.deepEqual([finding.severity, finding.key], ['warning', key]);
    assert.match(finding.sentence, /up at 0\.\d+ again/);
    assert.deepEqual(finding.fixes[0].edits, [{ key, value: 0.0001 }]);
  });

  it('is found where the first updates raise the loss, or where it jumps above the baseline', () => {
    const metrics = updates(curve((u) => (u === 0 ? 1 : u < 0.2 ? 20 : 0.5), 0.02));
    assert.match(findingOf(withMetrics(base, metrics), rules[0]).sentence, /first updates raised the loss/);
    const thrown = updates(curve((u) => 3 + 2.5 * Math.sin(20 * u)));
    assert.match(findingOf(withMetrics(base, thrown), rules[0]).sentence, /thrown about|again/);
  });

  it('is found in a real training with such a rate', () => {
    const evidence = trained({
      data: { length: 20, count: 2000 },
      model: { cell: 'rnn', hiddenSize: 16 },
      training: { epochs: 2, optimizer: { learningRate: 3 } },
    });
    assert.equal(measured(findingOf(evidence, 'learningRateTooHigh'), 'learningRate'), 3);
  });

  it('is not reported for curves that fall, stay, or are learnt quickly', () => {
    for (const shape of [
      (u: number) => 0.1 + Math.exp(-5 * u),
      () => 0.167,
      (u: number) => (u < 0.6 ? 0.167 : 0.167 * Math.exp(-12 * (u - 0.6))),
    ]) {
      assertSilent(withMetrics(base, updates(curve(shape))), ...rules);
    }
    assertSilent(withMetrics(base, updates(curve((u) => 1 + u).slice(0, 20))), ...rules);
  });

  it('is not reported where a loss that has fallen far jumps from batch to batch, above the baseline', () => {
    const jumps = (u: number) =>
      0.2 + 2 * Math.exp(-30 * u) + (u > 0.5 && Math.floor(199 * u) % 17 === 0 ? 3 : 0);
    assertSilent(withMetrics(base, updates(curve(jumps))), ...rules);
  });

  it('is not found where only the first batch was an easy one', () => {
    // The baseline is 1/6; the first batch is easy by chance.
    const easy = curve((u) => (u === 0 ? 0.02 : 0.2 * Math.exp(-2 * u)), 0.02);
    assertSilent(withMetrics(base, updates(easy)), ...rules);
    // One odd batch among the first ones is no rise either.
    const odd = curve((u) => 0.2 * Math.exp(-2 * u), 0.02).map((loss, i) => (i === 3 ? 30 : loss));
    assertSilent(withMetrics(base, updates(odd)), ...rules);
  });

  it('is not found by comparing pieces of one batch, of which some have nothing to predict', () => {
    const copying = trained({
      data: { generate: 'copy', length: 20, count: 640 },
      task: { shape: 'many-to-many' },
      model: { hiddenSize: 4 },
      training: { epochs: 1, truncate: 31 },
    });
    // Of 40 steps in pieces of 31, the second piece holds the symbols, the first only blanks.
    const pieces = Array.from({ length: 200 }, (_, i) => (i % 2 === 0 ? 0.4 : 2.1));
    assertSilent(withMetrics(copying, updates(pieces)), ...rules);
    // Epochs of an odd number of batches shift such a pattern.
    const ragged = pieces.map((loss, i) => loss * (1 + 0.3 * Math.sin(i / 2)));
    assertSilent(withMetrics(copying, updates(ragged)), ...rules);
  });

  it('is found where the first update leaves nothing of the start, even if the baseline is beaten', () => {
    const evidence = trained({
      data: { generate: 'sine', length: 20, count: 640 },
      task: { shape: 'many-to-many' },
      model: { cell: 'gru', hiddenSize: 16 },
      training: { epochs: 6, optimizer: { learningRate: 0.8 } },
    });
    const beaten = withMetrics(evidence, [
      ...updates(
        curve((u) => 0.05 + 0.05 * Math.exp(-3 * u)),
        { learningRate: 0.8 },
      ),
      ...epochs(Array.from({ length: 6 }, () => [0.05, 0.05] as const)),
    ]);
    const finding = findingOf(beaten, 'learningRateTooHigh');
    // 0.8·√(3·16)
    assert.ok(Math.abs(measured(finding, 'firstUpdateOverWeights') - 5.54) < 0.01);
    assert.equal(finding.severity, 'warning');
    assert.deepEqual(finding.fixes[0].edits, [{ key, value: 0.001 }]);
    findingOf(evidence, 'learningRateTooHigh');
  });

  it('is not contradicted by what other findings offer', () => {
    const noBetter = epochs(Array.from({ length: 6 }, () => [3, 3] as const));
    const thrown = updates(curve((u) => 3 + 2.5 * Math.sin(20 * u)));
    const both = withMetrics(base, [...thrown, ...noBetter]);
    findingOf(both, 'learningRateTooHigh');
    const slow = trained({
      model: { hiddenSize: 4 },
      training: { epochs: 1, optimizer: { learningRate: 1e-6 } },
    });
    const low = withMetrics(slow, [
      ...updates(curve((u) => 1 - 0.2 * u, 0.02)),
      ...epochs([1, 0.96, 0.92, 0.88, 0.84, 0.8].map((loss) => [loss, 1] as const)),
    ]);
    findingOf(low, 'learningRateTooLow');
    for (const [evidence, sign] of [
      [both, -1],
      [low, 1],
    ] as const) {
      findingOf(evidence, 'noBetterThanBaseline');
      const now = evidence.config.training.optimizer.learningRate;
      const offered = diagnose(evidence).findings.flatMap(({ fixes }) => fixes.flatMap(ratesOf));
      assert.ok(offered.length > 0 && offered.every((rate) => sign * (rate - now) > 0), offered.join());
    }
  });

  it('is not found in real trainings with usual rates', () => {
    for (const cell of ['rnn', 'lstm', 'gru']) {
      const training = { epochs: 2, clip: { norm: 1 }, optimizer: { learningRate: 0.003 } };
      assertSilent(
        trained({ data: { length: 20, count: 2000 }, model: { cell, hiddenSize: 16 }, training }),
        ...rules,
      );
    }
  });
});

describe('a learning rate that is too low', () => {
  it('is found in real trainings with such a rate, by the loss and the size of updates', () => {
    for (const optimizer of [
      { name: 'adam', learningRate: 1e-5 },
      { name: 'sgd', learningRate: 1e-5 },
      { name: 'rmsprop', learningRate: 1e-5 },
    ]) {
      const evidence = trained({
        data: { length: 10, count: 1000 },
        model: { cell: 'gru', hiddenSize: 16 },
        training: { epochs: 8, optimizer },
      });
      const finding = findingOf(evidence, 'learningRateTooLow');
      assert.deepEqual(
        [finding.severity, finding.key],
        ['warning', ['training', 'optimizer', 'learningRate']],
      );
      assert.ok(measured(finding, 'updateOverWeights') < 1e-4);
      const offered = Number(finding.fixes[0].edits[0].value);
      assert.ok(offered >= 1e-4 && offered <= 1e-3, `${offered}`);
    }
  });

  it('is not reported where the loss flattens out, even if the rate is as low', () => {
    const slow = trained({
      model: { hiddenSize: 4 },
      training: { epochs: 1, optimizer: { learningRate: 1e-6 } },
    });
    assertSilent(withMetrics(slow, updates(curve((u) => 0.5 + 0.5 * Math.exp(-6 * u), 0.02))), ...rules);
    assert.equal(
      findingOf(withMetrics(slow, updates(curve((u) => 1 - 0.2 * u, 0.02))), 'learningRateTooLow').severity,
      'warning',
    );
    assertSilent(withMetrics(slow, updates(curve((u) => 1 - 0.9 * u, 0.02))), ...rules);
  });
});
