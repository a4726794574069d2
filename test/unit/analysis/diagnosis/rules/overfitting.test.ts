import assert from 'node:assert/strict';
import { assertSilent, epochs, findingOf, measured, trained, updates, withMetrics } from '../runs';

const base = trained({ model: { hiddenSize: 4 }, training: { epochs: 1 } });

describe('overfitting', () => {
  const curve = (validation: readonly number[]) =>
    epochs(validation.map((loss, i) => [1 / (i + 2), loss] as const));

  it('is a warning where validation turns up while the training loss falls', () => {
    const finding = findingOf(
      withMetrics(base, curve([0.5, 0.4, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55])),
      'overfitting',
    );
    assert.deepEqual([finding.severity, finding.key], ['warning', ['training', 'epochs']]);
    assert.equal(measured(finding, 'bestEpoch'), 3);
    assert.deepEqual(finding.fixes[0].edits, [{ key: ['training', 'earlyStopping', 'patience'], value: 5 }]);
  });

  it('is a warning where validation has risen to a level that it keeps, or stays while training is memorised', () => {
    const kept = curve([0.5, 0.4, 0.31, 0.3, 0.31, 0.45, 0.44, 0.46, 0.44, 0.45, 0.44, 0.45, 0.45, 0.44]);
    assert.match(findingOf(withMetrics(base, kept), 'overfitting').sentence, /since epoch 4 .* risen/);
    const stays = Array.from({ length: 14 }, (_, i) => [0.2 / (i + 1), 0.14 + 0.001 * (i % 2)] as const);
    const finding = findingOf(withMetrics(base, epochs(stays)), 'overfitting');
    assert.match(finding.sentence, /validation loss stays at 0\.14/);
    assert.ok(finding.fixes.every(({ title }) => !title.startsWith('Train for')));
    const falls = stays.map(([train], i) => [train, 0.16 - 0.003 * i] as const);
    assertSilent(withMetrics(base, epochs(falls)), 'overfitting');
  });

  it('compares like with like where training is teacher-forced, and is silent where it cannot', () => {
    const reversing = {
      ...base,
      traces: null,
      config: { ...base.config, task: { ...base.config.task, shape: 'encoder-decoder' as const } },
    };
    // Teacher-forced, the loss falls far below; decoded freely, training sequences are no better than others.
    const forced = [0.5, 0.4, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55].map((loss, i) => [1 / (i + 2), loss] as const);
    const alike = epochs(forced).map((epoch) => ({
      ...epoch,
      freeTrainLoss: (epoch.validationLoss ?? 0) - 0.001,
    }));
    assertSilent(withMetrics(reversing, epochs(forced)), 'overfitting');
    assertSilent(withMetrics(reversing, alike), 'overfitting');
    const worse = alike.map((epoch, i) => ({ ...epoch, freeTrainLoss: 0.6 / (i + 2) }));
    assert.match(
      findingOf(withMetrics(reversing, worse), 'overfitting').sentence,
      /while the loss of training sequences that are decoded freely fell from 0\.15 to 0\.0/,
    );
    const free = {
      ...reversing,
      config: { ...reversing.config, task: { ...reversing.config.task, teacherForcing: false } },
    };
    assert.match(
      findingOf(withMetrics(free, epochs(forced)), 'overfitting').sentence,
      /the training loss fell/,
    );
  });

  it('is not reported beside a rate that is far too high, with both losses above the baseline', () => {
    const thrown = epochs([3, 2, 2.5, 3, 3.5, 4, 4.5, 5].map((loss, i) => [3 - 0.1 * i, loss] as const));
    // The tenths of the losses lie far apart, all above the baseline of 1/6.
    const losses = Array.from({ length: 200 }, (_, i) => 3 + 2.5 * Math.sin(i / 10));
    const evidence = withMetrics(base, [...updates(losses), ...thrown]);
    findingOf(evidence, 'learningRateTooHigh');
    assertSilent(evidence, 'overfitting');
  });

  it('is information where early stopping has undone it', () => {
    const evidence = withMetrics(base, curve([0.5, 0.4, 0.3, 0.35, 0.4, 0.45, 0.5]));
    const stopped = { ...evidence, record: { ...evidence.record, status: 'stoppedEarly' as const } };
    assert.equal(findingOf(stopped, 'overfitting').severity, 'information');
  });

  it('is not reported where validation stays, jumps once, rises with the training loss, or hardly at all', () => {
    assertSilent(withMetrics(base, curve([0.5, 0.4, 0.3, 0.31, 0.3, 0.31, 0.32])), 'overfitting');
    assertSilent(withMetrics(base, curve([0.5, 0.4, 0.3, 0.3, 0.3, 0.3, 0.38])), 'overfitting');
    const both = epochs([0.5, 0.3, 0.2, 0.4, 0.5, 0.6, 0.7].map((loss) => [loss, loss] as const));
    assertSilent(withMetrics(base, both), 'overfitting');
    const tiny = [0.1, 0.001, 0.0005, 0.0006, 0.0007, 0.0008, 0.0009];
    assertSilent(withMetrics(base, curve(tiny)), 'overfitting');
    const thrown = epochs([3, 1, 5, 2, 6, 1.5, 4, 2.2, 5].map((loss, i) => [2 - (i % 3), loss] as const));
    assertSilent(withMetrics(base, thrown), 'overfitting');
    const unmeasured = epochs([0.5, 0.3, 0.2, 0.1, 0.1, 0.1].map((loss) => [loss, null] as const));
    assertSilent(withMetrics(base, unmeasured), 'overfitting');
  });
});
