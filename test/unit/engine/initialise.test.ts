import { strict as assert } from 'node:assert';
import type { Config } from '../../../src/config/schema';
import { createTraining } from '../../../src/engine/trainer';
import { configOf, runningSums } from './sequences';

const H = 12;

function weights(model: Partial<Config['model']>, seed = 1) {
  const training = createTraining(
    configOf('many-to-many', { model: { hiddenSize: H, ...model }, training: { seed } }),
    runningSums('many-to-many', 4, () => 3),
    { precision: 'float64' },
  );
  const { tensors } = training.save();
  return (name: string) => {
    const tensor = tensors.get(name);
    assert.ok(tensor, name);
    return tensor.values;
  };
}

/** W·Wᵀ of the gate's block. */
function gram(values: ArrayLike<number>, gate: number): number[][] {
  const row = (i: number) => Array.from({ length: H }, (_, j) => values[(gate * H + i) * H + j]);
  return Array.from({ length: H }, (_, i) =>
    Array.from({ length: H }, (__, j) => row(i).reduce((sum, value, k) => sum + value * row(j)[k], 0)),
  );
}

describe('initialisers', () => {
  it('uniform is PyTorch’s: every weight and bias in ±1/√H, and it fills that range', () => {
    const of = weights({ cell: 'lstm' });
    const bound = 1 / Math.sqrt(H);
    for (const name of ['rnn.weight_ih_l0', 'rnn.weight_hh_l0', 'rnn.bias_ih_l0', 'rnn.bias_hh_l0']) {
      const values = [...of(name)];
      assert.ok(values.every((value) => Math.abs(value) <= bound));
      assert.ok(Math.max(...values) > 0.8 * bound && Math.min(...values) < -0.8 * bound);
    }
  });

  it('orthogonal makes each gate’s block orthogonal, times the gain', () => {
    const values = weights({
      cell: 'gru',
      init: { recurrent: 'orthogonal', input: 'orthogonal', gain: 0.5 },
    })('rnn.weight_hh_l0');
    for (let gate = 0; gate < 3; gate++) {
      gram(values, gate).forEach((row, i) => {
        row.forEach((value, j) => {
          assert.ok(Math.abs(value - (i === j ? 0.25 : 0)) < 1e-12);
        });
      });
    }
  });

  it('identity is gain·I in each block, xavier stays within ±√(6/(fan_in + fan_out))', () => {
    const identity = weights({ cell: 'rnn', init: { recurrent: 'identity', input: 'xavier', gain: 0.9 } });
    identity('rnn.weight_hh_l0').forEach((value, j) => {
      assert.equal(value, Math.floor(j / H) === j % H ? 0.9 : 0);
    });
    const bound = Math.sqrt(6 / (H + 2));
    assert.ok(identity('rnn.weight_ih_l0').every((value) => Math.abs(value) <= bound));
    assert.ok(identity('rnn.bias_ih_l0').every((value) => value === 0));
  });

  it('the forget bias counts once: on one vector, with zero on the other, in every layer', () => {
    const of = weights({
      cell: 'lstm',
      layers: 2,
      init: { recurrent: 'uniform', input: 'uniform', gain: 1, forgetBias: 1 },
    });
    for (const layer of [0, 1]) {
      const both = [of(`rnn.bias_ih_l${layer}`), of(`rnn.bias_hh_l${layer}`)];
      for (let u = 0; u < H; u++) {
        assert.deepEqual(
          both.map((values) => values[H + u]),
          [1, 0],
        );
      }
      assert.ok(both[0].slice(0, H).some((value) => value !== 0));
    }
  });

  it('every block is drawn from a stream of its own, so that layers and gates differ and the seed decides', () => {
    const first = weights({ cell: 'lstm', layers: 2 });
    assert.notDeepEqual([...first('rnn.weight_hh_l0')], [...first('rnn.weight_hh_l1')]);
    assert.deepEqual([...first('rnn.weight_hh_l0')], [...weights({ cell: 'lstm' })('rnn.weight_hh_l0')]);
    assert.notDeepEqual(
      [...first('rnn.weight_hh_l0')],
      [...weights({ cell: 'lstm' }, 2)('rnn.weight_hh_l0')],
    );
  });
});
