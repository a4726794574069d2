import { strict as assert } from 'node:assert';
import type { Dataset, SequenceSet } from '../../../src/data/common/dataset';
import { createTraining } from '../../../src/engine/trainer';
import type { EpochEvent, Training } from '../../../src/engine/training';
import { configOf, runningSums } from './sequences';

const never = () => false;

function epochsOf(training: Training): EpochEvent[] {
  return [...training.run(never)].flatMap((event) => (event.event === 'epoch' ? [event] : []));
}

/** Predictions of each target step of some sequences, from traces with the present weights. */
function traced(training: Training, sequences: readonly number[]) {
  return training.trace(sequences).flatMap(({ sequence, tensors }) => {
    const [y, target] = [tensors.get('y')?.values ?? [], tensors.get('target')?.values ?? []];
    return Array.from(target, (t, step) => ({ sequence, step, t, y: y[step] })).filter(
      ({ t }) => !Number.isNaN(t),
    );
  });
}

describe('the measurement after an epoch', () => {
  it('is that of the outputs in the traces, in the units of the data', () => {
    for (const shape of ['many-to-many', 'many-to-one', 'one-to-many', 'encoder-decoder'] as const) {
      const base = runningSums(shape, 12, (s) => 4 + (s % 3), 7);
      const dataset = { ...base, targetScaling: [{ offset: 100, scale: 20 }] };
      // A trace of a decoder with teacher forcing shows other outputs than a validation.
      const config = { ...configOf(shape), task: { shape, teacherForcing: false } };
      const training = createTraining(config, dataset);
      const last = epochsOf(training).at(-1);
      const rows = traced(training, [0, 1, 2, 3, 4, 5, 6]);
      const errors = rows.map(({ y, t }) => 20 * (y - t));
      const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;
      const close = (actual: number | null | undefined, expected: number) =>
        assert.ok(
          Math.abs((actual ?? Number.NaN) - expected) < 1e-4 * Math.abs(expected),
          `${actual}, ${expected}`,
        );
      close(last?.metrics?.validation?.rmse, Math.sqrt(mean(errors.map((error) => error ** 2))));
      close(last?.metrics?.validation?.mae, mean(errors.map(Math.abs)));
      close(last?.validationLoss, mean(errors.map((error) => (error / 20) ** 2)));

      const evaluation = training.evaluation();
      assert.ok(evaluation?.detail.of === 'values');
      assert.equal(evaluation.targets, rows.length);
      assert.equal(evaluation.sequences, 7);
      assert.deepEqual(
        evaluation.detail.points.map(({ sequence, step }) => [sequence, step]),
        rows.map(({ sequence, step }) => [sequence, step]),
      );
      evaluation.detail.points.forEach(({ predicted: [predicted], error: [error] }, i) => {
        assert.ok(Math.abs(predicted - (20 * rows[i].y + 100)) < 1e-3);
        assert.ok(Math.abs(error - errors[i]) < 1e-3);
      });
      assert.deepEqual(evaluation.labels[3], [3, 'validation 3']);
    }
  });

  it('does not depend on the chunks of truncated backpropagation', () => {
    const dataset = runningSums('many-to-many', 6, () => 9);
    const optimizer = { ...configOf('many-to-many').training.optimizer, learningRate: 1e-30 };
    const [whole, chunks] = [9, 4].map((truncate) => {
      const training = createTraining(
        configOf('many-to-many', { training: { epochs: 1, optimizer, truncate } }),
        dataset,
      );
      epochsOf(training);
      return training.evaluation();
    });
    assert.ok(whole?.detail.of === 'values' && chunks?.detail.of === 'values');
    assert.deepEqual(chunks.detail.points, whole.detail.points);
    const [one, other] = [chunks, whole].map(({ metrics }) => metrics.validation?.r2 ?? Number.NaN);
    assert.ok(Math.abs(one - other) < 1e-12);
  });

  it('measures a fixed part of the training set under the same conditions', () => {
    const base = runningSums('many-to-many', 3, () => 5);
    // The same sequences for both, so that everything agrees.
    const dataset: Dataset = { ...base, validation: base.training };
    const config = configOf('many-to-many', { model: { layers: 2, dropout: 0.5 } });
    for (const { metrics } of epochsOf(createTraining(config, dataset))) {
      assert.deepEqual(metrics?.training, metrics?.validation);
    }
    const counted = { ...base, training: large(base.training, 2000) };
    const training = createTraining(configOf('many-to-many', { training: { epochs: 1 } }), {
      ...counted,
      validation: { ...base.validation, count: 0 },
    });
    epochsOf(training);
    const evaluation = training.evaluation();
    assert.equal(evaluation?.set, 'training');
    assert.equal(evaluation?.sequences, 200);
    assert.equal(evaluation?.metrics.validation, null);
  });

  it('belongs to the weights that early stopping goes back to, by the metric that it monitors', () => {
    const config = configOf('many-to-many', {
      training: {
        epochs: 60,
        optimizer: { ...configOf('many-to-many').training.optimizer, learningRate: 0.3 },
        earlyStopping: { patience: 3, minDelta: 0, monitor: 'r2' },
      },
    });
    const training = createTraining(
      config,
      runningSums('many-to-many', 6, () => 6),
    );
    const epochs = epochsOf(training);
    const values = epochs.map(({ metrics }) => metrics?.validation?.r2 ?? Number.NEGATIVE_INFINITY);
    const best = values.indexOf(Math.max(...values));
    assert.equal(epochs.length, best + 1 + 3);
    assert.deepEqual(training.metrics, epochs[best].metrics);
    assert.equal(training.validationLoss, epochs[best].validationLoss);
    assert.notDeepEqual(training.metrics, epochs.at(-1)?.metrics);
  });

  it('continues a checkpoint that knew the loss only', () => {
    const config = configOf('many-to-many', {
      training: { epochs: 4, earlyStopping: { patience: 2, minDelta: 0, monitor: 'loss' } },
    });
    const dataset = runningSums('many-to-many', 6, () => 6);
    const first = createTraining(config, dataset);
    const events = first.run(never);
    let seen = 0;
    while (seen < 2) {
      const next = events.next();
      assert.ok(!next.done);
      seen += next.value.event === 'epoch' ? 1 : 0;
    }
    const { tensors, metadata } = first.save();
    const { bestLoss: _, ...position } = JSON.parse(metadata.position);
    const second = createTraining(config, dataset);
    second.restore({ tensors, metadata: { ...metadata, position: JSON.stringify(position) } });
    [...events];
    epochsOf(second);
    assert.deepEqual(second.save(), first.save());
  });
});

/** A set that repeats its sequences up to so many. */
function large(set: SequenceSet, count: number): SequenceSet {
  const at = (sequence: number) => sequence % set.count;
  return {
    ...set,
    count,
    inputSteps: (sequence) => set.inputSteps(at(sequence)),
    outputSteps: (sequence) => set.outputSteps(at(sequence)),
    writeInputs: (sequence, from, to, batch, b) => set.writeInputs(at(sequence), from, to, batch, b),
    label: (sequence) => set.label(at(sequence)),
  };
}
