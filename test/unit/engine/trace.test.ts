import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import type { SequenceShape } from '../../../src/data/common/dataset';
import { createTraining } from '../../../src/engine/trainer';
import type { Trace } from '../../../src/engine/training';
import { configOf, runningSums } from './sequences';

function tensor(trace: Trace, name: string) {
  const found = trace.tensors.get(name);
  assert.ok(found, `no tensor ${name} in ${[...trace.tensors.keys()]}`);
  return found;
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

describe('a trace', () => {
  const traceOf = (shape: SequenceShape, model: Parameters<typeof configOf>[1] = {}, steps = 6) => {
    const training = createTraining(
      configOf(shape, model),
      runningSums(shape, 8, () => steps),
      { precision: 'float64' },
    );
    return training.trace([1])[0];
  };

  it('holds the tensors of the design, each [T, ·]', () => {
    const names = (cell: 'rnn' | 'lstm' | 'gru') =>
      [...traceOf('many-to-many', { model: { cell, layers: 2 } }).tensors.keys()].sort();
    const layer = (l: number, parts: string[]) => parts.map((part) => `l${l}.${part}`);
    const both = (parts: string[]) =>
      ['loss', 'target', 'x', 'y', ...layer(0, parts), ...layer(1, parts)].sort();
    assert.deepEqual(names('rnn'), both(['h', 'grad.h', 'preactivation']));
    assert.deepEqual(
      names('lstm'),
      both(['h', 'c', 'grad.h', 'grad.c', 'preactivation', 'gate.i', 'gate.f', 'gate.g', 'gate.o']),
    );
    assert.deepEqual(names('gru'), both(['h', 'grad.h', 'preactivation', 'gate.r', 'gate.z', 'gate.n']));
    const reverse = traceOf('many-to-many', { model: { cell: 'gru', bidirectional: true } });
    assert.deepEqual(tensor(reverse, 'l0_reverse.h').shape, [6, 5]);
    const decoder = traceOf('encoder-decoder');
    assert.deepEqual(tensor(decoder, 'l0.h').shape, [6, 5]);
    assert.deepEqual(tensor(decoder, 'decoder.l0.h').shape, [3, 5]);
    assert.deepEqual(tensor(decoder, 'y').shape, [3, 1]);
  });

  it('records gates that are the functions of its preactivations, in every cell and direction', () => {
    for (const [cell, variant] of [
      ['lstm', 'original'],
      ['gru', 'original'],
      ['gru', 'cudnn'],
    ] as const) {
      const trace = traceOf('many-to-many', { model: { cell, variant, bidirectional: true, layers: 2 } });
      for (const layer of ['l0', 'l0_reverse', 'l1', 'l1_reverse']) {
        const z = tensor(trace, `${layer}.preactivation`);
        const gates = cell === 'lstm' ? ['i', 'f', 'g', 'o'] : ['r', 'z', 'n'];
        gates.forEach((gate, g) => {
          const { shape, values } = tensor(trace, `${layer}.gate.${gate}`);
          const activation = gate === 'g' || gate === 'n' ? Math.tanh : sigmoid;
          for (let t = 0; t < shape[0]; t++) {
            for (let u = 0; u < shape[1]; u++) {
              const expected = activation(z.values[t * z.shape[1] + g * shape[1] + u]);
              assert.ok(Math.abs(values[t * shape[1] + u] - expected) < 1e-6, `${cell} ${layer} ${gate}`);
            }
          }
        });
      }
    }
  });

  it('records an LSTM’s states as its gates make them: c = f⊙c₋ + i⊙g, h = o⊙tanh(c)', () => {
    const trace = traceOf('many-to-many');
    const [c, h, i, f, g, o] = ['c', 'h', 'gate.i', 'gate.f', 'gate.g', 'gate.o'].map(
      (name) => tensor(trace, `l0.${name}`).values,
    );
    for (let j = 0; j < c.length; j++) {
      const before = j < 5 ? 0 : c[j - 5];
      assert.ok(Math.abs(c[j] - (f[j] * before + i[j] * g[j])) < 1e-6);
      assert.ok(Math.abs(h[j] - o[j] * Math.tanh(c[j])) < 1e-6);
    }
  });

  it('has the gradient of the sequence’s own mean loss: at the last layer’s last step it is Wᵀ·∂L/∂y', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('many-to-one' as const, 'many-to-many' as const),
        fc.integer({ min: 1, max: 9 }),
        (shape, steps) => {
          const training = createTraining(
            configOf(shape),
            runningSums(shape, 8, () => steps),
            { precision: 'float64' },
          );
          const [trace] = training.trace([0]);
          const weight = training.save().tensors.get('readout.weight');
          assert.ok(weight);
          const last = steps - 1;
          const error = tensor(trace, 'y').values[last] - tensor(trace, 'target').values[last];
          const targets = shape === 'many-to-one' ? 1 : steps;
          const gradient = tensor(trace, 'l0.grad.h').values;
          for (let u = 0; u < 5; u++) {
            const expected = ((2 * error) / targets) * weight.values[u];
            assert.ok(Math.abs(gradient[last * 5 + u] - expected) < 1e-6);
          }
        },
      ),
    );
  });

  it('marks steps without a target: no loss, and no number as the target', () => {
    const trace = traceOf('many-to-one');
    const loss = [...tensor(trace, 'loss').values];
    const target = [...tensor(trace, 'target').values];
    assert.deepEqual(loss.slice(0, 5), [0, 0, 0, 0, 0]);
    assert.ok(loss[5] > 0);
    assert.ok(target.slice(0, 5).every(Number.isNaN) && Number.isFinite(target[5]));
  });
});
