import { strict as assert } from 'node:assert';
import type { SequenceSet, SequenceShape } from '../../../src/data/common/dataset';
import { webAssemblyKernels } from '../../../src/engine/kernels/webAssembly';
import { networkSpec } from '../../../src/engine/spec';
import { StateReader } from '../../../src/engine/stateReader';
import { createTraining } from '../../../src/engine/trainer';
import { FormatError } from '../../../src/formats/safetensors';
import { configOf, runningSums } from './sequences';

type Model = Parameters<typeof configOf>[1];

/** A reader and a training with the same weights. */
function both(shape: SequenceShape, changes: Model, name: string, steps: (sequence: number) => number) {
  const config = configOf(shape, changes);
  const dataset = runningSums(shape, 6, steps, 5);
  const training = createTraining(config, dataset);
  const spec = networkSpec(config, dataset);
  const sets = [dataset.training, dataset.validation];
  const reader = new StateReader(spec, training.save(), name, sets, webAssemblyKernels());
  return { training, dataset, reader };
}

function statesOf(reader: StateReader, set: SequenceSet, sequences: readonly number[], H: number) {
  const states = sequences.map((sequence) => new Float32Array(reader.stepsOf(set, sequence) * H));
  reader.read(set, sequences, (row, step, values, at) => {
    states[row].set(values.subarray(at, at + H), step * H);
  });
  return states;
}

describe('the states of a layer over a set', () => {
  const check = (shape: SequenceShape, changes: Model, names: readonly string[], steps = 6) => {
    for (const name of names) {
      const { training, dataset, reader } = both(shape, changes, name, (sequence) => steps + (sequence % 3));
      const traces = training.trace([0, 1, 2, 3, 4]);
      const states = statesOf(reader, dataset.validation, [0, 1, 2, 3, 4], 5);
      traces.forEach(({ tensors }, i) => {
        const expected = tensors.get(name);
        assert.ok(expected, name);
        assert.equal(states[i].length, expected.values.length, name);
        const far = Math.max(...expected.values.map((value, k) => Math.abs(value - states[i][k])));
        assert.ok(far < 1e-6, `${shape} ${name} of sequence ${i}: ${far}`);
      });
    }
  };

  it('are those of a trace, in every shape, cell and direction', () => {
    check('many-to-many', { model: { cell: 'lstm', layers: 2 } }, ['l0.h', 'l0.c', 'l1.c']);
    check('many-to-one', { model: { cell: 'gru', bidirectional: true } }, ['l0.h', 'l0_reverse.h']);
    check('encoder-decoder', { model: { cell: 'lstm' } }, ['l0.h', 'decoder.l0.c']);
    check('one-to-many', { model: { cell: 'rnn' } }, ['l0.h']);
  });

  it('of long sequences are computed slice by slice', () => {
    check('many-to-many', { model: { cell: 'lstm' } }, ['l0.h', 'l0.c'], 300);
    const { reader, dataset } = both('many-to-many', {}, 'l0.h', () => 300);
    let last = -1;
    const visit = (_: number, step: number) => {
      last = Math.max(last, step);
    };
    assert.equal(
      reader.read(dataset.training, [0, 1], visit, () => true),
      false,
    );
    assert.equal(last, 127);
    assert.equal(reader.read(dataset.training, [0, 1], visit, undefined, 140), true);
    assert.equal(last, 139);
  });

  it('are refused where the model has no such layer', () => {
    assert.throws(() => both('many-to-many', { model: { cell: 'gru' } }, 'l0.c', () => 3), FormatError);
    assert.throws(() => both('many-to-many', {}, 'l7.h', () => 3), /no state "l7.h"/);
  });
});
