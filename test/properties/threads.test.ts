import { strict as assert } from 'node:assert';
import path from 'node:path';
import fc from 'fast-check';
import type { Dataset } from '../../src/data/common/dataset';
import { webAssemblyKernels } from '../../src/engine/kernels/webAssembly';
import type { Helpers } from '../../src/engine/threads/formTeam';
import { TaskBoard } from '../../src/engine/threads/taskBoard';
import { createTraining } from '../../src/engine/trainer';
import { Cancelled, type Training } from '../../src/engine/training';
import { encodeSafetensors } from '../../src/formats/safetensors';
import { threadHelpers } from '../../src/run/worker/helpers';
import { configOf, runningSums, withClasses, withTokens } from '../unit/engine/sequences';
import { root } from '../vscode/folders';

const { cores, start } = threadHelpers(path.join(root, 'dist', 'helper.js'));

/** Real threads, all started before the first step; a short training would otherwise end without them. */
const helpers: Helpers = {
  cores,
  start: (setup) => {
    start(setup);
    const board = new TaskBoard(setup.board, setup.helpers);
    if (setup.index + 1 === setup.helpers) {
      const end = Date.now() + 20_000;
      while (!board.allReady) {
        assert.ok(Date.now() < end && board.failure === undefined, board.failure ?? 'helpers do not come');
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
      }
    }
  },
};

const setting = fc.record({
  shape: fc.constantFrom(
    'many-to-many' as const,
    'many-to-one' as const,
    'one-to-many' as const,
    'encoder-decoder' as const,
  ),
  cell: fc.constantFrom('rnn' as const, 'lstm' as const, 'gru' as const),
  variant: fc.constantFrom('original' as const, 'cudnn' as const),
  layers: fc.integer({ min: 1, max: 2 }),
  bidirectional: fc.boolean(),
  dropout: fc.constantFrom(0, 0.4),
  hiddenSize: fc.constantFrom(1, 5, 9),
  batchSize: fc.constantFrom(2, 5, 13),
  teacherForcing: fc.boolean(),
  classes: fc.boolean(),
  embedding: fc.constantFrom(0, 1, 3, 10),
  lengths: fc.constantFrom('equal' as const, 'different' as const),
});

function problemOf(given: typeof setting extends fc.Arbitrary<infer T> ? T : never, threads: number) {
  const { shape, cell, variant, layers, dropout, hiddenSize, batchSize } = given;
  const bidirectional = given.bidirectional && shape.startsWith('many');
  const config = configOf(shape, {
    model: {
      cell,
      variant,
      layers,
      dropout,
      hiddenSize,
      bidirectional,
      ...(given.embedding > 0 ? { embedding: { size: given.embedding } } : {}),
    },
    training: { batchSize, threads, epochs: 2 },
    probe: { sequences: [0], every: 2 },
  });
  const numbers = runningSums(shape, 17, (n) => (given.lengths === 'equal' ? 7 : 2 + ((n * 5) % 7)));
  const read = given.embedding > 0 ? withTokens(numbers) : numbers;
  const dataset = given.classes ? withClasses(read) : read;
  return { config: { ...config, task: { shape, teacherForcing: given.teacherForcing } }, dataset };
}

/** Every bit of the output: events, traces, weights and optimizer state. */
function outcome(training: Training): string {
  const events = [...training.run(() => false)].map((event) =>
    event.event === 'trace'
      ? event.traces.map(({ tensors }) => Buffer.from(encodeSafetensors(tensors, {})).toString('base64'))
      : event,
  );
  const { tensors, metadata } = training.save();
  return JSON.stringify([events, Buffer.from(encodeSafetensors(tensors, metadata)).toString('base64')]);
}

/** A training long enough to be cancelled in the middle of a section. */
function long(threads: number): { dataset: Dataset; config: ReturnType<typeof configOf> } {
  return {
    config: configOf('many-to-many', {
      model: { hiddenSize: 48 },
      training: { threads, batchSize: 16, epochs: 1 },
      probe: { sequences: [] },
    }),
    dataset: runningSums('many-to-many', 16, () => 400),
  };
}

describe('several threads', () => {
  it('give the same bits as one, whatever the network, its sizes and their number', () => {
    fc.assert(
      fc.property(setting, fc.constantFrom(2, 3, 4), (given, threads) => {
        const one = problemOf(given, 1);
        const several = problemOf(given, threads);
        const alone = createTraining(one.config, one.dataset);
        const together = createTraining(several.config, several.dataset, { helpers });
        assert.equal(alone.threads, 1);
        assert.equal(together.threads, Math.min(threads, given.batchSize));
        assert.equal(outcome(together), outcome(alone));
      }),
      { numRuns: 40 },
    );
  });

  it('leave a training that was cancelled within a step unchanged, and continue to the same bits', () => {
    const { config, dataset } = long(3);
    const expected = outcome(createTraining(long(1).config, dataset));
    for (const asked of [1, 150, 700]) {
      const training = createTraining(config, dataset, { helpers });
      let count = 0;
      assert.throws(() => [...training.run(() => ++count === asked)], Cancelled);
      assert.equal(training.step, 0);
      assert.equal(outcome(training), expected);
    }
  });

  it('give the same bits where helpers join and leave, because their number is automatic', () => {
    const dataset = runningSums('many-to-many', 64, () => 200);
    const config = (threads: 1 | 'auto') => {
      const { config: one } = long(1);
      return { ...one, training: { ...one.training, threads, epochs: 4 } };
    };
    const together = createTraining(config('auto'), dataset, { helpers: { ...helpers, cores: 2 } });
    assert.equal(together.threads, 2);
    assert.equal(outcome(together), outcome(createTraining(config(1), dataset)));
  });

  it('report the error of one of them', () => {
    const { config, dataset } = long(2);
    const training = createTraining(config, dataset, {
      kernels: webAssemblyKernels(),
      helpers: {
        cores: 2,
        // It asks for more tensors than it was given.
        start: (setup) => helpers.start({ ...setup, kernels: { ...setup.kernels, addresses: [] } }),
      },
    });
    assert.throws(() => [...training.run(() => false)], /more memory is asked for than was recorded/);
  });
});
