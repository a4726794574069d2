import { strict as assert } from 'node:assert';
import type { LayerTrace } from '../../../../src/analysis/layers/layerTrace';
import { deadUnits, saturation } from '../../../../src/analysis/layers/saturation';
import { cells, tracedLayer } from '../layers';

/** One unit whose gates, and c and h if it has them, are given for each step. */
function unit(
  kind: LayerTrace['kind'],
  gates: readonly (readonly number[])[],
  c: readonly number[] | null,
  h: readonly number[],
): LayerTrace {
  return {
    kind,
    hiddenSize: 1,
    steps: h.length,
    reverse: false,
    h: Float64Array.from([0, ...h]),
    c: c && Float64Array.from([0, ...c]),
    gates: Float64Array.from(gates.flat()),
    dh: new Float64Array(h.length),
    dc: null,
  };
}

const [tanh, relu, lstm, gru] = cells;

describe('saturation', () => {
  it('of gates is below 0.1 and above 0.9, of a tanh where its slope is below 0.05', () => {
    const flat = Math.sqrt(1 - 0.05); // |tanh| at which the slope is 0.05
    const found = saturation(
      unit(
        lstm,
        [
          [0.05, 0.95, flat + 1e-9, 0.5],
          [0.1, 0.9, flat - 1e-9, 0.09],
          [0.5, 0.91, -flat - 1e-9, 0.01],
          [0.02, 0.99, 0, 0.95],
        ],
        [Math.atanh(flat) + 1e-6, Math.atanh(flat) - 1e-6, -3, 0],
        [0, 0, 0, 0],
      ),
    );
    assert.deepEqual(
      found.gates.map(({ gate, left, right }) => [gate, left[0], right[0]]),
      [
        ['i', 0.5, 0],
        ['f', 0, 0.75],
        ['o', 0.5, 0.25],
      ],
    );
    assert.deepEqual(
      found.tanh.map(({ of, flat: share }) => [of, share[0]]),
      [
        ['g', 0.5],
        ['c', 0.5],
      ],
    );
  });

  it('knows which parts each cell has', () => {
    const rnn = saturation(unit(tanh, [[0.99], [0.5]], null, [0.99, 0.5]));
    assert.deepEqual(rnn, { gates: [], tanh: [{ of: 'h', flat: Float64Array.of(0.5) }] });
    assert.deepEqual(saturation(unit(relu, [[9]], null, [9])), { gates: [], tanh: [] });
    const { gates, tanh: candidates } = saturation(unit(gru, [[0.95, 0.02, -0.99]], null, [0]));
    assert.deepEqual(gates, [
      { gate: 'r', left: Float64Array.of(0), right: Float64Array.of(1) },
      { gate: 'z', left: Float64Array.of(1), right: Float64Array.of(0) },
    ]);
    assert.deepEqual(candidates, [{ of: 'n', flat: Float64Array.of(1) }]);
  });

  it('counts the steps of a trace’s own tensors, unit by unit', () => {
    const { layer, tensors } = tracedLayer({
      model: { cell: 'lstm', init: { recurrent: 'uniform', input: 'uniform', gain: 12 } },
      steps: 40,
    });
    const { gates } = saturation(layer);
    let saturated = 0;
    for (const { gate, left, right } of gates) {
      const values = [...(tensors.get(`l0.gate.${gate}`)?.values ?? [])];
      for (let u = 0; u < layer.hiddenSize; u++) {
        const own = values.filter((_, j) => j % layer.hiddenSize === u);
        assert.equal(left[u], own.filter((value) => value < 0.1).length / 40);
        assert.equal(right[u], own.filter((value) => value > 0.9).length / 40);
        saturated += left[u] + right[u];
      }
    }
    assert.ok(saturated > 0);
  });
});

describe('dead units', () => {
  it('are zero at every step of every probe, whatever the state before the first step', () => {
    const probe = (...h: number[]): LayerTrace => ({
      ...unit(
        relu,
        h.map((value) => [value]),
        null,
        h,
      ),
      hiddenSize: 3,
      steps: 2,
      h: Float64Array.from([1, 1, 1, ...h]),
    });
    assert.deepEqual(deadUnits([probe(0, 1, 0, 0, 2, 0), probe(0, 0, 3, 0, 0, 0)]), [0]);
    assert.deepEqual(deadUnits([probe(0, 1, 0, 0, 2, 0)]), [0, 2]);
    assert.deepEqual(deadUnits([]), []);
  });

  it('are only in a layer of ReLU', () => {
    assert.deepEqual(deadUnits([unit(tanh, [[0]], null, [0])]), []);
  });
});
