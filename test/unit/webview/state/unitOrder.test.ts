import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createTraining } from '../../../../src/engine/trainer';
import type { Trace } from '../../../../src/engine/training';
import type { TensorFile } from '../../../../src/formats/safetensors';
import { bySimilarity, correlationDistances } from '../../../../webview/state/similarity';
import { byEffect, byPeak, effects } from '../../../../webview/state/unitOrder';
import { configOf, runningSums } from '../../engine/sequences';
import { finish } from '../base/work';

function tensor(steps: number, size: number, at: (step: number, unit: number) => number) {
  const values = Float32Array.from({ length: steps * size }, (_, i) => at(Math.floor(i / size), i % size));
  return { name: 'l0.h', steps, size, values };
}

const shuffled = (size: number) =>
  fc.shuffledSubarray([...Array(size).keys()], { minLength: size, maxLength: size });

describe('units in another order', () => {
  it('are ordered by the step of their largest magnitude, equal ones by index', () => {
    const peaks = [40, 3, 99, 3, 0];
    const h = tensor(100, 5, (step, unit) => (step === peaks[unit] ? -0.9 : 0.5));
    assert.deepEqual([...finish(byPeak(h))], [4, 1, 3, 0, 2]);
  });

  it('are placed beside those with the same behaviour, whatever their numbers', () => {
    fc.assert(
      fc.property(shuffled(12), (names) => {
        // Three groups of four that have nothing in common; within each, every unit lags a little more than
        // the one before.
        const h = tensor(400, 12, (step, unit) => {
          const which = names[unit];
          return Math.sin((step + 2 * (which % 4)) / [3, 11, 41][Math.floor(which / 4)]);
        });
        const order = finish(bySimilarity(h));
        assert.deepEqual(
          [...order].sort((a, b) => a - b),
          [...Array(12).keys()],
        );
        const groups = [...order].map((unit) => Math.floor(names[unit] / 4));
        assert.equal(groups.filter((group, at) => group !== groups[at - 1]).length, 3, `${groups}`);
        // Within a group, each unit is beside the one with the smallest lag to it.
        for (const [at, unit] of order.entries()) {
          if (at > 0 && groups[at] === groups[at - 1]) {
            assert.equal(
              Math.abs(names[unit] - names[order[at - 1]]),
              1,
              `${[...order].map((u) => names[u])}`,
            );
          }
        }
      }),
      { numRuns: 30 },
    );
  });

  it('have a distance of 1 less their correlation; one that never changes resembles none', () => {
    const h = tensor(50, 4, (step, unit) => [step, -2 * step + 7, 0.3, (step % 2) * 1e-3][unit]);
    const distances = finish(correlationDistances(h));
    const between = (a: number, b: number) => distances[a * 4 + b];
    assert.ok(Math.abs(between(0, 1) - 2) < 1e-6);
    assert.equal(between(0, 2), 1);
    assert.equal(between(2, 3), 1);
    assert.ok(Math.abs(between(0, 3) - 1) < 0.05);
  });

  it('are all present with values that are not finite, and with one unit', () => {
    const broken = tensor(30, 6, (step, unit) => (unit === 2 ? Number.NaN : Math.sin(step * (unit + 1))));
    for (const work of [bySimilarity(broken), byPeak(broken), byEffect(broken, broken)]) {
      assert.deepEqual(
        [...finish(work)].sort((a, b) => a - b),
        [0, 1, 2, 3, 4, 5],
      );
    }
    assert.deepEqual([...finish(bySimilarity(tensor(9, 1, () => 0)))], [0]);
  });

  for (const cell of ['rnn', 'lstm'] as const) {
    it(`by effect agree with finite differences of the loss by a mask on what a unit gives on, ${cell}`, () => {
      const steps = 7;
      const shape = 'many-to-many';
      const training = createTraining(
        configOf(shape, { model: { cell } }),
        runningSums(shape, 8, () => steps),
        {
          precision: 'float64',
        },
      );
      const asSteps = (trace: Trace, name: string) => {
        const found = trace.tensors.get(name);
        assert.ok(found, name);
        const [of, size = 1] = found.shape;
        return { name, steps: of, size, values: Float32Array.from(found.values) };
      };
      const [trace] = training.trace([1]);
      const exact = finish(effects(asSteps(trace, 'l0.h'), asSteps(trace, 'l0.grad.h')));
      const weights = training.save();
      const masked = (unit: number, mask: number) => {
        training.restore(withColumn(weights, unit, mask));
        const losses = asSteps(training.trace([1])[0], 'loss').values;
        return losses.reduce((sum, loss) => sum + loss, 0) / steps;
      };
      const step = 1e-2;
      for (const [unit, effect] of exact.entries()) {
        const numeric = (masked(unit, 1 + step) - masked(unit, 1 - step)) / (2 * step);
        assert.ok(
          Math.abs(effect - numeric) < 1e-4 + 1e-3 * Math.abs(effect),
          `${unit}: ${effect}, ${numeric}`,
        );
      }
      assert.ok(Math.max(...exact.map(Math.abs)) > 1e-3, 'units have effects');
    });
  }
});

/**
 * The weights with the output of unit `unit` scaled: its column in the recurrent matrix and in the readout.
 */
function withColumn(file: TensorFile, unit: number, scale: number): TensorFile {
  const tensors = new Map(
    [...file.tensors].map(([name, tensor]) => {
      if (!/weight_hh_l0|readout\.weight/.test(name)) {
        return [name, tensor];
      }
      const columns = tensor.shape[1];
      const values = tensor.values.map((value, at) => (at % columns === unit ? value * scale : value));
      return [name, { ...tensor, values }];
    }),
  );
  return { ...file, tensors };
}
