import { strict as assert } from 'node:assert';
import type { Dataset, SequenceSet } from '../../../../src/data/common/dataset';
import { runningSums } from '../../engine/sequences';
import { relativeError, tracedLayer } from '../layers';

/** The same sequences with three outputs: classes, or columns of 0 and 1. */
function withTargets(kind: 'classes' | 'binary', steps: number): Dataset {
  const sums = runningSums('many-to-many', 8, () => steps);
  const set = (of: SequenceSet): SequenceSet => ({
    ...of,
    writeInputs(sequence, from, to, batch, b) {
      // The sums fill one target column; here there are three.
      const target = new Float64Array(batch.target.length);
      of.writeInputs(sequence, from, to, { ...batch, target }, b);
      for (let t = from; t < to; t++) {
        const place = (t - from) * batch.size + b;
        batch.targetClass[place] = (sequence + t) % 3;
        for (let j = 0; j < 3; j++) {
          batch.target[place * 3 + j] = kind === 'binary' ? (sequence + t + j) % 2 : 0;
        }
        batch.mask[place] = t % 2; // every other step has a target
      }
    },
  });
  return {
    ...sums,
    targetKind: kind,
    outputSize: 3,
    outputNames: ['a', 'b', 'c'],
    targetScaling: [],
    training: set(sums.training),
    validation: set(sums.validation),
  };
}

describe('the direct gradient of a target step', () => {
  it('is N times the trace’s ∂L/∂h at the last step, where nothing comes from later, for every loss', () => {
    const steps = 6;
    for (const options of [
      {},
      { task: { output: 'sigmoid' as const } },
      { task: { output: 'softmax' as const } },
      { dataset: withTargets('classes', steps) },
      { dataset: withTargets('binary', steps) },
    ]) {
      for (const model of [{}, { bidirectional: true }]) {
        const { layer, direct } = tracedLayer({ ...options, model, steps });
        const N = direct.targets.length;
        assert.deepEqual(direct.targets, 'dataset' in options ? [1, 3, 5] : [0, 1, 2, 3, 4, 5]);
        const H = layer.hiddenSize;
        const expected = layer.dh.subarray((steps - 1) * H).map((value) => value * N);
        const own = direct.rows.subarray((N - 1) * H);
        // A softmax of one output is 1 for any input, and has no gradient.
        assert.ok(options.task?.output === 'softmax' ? own.every((x) => x === 0) : own.some((x) => x !== 0));
        assert.ok(relativeError(own, expected) < 1e-5);
      }
    }
  });

  it('is found in a backward layer at the step where the readout reads it', () => {
    const { layer, direct } = tracedLayer({
      model: { bidirectional: true },
      layer: 'l0_reverse',
      dataset: withTargets('classes', 5),
      steps: 5,
    });
    // Targets at the sequence's steps 1 and 3 are at 3 and 1 backwards.
    assert.deepEqual(direct.targets, [1, 3]);
    const H = layer.hiddenSize;
    const last = layer.dh.subarray(3 * H, 4 * H).map((value) => 2 * value);
    assert.ok(relativeError(direct.rows.subarray(H), last) < 1e-5);
    const single = tracedLayer({
      model: { bidirectional: true },
      layer: 'l0_reverse',
      shape: 'many-to-one',
      steps: 5,
    });
    assert.deepEqual(single.direct.targets, [4]);
    assert.ok(relativeError(single.direct.rows, single.layer.dh.subarray(4 * H)) < 1e-5);
  });

  it('is refused for a layer that the outputs do not read', () => {
    assert.throws(
      () => tracedLayer({ shape: 'encoder-decoder', layer: 'l0' }),
      /the layer of 6 steps and 5 units is not the one that this trace's outputs are read from/,
    );
  });
});
