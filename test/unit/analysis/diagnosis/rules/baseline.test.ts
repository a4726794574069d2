import assert from 'node:assert/strict';
import { assertSilent, epochs, findingOf, measured, trained, withMetrics } from '../runs';
import { withData } from '../runWithData';

const base = trained({ model: { hiddenSize: 4 }, training: { epochs: 1 } });
/** Six epochs without progress. */
const flat = epochs(Array.from({ length: 6 }, () => [0.168, 0.167] as const));

describe('a model no better than the baseline', () => {
  it('is a warning after enough updates, with both losses', () => {
    const finding = findingOf(withMetrics(base, flat), 'noBetterThanBaseline');
    assert.deepEqual([finding.severity, finding.key], ['warning', ['model', 'cell']]);
    assert.match(finding.sentence, /chance level 1\/6/);
    assert.equal(measured(finding, 'bestLoss'), 0.167);
    assert.ok(Math.abs(measured(finding, 'lossOfBaseline') - 1) < 0.01);
  });

  it('takes the training loss where there is no validation set', () => {
    const metrics = epochs(Array.from({ length: 6 }, () => [0.17, null] as const));
    assert.equal(measured(findingOf(withMetrics(base, metrics), 'noBetterThanBaseline'), 'bestLoss'), 0.17);
  });

  it('is not reported for a model that is slightly below it and falls steadily', () => {
    const falling = [0.17, 0.168, 0.166, 0.164, 0.163, 0.161].map((loss) => [loss, loss] as const);
    assertSilent(withMetrics(base, epochs(falling)), 'noBetterThanBaseline');
    findingOf(withMetrics(base, epochs(falling.toReversed())), 'noBetterThanBaseline');
  });

  it('is found where only a small validation set is below the chance level, by luck', () => {
    const finding = findingOf(
      withMetrics(base, epochs(Array.from({ length: 6 }, () => [0.167, 0.14] as const))),
      'noBetterThanBaseline',
    );
    assert.match(finding.sentence, /training loss/);
    assertSilent(
      withMetrics(base, epochs(Array.from({ length: 6 }, () => [0.14, 0.14] as const))),
      'noBetterThanBaseline',
    );
  });

  it('is reported for scaled values that are forecast no better than by their mean', () => {
    const noise = withMetrics(base, epochs(Array.from({ length: 6 }, () => [0.99, 0.98] as const)));
    const table = (normalize: 'standard' | 'none'): typeof noise => ({
      ...noise,
      config: {
        ...noise.config,
        data: {
          kind: 'table',
          file: 'noise.csv',
          targets: ['x'],
          window: 30,
          horizon: 1,
          stride: 1,
          normalize,
          missing: 'previous',
          layout: 'long',
          gaps: 'split',
          validation: 0.2,
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

  it('blames the outputs where their range does not hold the targets', () => {
    const sigmoid = trained({
      data: { generate: 'sine', count: 320, length: 20 },
      task: { shape: 'many-to-many', output: 'sigmoid' },
      model: { hiddenSize: 8 },
      training: { epochs: 6, optimizer: { learningRate: 0.003 } },
    });
    const finding = findingOf(sigmoid, 'noBetterThanBaseline');
    assert.deepEqual(finding.key, ['task', 'output']);
    assert.match(
      finding.sentence,
      /limited to 0 to 1 \(sigmoid\), and \d+ % of the watched targets lie outside/,
    );
    assert.deepEqual(finding.fixes, [
      { title: 'Use outputs without a limit', edits: [{ key: ['task', 'output'], value: 'identity' }] },
    ]);
  });

  it('offers no rate, cell or epochs where a file may hold nothing to learn', () => {
    const noise = withData({ file: 'noise.csv', targets: ['x'], window: 30 }, undefined);
    const flatLoss = withMetrics(noise, epochs(Array.from({ length: 6 }, () => [1.01, 1.01] as const)));
    const finding = findingOf(flatLoss, 'noBetterThanBaseline');
    assert.match(finding.sentence, /the inputs may not determine the target\.$/);
    assert.deepEqual(finding.key, ['data', 'inputs']);
    assert.deepEqual(
      finding.fixes.filter(({ edits }) => edits[0].key[0] !== 'training' || edits[0].key[1] === 'epochs'),
      [],
    );
  });

  it('shows as many digits as it takes to tell the two losses apart', () => {
    const close = epochs(Array.from({ length: 6 }, () => [0.16663, 0.16663] as const));
    assert.match(
      findingOf(withMetrics(base, close), 'noBetterThanBaseline').sentence,
      /is 0\.1666, against 0\.1667/,
    );
  });

  it('is not reported for a model that was better once, or that had no time yet', () => {
    assertSilent(
      withMetrics(
        base,
        epochs([
          [0.16, 0.16],
          [0.1, 0.1],
          [0.2, 0.2],
        ]),
      ),
      'noBetterThanBaseline',
    );
    assertSilent(withMetrics(base, flat.slice(0, 1)), 'noBetterThanBaseline');
    const young = withMetrics(
      base,
      flat.slice(0, 2).map((epoch) => ({ ...epoch, step: 60 })),
    );
    assertSilent({ ...young, record: { ...young.record, status: 'running' } }, 'noBetterThanBaseline');
  });
});
