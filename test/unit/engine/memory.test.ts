import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import type { Config } from '../../../src/config/schema';
import { DataError, type Dataset } from '../../../src/data/common/dataset';
import { referenceKernels } from '../../../src/engine/kernels/reference';
import { webAssemblyKernels } from '../../../src/engine/kernels/webAssembly';
import { heap, type Memory } from '../../../src/engine/memory';
import { createTraining } from '../../../src/engine/trainer';
import { NonFiniteError, type Training, type TrainingEvent } from '../../../src/engine/training';
import { configOf, runningSums } from './sequences';

const float64 = { kernels: referenceKernels, precision: 'float64' } as const;

function withMemory(config: Config, bytes: number): Config {
  return { ...config, training: { ...config.training, memory: bytes / 1e9 } };
}

/** The same training with the smallest memory that makes it recompute. */
function recomputing(config: Config, dataset: Dataset): Config {
  return withMemory(config, createTraining(config, dataset, float64).memory.bytes - 1);
}

function losses(training: Training): number[] {
  return [...training.run(() => false)].flatMap((event: TrainingEvent) =>
    event.event === 'step' ? [event.loss, event.gradientNorm] : [],
  );
}

function weights(training: Training): number[] {
  return [...training.save().tensors].flatMap(([name, { values }]) =>
    name.startsWith('optimizer') ? [] : [...values],
  );
}

const setting = fc.record({
  shape: fc.constantFrom('many-to-many' as const, 'many-to-one' as const),
  cell: fc.constantFrom('rnn' as const, 'lstm' as const, 'gru' as const),
  layers: fc.integer({ min: 1, max: 2 }),
  truncate: fc.constantFrom(undefined, 170),
  lengths: fc.constantFrom('equal' as const, 'different' as const),
});

describe('recomputing forward passes', () => {
  it('gives the losses, gradients and weights of a tape that is kept whole, to rounding', () => {
    fc.assert(
      fc.property(setting, ({ shape, cell, layers, truncate, lengths }) => {
        const config = configOf(shape, {
          model: { cell, layers, hiddenSize: 3 },
          training: {
            batchSize: 8,
            epochs: 2,
            ...(shape === 'many-to-many' && truncate ? { truncate } : {}),
          },
          probe: { sequences: [] },
        });
        const dataset = runningSums(shape, 12, (n) => (lengths === 'equal' ? 210 : 60 + ((n * 53) % 150)));
        const whole = createTraining(config, dataset, float64);
        const cut = createTraining(recomputing(config, dataset), dataset, float64);
        assert.equal(whole.memory.recomputed, false);
        assert.ok(cut.memory.recomputed && cut.memory.segment < 170, `${cut.memory.segment}`);
        assert.ok(cut.memory.bytes < whole.memory.bytes);
        const expected = losses(whole);
        losses(cut).forEach((value, i) => {
          assert.ok(
            Math.abs(value - expected[i]) <= 1e-9 * Math.abs(expected[i]),
            `${value}, ${expected[i]}`,
          );
        });
        const right = weights(whole);
        weights(cut).forEach((value, i) => {
          assert.ok(Math.abs(value - right[i]) <= 1e-7, `weight ${i}: ${value}, ${right[i]}`);
        });
      }),
      { numRuns: 12 },
    );
  });

  it('draws the same dropout in both passes through a segment: a training resumes from a checkpoint to the same bits', () => {
    const config = configOf('many-to-many', {
      model: { layers: 2, dropout: 0.3 },
      training: { batchSize: 4, epochs: 2, truncate: 160 },
      probe: { sequences: [] },
    });
    const dataset = runningSums('many-to-many', 8, () => 300);
    const cut = recomputing(config, dataset);
    const through = createTraining(cut, dataset, float64);
    assert.ok(through.memory.recomputed);
    const expected = losses(through);
    for (const stop of [1, 2, 5]) {
      const stopped = createTraining(cut, dataset, float64);
      const events: number[] = [];
      for (const event of stopped.run(() => false)) {
        if (event.event === 'step') {
          events.push(event.loss, event.gradientNorm);
        }
        if (stopped.step === stop) {
          break;
        }
      }
      const again = createTraining(cut, dataset, float64);
      again.restore(stopped.save());
      assert.deepEqual([...events, ...losses(again)], expected);
      assert.deepEqual(weights(again), weights(through));
    }
  });

  it('names the step of the sequence at which a value became non-finite, not that of the segment', () => {
    const config = configOf('many-to-many', {
      model: { cell: 'rnn', activation: 'relu' },
      training: { batchSize: 4 },
      probe: { sequences: [] },
    });
    const dataset = runningSums('many-to-many', 4, () => 300);
    const { training: set } = dataset;
    const broken: Dataset = {
      ...dataset,
      training: {
        ...set,
        writeInputs(sequence, from, to, batch, b) {
          set.writeInputs(sequence, from, to, batch, b);
          if (from <= 217 && 217 < to) {
            batch.x[((217 - from) * batch.size + b) * 2] = Number.NaN;
          }
        },
      },
    };
    const training = createTraining(recomputing(config, dataset), broken, float64);
    assert.throws(
      () => [...training.run(() => false)],
      (error) => error instanceof NonFiniteError && /is NaN at step 217, layer 0/.test(error.message),
    );
  });
});

describe('the memory plan', () => {
  for (const { cell, shape } of [
    { cell: 'lstm', shape: 'many-to-many' },
    { cell: 'gru', shape: 'encoder-decoder' },
    { cell: 'rnn', shape: 'many-to-one' },
  ] as const) {
    it(`equals the memory that a ${shape} ${cell} then takes, traces included`, () => {
      for (const recompute of shape === 'encoder-decoder' ? [false] : [false, true]) {
        let taken = 0;
        const memory: Memory = {
          allocate(bytes) {
            taken += bytes;
            return heap.allocate(bytes);
          },
        };
        const config = configOf(shape, { model: { cell }, training: { batchSize: 8 } });
        const dataset = runningSums(shape, 16, () => 150);
        const used = recompute ? recomputing(config, dataset) : config;
        const counted = { kernels: { ...referenceKernels, memory }, precision: 'float64' as const };
        const training = createTraining(used, dataset, counted);
        assert.equal(training.memory.recomputed, recompute);
        losses(training);
        assert.ok(Math.abs(taken / training.memory.bytes - 1) < 0.02, `${taken}, ${training.memory.bytes}`);
      }
    });
  }

  it('lets an LSTM of 512 units train on 32 sequences of 10,000 steps in 1.5 GB', () => {
    const config = configOf('many-to-many', { model: { hiddenSize: 512 }, training: { batchSize: 32 } });
    const { memory } = createTraining(
      config,
      runningSums('many-to-many', 32, () => 10_000),
      {
        kernels: webAssemblyKernels(),
      },
    );
    assert.ok(memory.recomputed);
    assert.ok(memory.bytes < 1.5e9, `${memory.bytes}`);
  });

  it('refuses what does not fit, with the number, and with suggested changes', () => {
    const long = runningSums('many-to-many', 64, () => 2000);
    const config = configOf('many-to-many', { model: { hiddenSize: 64 }, training: { batchSize: 64 } });
    const refused = (changes: Partial<Config['model']>, bytes: number, words: RegExp) =>
      assert.throws(
        () => createTraining(withMemory({ ...config, model: { ...config.model, ...changes } }, bytes), long),
        (error) =>
          error instanceof DataError &&
          words.test(error.message) &&
          error.key.join('.') === 'training.memory',
      );
    refused(
      {},
      5e6,
      /^training\.memory: this training needs \d\.\d+ GB, with forward passes recomputed every \d+ steps; at most 0\.005 GB may be used: make training\.batchSize, .*, set training\.truncate/,
    );
    refused({ bidirectional: true }, 1e8, /sequences read in both directions cannot be cut into segments/);
  });
});
