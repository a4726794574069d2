import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import type { Config } from '../../../src/config/schema';
import { DataError, type Dataset } from '../../../src/data/common/dataset';
import { createTraining } from '../../../src/engine/trainer';
import { Cancelled, NonFiniteError, type Training, type TrainingEvent } from '../../../src/engine/training';
import { decodeSafetensors, encodeSafetensors, type TensorFile } from '../../../src/formats/safetensors';
import { configOf, runningSums } from './sequences';

const never = () => false;

function train(training: Training): TrainingEvent[] {
  return [...training.run(never)];
}

function bytes(training: Training): Uint8Array {
  const { tensors, metadata } = training.save();
  return encodeSafetensors(tensors, metadata);
}

function reread(training: Training): TensorFile {
  return decodeSafetensors(bytes(training));
}

/** All settings that can affect how a training continues. */
const setting = fc.record({
  shape: fc.constantFrom(
    'many-to-many' as const,
    'many-to-one' as const,
    'one-to-many' as const,
    'encoder-decoder' as const,
  ),
  cell: fc.constantFrom('rnn' as const, 'lstm' as const, 'gru' as const),
  layers: fc.integer({ min: 1, max: 2 }),
  dropout: fc.constantFrom(0, 0.4),
  truncate: fc.constantFrom(undefined, 3),
  optimizer: fc.constantFrom('sgd' as const, 'rmsprop' as const, 'adam' as const, 'adamw' as const),
  momentum: fc.constantFrom(0, 0.5),
  patience: fc.constantFrom(undefined, 1),
  monitor: fc.constantFrom('loss' as const, 'mae' as const, 'r2' as const),
  schedule: fc.constantFrom('constant' as const, 'step' as const, 'cosine' as const),
  stop: fc.integer({ min: 0, max: 40 }),
  lengths: fc.constantFrom('equal' as const, 'different' as const),
});

type Setting = typeof setting extends fc.Arbitrary<infer T> ? T : never;

function problemOf(given: Setting): { config: Config; dataset: Dataset } {
  const { shape, cell, layers, dropout, truncate, optimizer, momentum, patience, monitor, schedule } = given;
  const base = configOf(shape);
  const config = configOf(shape, {
    model: { cell, layers, dropout, hiddenSize: 3 },
    training: {
      optimizer: { ...base.training.optimizer, name: optimizer, momentum },
      schedule: { ...base.training.schedule, name: schedule, warmup: 2 },
      ...(truncate !== undefined && shape.startsWith('many') ? { truncate } : {}),
      ...(patience !== undefined ? { earlyStopping: { patience, minDelta: 0, monitor } } : {}),
    },
    probe: { sequences: [0, 2], every: 2 },
  });
  const steps = (sequence: number) => (given.lengths === 'equal' ? 7 : 2 + ((sequence * 5) % 7));
  return { config, dataset: runningSums(shape, 10, steps) };
}

describe('training', () => {
  it('gives the same bits for the same config, data and seed, and others for another seed', () => {
    const run = (seed: number) => {
      const config = configOf('many-to-many', { training: { seed }, model: { layers: 2, dropout: 0.3 } });
      const training = createTraining(
        config,
        runningSums('many-to-many', 9, () => 6),
      );
      train(training);
      return bytes(training);
    };
    assert.deepEqual(run(3), run(3));
    assert.notDeepEqual(run(3), run(4));
  });

  it('resumes from a checkpoint to the same bits and the same events, wherever it was stopped', () => {
    fc.assert(
      fc.property(setting, (given) => {
        const { config, dataset } = problemOf(given);
        const whole = createTraining(config, dataset);
        const events = train(whole);

        const first = createTraining(config, dataset);
        const before: TrainingEvent[] = [];
        const generator = first.run(never);
        for (let i = 0; i < given.stop; i++) {
          const next = generator.next();
          if (next.done) {
            break;
          }
          before.push(next.value);
        }
        const second = createTraining(config, dataset);
        second.restore(reread(first));
        const after = train(second);
        assert.deepEqual([...before, ...after].slice(0, events.length), events);
        assert.deepEqual(bytes(second), bytes(whole));
      }),
      { numRuns: 80 },
    );
  });

  it('continues to the same bits after being cancelled within a step', () => {
    const { config, dataset } = problemOf({
      shape: 'many-to-many',
      cell: 'gru',
      layers: 2,
      dropout: 0.4,
      truncate: 3,
      optimizer: 'adam',
      momentum: 0,
      patience: undefined,
      monitor: 'loss',
      schedule: 'cosine',
      stop: 0,
      lengths: 'different',
    });
    const whole = createTraining(config, dataset);
    train(whole);
    for (const asked of [1, 37, 120, 500]) {
      const first = createTraining(config, dataset);
      let left = asked;
      assert.throws(() => [...first.run(() => --left < 0)], Cancelled);
      const second = createTraining(config, dataset);
      second.restore(reread(first));
      train(second);
      assert.deepEqual(bytes(second), bytes(whole));
    }
  });

  it('truncated at the sequence’s length is full backpropagation', () => {
    const run = (truncate: number | undefined) => {
      const config = configOf('many-to-many', truncate === undefined ? {} : { training: { truncate } });
      const training = createTraining(
        config,
        runningSums('many-to-many', 8, () => 6),
      );
      train(training);
      return training.save().tensors;
    };
    assert.deepEqual(run(6), run(undefined));
    assert.notDeepEqual(run(3), run(undefined));
  });

  it('carries the state over chunks: validation in chunks is validation in one piece', () => {
    const validationLoss = (truncate: number | undefined) => {
      const config = configOf('many-to-many', {
        training: { epochs: 1, ...(truncate === undefined ? {} : { truncate }) },
      });
      const base = config.training.optimizer;
      const still = {
        ...config,
        training: { ...config.training, optimizer: { ...base, name: 'sgd' as const, learningRate: 1e-300 } },
      };
      const training = createTraining(
        still,
        runningSums('many-to-many', 8, (sequence) => 3 + (sequence % 7)),
        { precision: 'float64' },
      );
      train(training);
      return training.validationLoss ?? Number.NaN;
    };
    const whole = validationLoss(undefined);
    for (const truncate of [1, 2, 4]) {
      assert.ok(Math.abs(validationLoss(truncate) - whole) < 1e-12);
    }
  });

  it('learns a running sum with every cell', () => {
    for (const cell of ['rnn', 'lstm', 'gru'] as const) {
      const config = configOf('many-to-many', {
        model: { cell, hiddenSize: 8 },
        training: { epochs: 25 },
      });
      const training = createTraining(
        config,
        runningSums('many-to-many', 64, () => 6),
      );
      const losses = train(training).flatMap((event) => (event.event === 'epoch' ? [event.trainLoss] : []));
      assert.ok(losses[24] < losses[0] / 10, `${cell}: ${losses[0]} to ${losses[24]}`);
    }
  });

  it('stops early and returns to the best weights', () => {
    const config = configOf('many-to-many', {
      training: {
        epochs: 200,
        optimizer: { ...configOf('many-to-many').training.optimizer, learningRate: 0.3 },
        earlyStopping: { patience: 2, minDelta: 0, monitor: 'loss' },
      },
    });
    const training = createTraining(
      config,
      runningSums('many-to-many', 6, () => 6),
    );
    const generator = training.run(never);
    const losses: number[] = [];
    let next = generator.next();
    while (!next.done) {
      if (next.value.event === 'epoch') {
        losses.push(next.value.validationLoss ?? Number.NaN);
      }
      next = generator.next();
    }
    assert.equal(next.value.status, 'stoppedEarly');
    assert.equal(training.validationLoss, Math.min(...losses));
    assert.equal(losses.indexOf(Math.min(...losses)), losses.length - 3);
  });

  it('clips by global norm: the update is that of the scaled gradient', () => {
    const events = (clip: Config['training']['clip']) => {
      const config = configOf('many-to-many', {
        training: {
          epochs: 1,
          batchSize: 8,
          clip,
          optimizer: { ...configOf('many-to-many').training.optimizer, name: 'sgd', learningRate: 1 },
        },
      });
      const training = createTraining(
        config,
        runningSums('many-to-many', 8, () => 6),
        { precision: 'float64' },
      );
      const start = training.save().tensors;
      const [step] = train(training).flatMap((event) => (event.event === 'step' ? [event] : []));
      const end = training.save().tensors;
      let moved = 0;
      for (const [name, { values }] of end) {
        values.forEach((value, j) => {
          moved += (value - (start.get(name)?.values[j] ?? 0)) ** 2;
        });
      }
      return { step, moved: Math.sqrt(moved) };
    };
    const free = events(undefined);
    assert.equal(free.step.clipped, false);
    assert.ok(Math.abs(free.moved - free.step.gradientNorm) < 1e-12);
    const clipped = events({ norm: free.step.gradientNorm / 3 });
    assert.equal(clipped.step.clipped, true);
    assert.equal(clipped.step.gradientNorm, free.step.gradientNorm);
    assert.ok(Math.abs(clipped.moved - free.moved / 3) < 1e-12);
    assert.equal(events({ norm: free.step.gradientNorm * 2 }).step.clipped, false);
    assert.equal(events({ value: 1e-3 }).step.clipped, true);
  });

  it('stops at the first value that is not finite and names it, with the weights as they were', () => {
    const config = configOf('many-to-many', {
      model: {
        cell: 'rnn',
        activation: 'relu',
        init: { recurrent: 'identity', input: 'uniform', gain: 100 },
      },
      training: { clip: { norm: 1 } },
    });
    const training = createTraining(
      config,
      runningSums('many-to-many', 4, () => 40),
    );
    const start = training.save().tensors;
    assert.throws(
      () => train(training),
      (error) => {
        assert.ok(error instanceof NonFiniteError);
        assert.match(
          error.message,
          /^update 1: h of unit \d is Infinity at step \d+, layer 0; the weights were not changed\. Try a smaller/,
        );
        return true;
      },
    );
    assert.deepEqual(training.save().tensors, start);
  });

  it('measures a teacher-forced training as it measures validation too, and only such a one', () => {
    const given = runningSums('encoder-decoder', 12, () => 5, 12);
    const losses = (teacherForcing: boolean, dataset: Dataset) => {
      const config = configOf('encoder-decoder', { training: { epochs: 2 } });
      const task = { ...config.task, teacherForcing };
      return train(createTraining({ ...config, task }, dataset)).flatMap((event) =>
        event.event === 'epoch' ? event : [],
      );
    };
    // Validation of the same sequences has to give the same loss.
    for (const { freeTrainLoss, validationLoss, trainLoss } of losses(true, {
      ...given,
      validation: given.training,
    })) {
      assert.equal(freeTrainLoss, validationLoss);
      assert.notEqual(freeTrainLoss, trainLoss);
    }
    for (const epoch of losses(false, given)) {
      assert.equal('freeTrainLoss' in epoch, false);
    }
    for (const epoch of losses(
      true,
      runningSums('encoder-decoder', 12, () => 5, 0),
    )) {
      assert.equal('freeTrainLoss' in epoch, false);
    }
  });

  it('names gate and unit where an LSTM becomes non-finite', () => {
    const config = configOf('many-to-many', { training: { epochs: 1 } });
    const dataset = runningSums('many-to-many', 4, () => 5);
    const broken: Dataset = {
      ...dataset,
      training: {
        ...dataset.training,
        writeInputs(sequence, from, to, batch, b) {
          dataset.training.writeInputs(sequence, from, to, batch, b);
          batch.x[3 * batch.size * 2] = Number.NaN;
        },
      },
    };
    assert.throws(
      () => train(createTraining(config, broken)),
      (error) => {
        assert.ok(error instanceof NonFiniteError);
        assert.match(error.message, /update 1: gate i of unit 0 is NaN at step 3, layer 0/);
        assert.deepEqual(error.place, {
          update: 1,
          during: 'update',
          pass: 'forward',
          what: 'i',
          layer: 'l0',
          step: 3,
          unit: 0,
          value: 'NaN',
        });
        return true;
      },
    );
  });

  it('refuses a probe that does not exist, and names the existing ones', () => {
    const config = configOf('many-to-many', { probe: { sequences: [0, 9] } });
    assert.throws(
      () =>
        createTraining(
          config,
          runningSums('many-to-many', 8, () => 6),
        ),
      (error) =>
        error instanceof DataError &&
        error.message === 'probe.sequences: there is no sequence 9; the validation set has 0 to 3' &&
        error.key.join('.') === 'probe.sequences.1',
    );
  });

  it('refuses a checkpoint of another model, and stays as it was', () => {
    const dataset = runningSums('many-to-many', 8, () => 6);
    const small = createTraining(configOf('many-to-many'), dataset);
    const large = createTraining(configOf('many-to-many', { model: { hiddenSize: 6 } }), dataset);
    const before = bytes(large);
    assert.throws(
      () => large.restore(reread(small)),
      /"rnn\.weight_ih_l0" has shape \[20, 2\], this model's has \[24, 2\]/,
    );
    assert.deepEqual(bytes(large), before);
  });
});
