import { strict as assert } from 'node:assert';
import { layerTrace, recurrentWeights } from '../../../../src/analysis/layers/layerTrace';
import { createTraining } from '../../../../src/engine/trainer';
import { configOf, runningSums } from '../../engine/sequences';
import { tracedLayer } from '../layers';

const slice = (values: ArrayLike<number> | null | undefined, row: number, H = 5) =>
  Array.from({ length: H }, (_, u) => values?.[row * H + u]);

describe('a layer read from a trace', () => {
  it('has its states, gates and gradients step by step behind the initial state', () => {
    const { layer, tensors, weights } = tracedLayer({ model: { cell: 'gru', variant: 'cudnn' }, steps: 4 });
    assert.deepEqual(
      [layer.steps, layer.hiddenSize, layer.reverse, layer.c, layer.dc],
      [4, 5, false, null, null],
    );
    assert.deepEqual(slice(layer.h, 0), [0, 0, 0, 0, 0]);
    for (let t = 0; t < 4; t++) {
      assert.deepEqual(slice(layer.h, t + 1), slice(tensors.get('l0.h')?.values, t));
      assert.deepEqual(slice(layer.dh, t), slice(tensors.get('l0.grad.h')?.values, t));
      ['r', 'z', 'n'].forEach((gate, g) => {
        assert.deepEqual(slice(layer.gates, t * 3 + g), slice(tensors.get(`l0.gate.${gate}`)?.values, t));
      });
    }
    assert.equal(weights.weightHh.length, 75);
    assert.equal(weights.candidateBias?.length, 5);
  });

  it('runs backwards where the layer does', () => {
    const { layer, tensors } = tracedLayer({ model: { bidirectional: true }, layer: 'l0_reverse', steps: 4 });
    assert.equal(layer.reverse, true);
    for (let t = 0; t < 4; t++) {
      assert.deepEqual(slice(layer.c, t + 1), slice(tensors.get('l0_reverse.c')?.values, 3 - t));
      assert.deepEqual(slice(layer.dc, t), slice(tensors.get('l0_reverse.grad.c')?.values, 3 - t));
      assert.deepEqual(slice(layer.gates, t * 4 + 3), slice(tensors.get('l0_reverse.gate.o')?.values, 3 - t));
    }
  });

  it('begins, in a decoder, with the encoder’s last state', () => {
    const training = createTraining(
      configOf('encoder-decoder'),
      runningSums('encoder-decoder', 8, () => 6),
      { precision: 'float64' },
    );
    const [{ tensors }] = training.trace([0]);
    const kind = configOf('encoder-decoder').model;
    const decoder = layerTrace(tensors, kind, 'decoder.l0');
    assert.equal(decoder.steps, 3);
    assert.deepEqual(slice(decoder.h, 0), slice(tensors.get('l0.h')?.values, 5));
    assert.deepEqual(slice(decoder.c, 0), slice(tensors.get('l0.c')?.values, 5));
    const { weightHh } = recurrentWeights(training.save().tensors, kind, 'decoder.l0');
    assert.deepEqual([...weightHh], [...(training.save().tensors.get('decoder.weight_hh_l0')?.values ?? [])]);
  });

  it('names what is missing, and what has the wrong shape', () => {
    const { tensors } = tracedLayer({ model: { cell: 'rnn' } });
    const rnn = { cell: 'rnn', activation: 'tanh', variant: 'original' } as const;
    assert.throws(() => layerTrace(tensors, rnn, 'l1'), /there is no tensor "l1\.h"/);
    assert.throws(() => layerTrace(tensors, { ...rnn, cell: 'lstm' }, 'l0'), /there is no tensor "l0\.c"/);
    const broken = new Map(tensors).set('l0.grad.h', { shape: [2, 5], values: new Float32Array(10) });
    assert.throws(() => layerTrace(broken, rnn, 'l0'), /"l0\.grad\.h" has shape \[2, 5\], expected \[6, 5\]/);
    const weights = new Map([['rnn.weight_hh_l0', { shape: [20, 5], values: new Float32Array(100) }]]);
    assert.throws(
      () => recurrentWeights(weights, rnn, 'l0'),
      /has shape \[20, 5\], expected \[1·H, H\] of cell "rnn"/,
    );
  });
});
