import assert from 'node:assert/strict';
import { Random } from '../../../../src/data/common/random';
import { assertSilent, epochs, findingOf, measured, trained, updates, withWhatIf } from './runs';

const base = trained({ model: { hiddenSize: 4 }, training: { epochs: 1 } });
const random = new Random(1, 'curves');
/** 200 updates with a batch's noise of a tenth. */
const curve = (of: (u: number) => number, noise = 0.1) =>
  Array.from({ length: 200 }, (_, i) => of(i / 199) * (1 + noise * random.normal()));
/** Six epochs without progress. */
const flat = epochs(Array.from({ length: 6 }, () => [0.168, 0.167] as const));
const rules = ['learningRateTooHigh', 'learningRateTooLow'] as const;

describe('no better than the baseline', () => {
  it('is a warning after enough updates, with both losses', () => {
    const finding = findingOf(withWhatIf(base, flat), 'noBetterThanBaseline');
    assert.deepEqual([finding.severity, finding.key], ['warning', ['model', 'cell']]);
    assert.match(finding.sentence, /chance level 1\/6/);
    assert.equal(measured(finding, 'bestLoss'), 0.167);
    assert.ok(Math.abs(measured(finding, 'lossOfBaseline') - 1) < 0.01);
  });

  it('takes the training loss where there is no validation set', () => {
    const course = epochs(Array.from({ length: 6 }, () => [0.17, null] as const));
    assert.equal(measured(findingOf(withWhatIf(base, course), 'noBetterThanBaseline'), 'bestLoss'), 0.17);
  });

  it('is not found of a model that is below it by little and falls steadily', () => {
    const falling = [0.17, 0.168, 0.166, 0.164, 0.163, 0.161].map((loss) => [loss, loss] as const);
    assertSilent(withWhatIf(base, epochs(falling)), 'noBetterThanBaseline');
    findingOf(withWhatIf(base, epochs(falling.toReversed())), 'noBetterThanBaseline');
  });

  it('is found where only a small validation set is below the chance level, by luck', () => {
    const finding = findingOf(
      withWhatIf(base, epochs(Array.from({ length: 6 }, () => [0.167, 0.14] as const))),
      'noBetterThanBaseline',
    );
    assert.match(finding.sentence, /training loss/);
    assertSilent(
      withWhatIf(base, epochs(Array.from({ length: 6 }, () => [0.14, 0.14] as const))),
      'noBetterThanBaseline',
    );
  });

  it('is found of scaled values that are forecast no better than by their mean', () => {
    const noise = withWhatIf(base, epochs(Array.from({ length: 6 }, () => [0.99, 0.98] as const)));
    const table = (normalize: 'standard' | 'none'): typeof noise => ({
      ...noise,
      config: {
        ...noise.config,
        data: {
          kind: 'table',
          file: 'noise.csv',
          targets: ['x'],
          ...{ window: 30, horizon: 1, stride: 1, normalize, missing: 'previous', validation: 0.2 },
        },
      },
      record: { ...noise.record, baseline: { name: 'naive forecast (last value)', loss: 2 } },
    });
    assert.match(
      findingOf(table('standard'), 'noBetterThanBaseline').sentence,
      /no better than the mean of the training targets/,
    );
    assertSilent(table('none'), 'noBetterThanBaseline');
  });

  it('is not found of a model that was better once, or that had no time yet', () => {
    assertSilent(
      withWhatIf(
        base,
        epochs([
          [0.16, 0.16],
          [0.1, 0.1],
          [0.2, 0.2],
        ]),
      ),
      'noBetterThanBaseline',
    );
    assertSilent(withWhatIf(base, flat.slice(0, 1)), 'noBetterThanBaseline');
    const young = withWhatIf(
      base,
      flat.slice(0, 2).map((epoch) => ({ ...epoch, step: 60 })),
    );
    assertSilent({ ...young, record: { ...young.record, status: 'running' } }, 'noBetterThanBaseline');
  });
});

describe('a learning rate that is too high', () => {
  const key = ['training', 'optimizer', 'learningRate'];

  it('is found where the loss comes down and goes up again', () => {
    const course = updates(curve((u) => (u < 0.5 ? 1 - 1.6 * u : 0.2 + 1.2 * (u - 0.5))));
    const finding = findingOf(withWhatIf(base, course), 'learningRateTooHigh');
    assert.deepEqual([finding.severity, finding.key], ['warning', key]);
    assert.match(finding.sentence, /up at 0\.\d+ again/);
    assert.deepEqual(finding.fixes[0].edits, [{ key, value: 0.0001 }]);
  });

  it('is found where the first updates raise the loss, or where it is thrown about above the baseline', () => {
    const course = updates(curve((u) => (u === 0 ? 1 : u < 0.2 ? 20 : 0.5), 0.02));
    assert.match(findingOf(withWhatIf(base, course), rules[0]).sentence, /first updates raised the loss/);
    const thrown = updates(curve((u) => 3 + 2.5 * Math.sin(20 * u)));
    assert.match(findingOf(withWhatIf(base, thrown), rules[0]).sentence, /thrown about|again/);
  });

  it('is found in a real training with such a rate', () => {
    const evidence = trained({
      data: { length: 20, count: 2000 },
      model: { cell: 'rnn', hiddenSize: 16 },
      training: { epochs: 2, optimizer: { learningRate: 3 } },
    });
    assert.equal(measured(findingOf(evidence, 'learningRateTooHigh'), 'learningRate'), 3);
  });

  it('is not found of curves that fall, stay, or are learnt in a rush', () => {
    for (const shape of [
      (u: number) => 0.1 + Math.exp(-5 * u),
      () => 0.167,
      (u: number) => (u < 0.6 ? 0.167 : 0.167 * Math.exp(-12 * (u - 0.6))),
    ]) {
      assertSilent(withWhatIf(base, updates(curve(shape))), ...rules);
    }
    assertSilent(withWhatIf(base, updates(curve((u) => 1 + u).slice(0, 20))), ...rules);
  });

  it('is not found where a loss that has come far jumps from batch to batch, above the baseline', () => {
    const jumps = (u: number) =>
      0.2 + 2 * Math.exp(-30 * u) + (u > 0.5 && Math.floor(199 * u) % 17 === 0 ? 3 : 0);
    assertSilent(withWhatIf(base, updates(curve(jumps))), ...rules);
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
      assert.equal(finding.fixes[0].edits[0].value, 1e-4);
    }
  });

  it('is not found where the loss flattens out, though the rate be as low', () => {
    const slow = trained({
      model: { hiddenSize: 4 },
      training: { epochs: 1, optimizer: { learningRate: 1e-6 } },
    });
    assertSilent(withWhatIf(slow, updates(curve((u) => 0.5 + 0.5 * Math.exp(-6 * u), 0.02))), ...rules);
    assert.equal(
      findingOf(withWhatIf(slow, updates(curve((u) => 1 - 0.2 * u, 0.02))), 'learningRateTooLow').severity,
      'warning',
    );
    assertSilent(withWhatIf(slow, updates(curve((u) => 1 - 0.9 * u, 0.02))), ...rules);
  });
});

describe('over-fitting', () => {
  const course = (validation: readonly number[]) =>
    epochs(validation.map((loss, i) => [1 / (i + 2), loss] as const));

  it('is a warning where validation turns up while the training loss falls', () => {
    const finding = findingOf(
      withWhatIf(base, course([0.5, 0.4, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55])),
      'overfitting',
    );
    assert.deepEqual([finding.severity, finding.key], ['warning', ['training', 'epochs']]);
    assert.equal(measured(finding, 'bestEpoch'), 3);
    assert.deepEqual(finding.fixes[0].edits, [{ key: ['training', 'earlyStopping', 'patience'], value: 5 }]);
  });

  it('is a warning where validation has risen to a level that it keeps, or stays while training is known by heart', () => {
    const kept = course([0.5, 0.4, 0.31, 0.3, 0.31, 0.45, 0.44, 0.46, 0.44, 0.45, 0.44, 0.45, 0.45, 0.44]);
    assert.match(findingOf(withWhatIf(base, kept), 'overfitting').sentence, /since epoch 4 .* risen/);
    const stays = Array.from({ length: 14 }, (_, i) => [0.2 / (i + 1), 0.14 + 0.001 * (i % 2)] as const);
    const finding = findingOf(withWhatIf(base, epochs(stays)), 'overfitting');
    assert.match(finding.sentence, /validation loss stays at 0\.14/);
    assert.ok(finding.fixes.every(({ title }) => !title.startsWith('Train for')));
    const falls = stays.map(([train], i) => [train, 0.16 - 0.003 * i] as const);
    assertSilent(withWhatIf(base, epochs(falls)), 'overfitting');
  });

  it('is information where early stopping has undone it', () => {
    const evidence = withWhatIf(base, course([0.5, 0.4, 0.3, 0.35, 0.4, 0.45, 0.5]));
    const stopped = { ...evidence, record: { ...evidence.record, status: 'stoppedEarly' as const } };
    assert.equal(findingOf(stopped, 'overfitting').severity, 'information');
  });

  it('is not found where validation stays, jumps once, rises with the training loss, or by next to nothing', () => {
    assertSilent(withWhatIf(base, course([0.5, 0.4, 0.3, 0.31, 0.3, 0.31, 0.32])), 'overfitting');
    assertSilent(withWhatIf(base, course([0.5, 0.4, 0.3, 0.3, 0.3, 0.3, 0.38])), 'overfitting');
    const both = epochs([0.5, 0.3, 0.2, 0.4, 0.5, 0.6, 0.7].map((loss) => [loss, loss] as const));
    assertSilent(withWhatIf(base, both), 'overfitting');
    const tiny = [0.1, 0.001, 0.0005, 0.0006, 0.0007, 0.0008, 0.0009];
    assertSilent(withWhatIf(base, course(tiny)), 'overfitting');
    const thrown = epochs([3, 1, 5, 2, 6, 1.5, 4, 2.2, 5].map((loss, i) => [2 - (i % 3), loss] as const));
    assertSilent(withWhatIf(base, thrown), 'overfitting');
    const unmeasured = epochs([0.5, 0.3, 0.2, 0.1, 0.1, 0.1].map((loss) => [loss, null] as const));
    assertSilent(withWhatIf(base, unmeasured), 'overfitting');
  });
});
