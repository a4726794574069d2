import { strict as assert } from 'node:assert';
import { analysisLimits } from '../../../src/analysis/gradients/analysisLimits';
import { outputGradients } from '../../../src/analysis/gradients/inputReach';
import type { Absent } from '../../../src/analysis/gradients/layerCredit';
import { lyapunovExponents } from '../../../src/analysis/gradients/lyapunov';
import { productNorms } from '../../../src/analysis/gradients/products';
import { measureSteps } from '../../../src/analysis/gradients/stepJacobians';
import { type LayerAnalysis, layerAnalysis } from '../../../src/analysis/layerAnalysis';
import type { Config } from '../../../src/config/schema';
import type { Dataset, SequenceSet, SequenceShape } from '../../../src/data/common/dataset';
import { createTraining } from '../../../src/engine/trainer';
import { configOf, runningSums } from '../engine/sequences';
import { cells, relativeError, tracedLayer } from './layers';

interface Wanted {
  readonly model?: Partial<Config['model']>;
  readonly shape?: SequenceShape;
  readonly steps?: number;
  readonly layer?: string;
  /** Number of updates between the trace and the weights. */
  readonly late?: boolean;
  readonly limits?: Partial<typeof analysisLimits>;
}

/** Layer of the same network and sequence as `tracedLayer`. */
function analysed(wanted: Wanted = {}): LayerAnalysis {
  const { shape = 'many-to-many', steps = 6, layer = 'l0', late = false, limits } = wanted;
  const config = configOf(shape, { model: wanted.model, training: { epochs: 1 } });
  const dataset = runningSums(shape, 8, () => steps);
  const training = createTraining(config, dataset, { precision: 'float64' });
  const [{ tensors }] = training.trace([1]);
  if (late) {
    for (const _ of training.run(() => false)) {
      // the weights change further
    }
  }
  const source = { config, targetKind: dataset.targetKind, step: 0, tensors, checkpoint: training.save() };
  return layerAnalysis(source, layer, { ...analysisLimits, ...limits });
}

function found<T>(part: T | Absent): T {
  assert.ok(!(typeof part === 'object' && part !== null && 'why' in part), JSON.stringify(part));
  return part;
}

describe('the analysis of a layer', () => {
  it('has in every cell what each of its pieces computes', () => {
    for (const kind of cells) {
      const { layer, at } = tracedLayer({ model: kind, steps: 9 });
      const all = analysed({ model: kind, steps: 9 });
      assert.deepEqual(all.window, { from: 0, to: 9 });
      const measured = [
        ...measureSteps(at, { steps: Array.from({ length: 9 }, (_, t) => t), spectralRadius: false }),
      ];
      const curves = found(all.stepCurves);
      assert.ok(
        relativeError(
          curves.largest,
          measured.map((step) => step.largestSingularValue),
        ) < 1e-9,
      );
      assert.ok(
        relativeError(
          curves.smallest,
          measured.map((step) => step.smallestSingularValue),
        ) < 1e-6,
      );
      assert.ok(relativeError(found(all.products).norms, productNorms(at, 8)) < 1e-9);
      const exponents = found(all.exponents);
      const jacobians = Array.from({ length: 8 }, (_, t) => at(t + 1));
      // A ReLU loses some directions completely: −∞.
      const finite = (values: Float64Array) => values.map((value) => Math.max(value, -1e3));
      const expected = lyapunovExponents(jacobians, 16);
      assert.ok(
        relativeError(finite(exponents.values), finite(expected)) < 1e-9,
        `${exponents.values} ${expected}`,
      );
      assert.equal(exponents.steps, 8);
      assert.equal(all.vanilla === null, kind.cell !== 'rnn');
      assert.equal(all.memory === null, kind.cell === 'rnn');
      assert.equal(found(all.products).bounds === null, kind.cell !== 'rnn');
      assert.equal(all.saturation.gates.length, { rnn: 0, lstm: 3, gru: 2 }[kind.cell]);
      assert.ok(all.effectiveDimension.value >= 1 && all.effectiveDimension.value <= layer.hiddenSize);
    }
  });

  it('follows each target backwards in time, and no target forwards', () => {
    for (const kind of cells) {
      const { targets, columns, norms, allTargets } = found(analysed({ model: kind }).credit);
      assert.deepEqual(targets, [0, 1, 2, 3, 4, 5]);
      assert.deepEqual(columns, targets);
      assert.equal(allTargets, 6);
      for (let t = 0; t < 6; t++) {
        // A sequence that ends there and has its only target at its last step has the same gradient.
        const { layer } = tracedLayer({ model: kind, shape: 'many-to-one', steps: t + 1 });
        const H = layer.hiddenSize;
        const expected = Array.from({ length: 6 }, (_, k) =>
          k <= t ? Math.hypot(...layer.dh.subarray(k * H, (k + 1) * H)) : 0,
        );
        assert.ok(relativeError(norms.subarray(t * 6, (t + 1) * 6), expected) < 1e-5);
      }
    }
  });

  it('shows which inputs an output depends on, as differences of the network’s own outputs do', () => {
    for (const kind of cells) {
      for (const bidirectional of [false, true]) {
        const { norms } = found(analysed({ model: { ...kind, bidirectional }, steps: 5 }).inputs);
        const expected = differences({ ...kind, bidirectional }, 5);
        if (!bidirectional) {
          assert.ok(relativeError(norms, expected) < 5e-4, `${kind.cell} ${kind.variant} ${kind.activation}`);
          continue;
        }
        // One direction reads the steps before, the other the steps after: together they have all of it, each
        // a half.
        const other = found(
          analysed({ model: { ...kind, bidirectional }, steps: 5, layer: 'l0_reverse' }).inputs,
        );
        for (let t = 0; t < 5; t++) {
          for (let k = 0; k < 5; k++) {
            const own = t === k ? Number.NaN : t > k ? norms[t * 5 + k] : other.norms[t * 5 + k];
            const wrong = t === k ? 0 : t > k ? other.norms[t * 5 + k] : norms[t * 5 + k];
            assert.equal(wrong, 0);
            assert.ok(t === k || Math.abs(own - expected[t * 5 + k]) < 5e-4 * Math.max(...expected));
          }
        }
      }
    }
  });

  it('counts the steps of a backward layer as the sequence does', () => {
    const model = { cell: 'lstm', bidirectional: true } as const;
    const { layer } = tracedLayer({ model, layer: 'l0_reverse', steps: 7 });
    const all = analysed({ model, layer: 'l0_reverse', steps: 7 });
    const { targets, norms } = found(all.credit);
    assert.deepEqual(targets, [0, 1, 2, 3, 4, 5, 6]);
    for (let t = 0; t < 7; t++) {
      for (let k = 0; k < t; k++) {
        assert.equal(norms[t * 7 + k], 0);
      }
      assert.ok(norms[t * 7 + 6] > 0);
    }
    const paths = all.paths && found(all.paths);
    // The recurrence ends at step 0: no gradient arrives there except that of its own loss.
    assert.ok(paths);
    assert.equal(paths.shares.direct[0], 1);
    assert.ok(paths.shares.carry[6] > 0);
    assert.equal(found(all.products).from, 0);
    assert.equal(layer.reverse, true);
  });

  it('states why parts are missing where the weights have changed, and keeps the parts that need none', () => {
    const several = analysed({ model: { cell: 'lstm' }, late: true });
    for (const part of [
      several.credit,
      several.inputs,
      several.stepCurves,
      several.products,
      several.paths,
    ]) {
      assert.ok(part && 'why' in part && /updates/.test(part.why), JSON.stringify(part));
    }
    assert.ok(several.memory?.halfLives.every((steps) => steps > 0));
    const single = analysed({ model: { cell: 'lstm' }, shape: 'many-to-one', late: true });
    const { layer } = tracedLayer({ model: { cell: 'lstm' }, shape: 'many-to-one' });
    const H = layer.hiddenSize;
    const flow = Array.from({ length: 6 }, (_, k) => Math.hypot(...layer.dh.subarray(k * H, (k + 1) * H)));
    assert.ok(relativeError(found(single.credit).norms, flow) < 1e-6);
    assert.ok(single.paths && found(single.paths).meanShares);
  });

  it('leaves out what is too large, and states what is available', () => {
    const model = { cell: 'gru', variant: 'cudnn' } as const;
    const full = analysed({ model, steps: 12 });
    const cut = analysed({
      model,
      steps: 12,
      limits: { mostSteps: 5, mostTargets: 3, mostColumns: 4, exponents: 2 },
    });
    assert.deepEqual(cut.window, { from: 7, to: 12 });
    const credit = found(cut.credit);
    assert.deepEqual(credit.targets, [7, 9, 11]);
    assert.equal(credit.allTargets, 12);
    assert.deepEqual(credit.columns, [7, 8, 10, 11]);
    const whole = found(full.credit);
    for (const [i, t] of credit.targets.entries()) {
      for (const [j, k] of credit.columns.entries()) {
        assert.ok(Math.abs(credit.norms[i * 4 + j] - whole.norms[t * 12 + k]) < 1e-6);
      }
    }
    const { largest } = found(cut.stepCurves);
    assert.equal(
      largest.findIndex((value) => !Number.isNaN(value)),
      7,
    );
    assert.ok(Math.abs(largest[9] - found(full.stepCurves).largest[9]) < 1e-9);
    assert.equal(found(cut.exponents).values.length, 2);
    assert.equal(found(cut.products).norms.length, 5);
    const paths = cut.paths && found(cut.paths);
    assert.ok(paths && Number.isNaN(paths.norms.carry[6]) && paths.norms.carry[7] > 0);
  });

  it('is bounded by its work, however long and wide a layer is', () => {
    const limits = { ...analysisLimits, work: 1e5 };
    const { window, stepCurves } = analysed({ model: { cell: 'lstm', hiddenSize: 32 }, steps: 200, limits });
    assert.ok(window.to - window.from < 10);
    assert.ok(found(stepCurves).measured >= 2);
  });

  it('follows an encoder from where its decoder reads it, and each layer of a deeper network as far as possible', () => {
    const model = { cell: 'lstm', layers: 2 } as const;
    const encoder = analysed({ model, shape: 'encoder-decoder', layer: 'l1' });
    assert.equal(found(encoder.credit).together, true);
    const decoder = analysed({ model, shape: 'encoder-decoder', layer: 'decoder.l1' });
    assert.equal(found(decoder.credit).together, false);
    const lower = analysed({ model, layer: 'l0' });
    assert.ok('why' in lower.credit && 'why' in lower.inputs);
    const paths = lower.paths && found(lower.paths);
    assert.ok(paths?.meanShares && paths.meanShares.direct > 0);
  });
});

describe('gradients of outputs with respect to the state that they read', () => {
  it('are those of each function on the output', () => {
    const { layer } = tracedLayer();
    const H = layer.hiddenSize;
    const W = { shape: [3, H], values: Float64Array.from({ length: 3 * H }, (_, j) => Math.sin(1.7 * j)) };
    const read = (output: 'identity' | 'sigmoid' | 'softmax', h: Float64Array) => {
      const a = Array.from({ length: 3 }, (_, o) =>
        h.reduce((sum, value, u) => sum + value * W.values[o * H + u], 0),
      );
      const sum = a.reduce((total, value) => total + Math.exp(value), 0);
      return output === 'identity'
        ? a
        : a.map((value) => (output === 'sigmoid' ? 1 / (1 + Math.exp(-value)) : Math.exp(value) / sum));
    };
    const h = Float64Array.from({ length: H }, (_, u) => Math.cos(u));
    for (const output of ['identity', 'sigmoid', 'softmax'] as const) {
      const rows = outputGradients([{ step: 0, y: read(output, h) }], W, output, layer);
      for (let u = 0; u < H; u++) {
        const [high, low] = [1e-5, -1e-5].map((by) =>
          read(
            output,
            h.map((value, v) => value + (v === u ? by : 0)),
          ),
        );
        for (let o = 0; o < 3; o++) {
          assert.ok(Math.abs(rows[o * H + u] - (high[o] - low[o]) / 2e-5) < 1e-9);
        }
      }
    }
  });
});

/** ‖∂y_t/∂x_k‖_F by central differences of the network itself, `[T][T]`. */
function differences(model: Partial<Config['model']>, T: number): Float64Array {
  const config = configOf('many-to-many', { model, training: { epochs: 1 } });
  const outputs = (k: number, input: number, by: number) => {
    const dataset = runningSums('many-to-many', 8, () => T);
    const nudged = (set: SequenceSet): SequenceSet => ({
      ...set,
      writeInputs(sequence, from, to, batch, b) {
        set.writeInputs(sequence, from, to, batch, b);
        if (k >= from && k < to) {
          batch.x[((k - from) * batch.size + b) * 2 + input] += by;
        }
      },
    });
    const { training, validation } = dataset;
    const moved: Dataset = {
      ...dataset,
      training: nudged(training),
      validation: validation && nudged(validation),
    };
    const [{ tensors }] = createTraining(config, moved, { precision: 'float64' }).trace([1]);
    const y = tensors.get('y');
    assert.ok(y);
    return y.values;
  };
  // A trace is in Float32, which requires a large difference; a ReLU must not switch within it.
  const nudge = model.activation === 'relu' ? 5e-4 : 4e-3;
  const squares = new Float64Array(T * T);
  for (let k = 0; k < T; k++) {
    for (const input of [0, 1]) {
      const [high, low] = [outputs(k, input, nudge), outputs(k, input, -nudge)];
      for (let t = 0; t < T; t++) {
        squares[t * T + k] += ((high[t] - low[t]) / (2 * nudge)) ** 2;
      }
    }
  }
  return squares.map(Math.sqrt);
}
