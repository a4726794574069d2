import assert from 'node:assert/strict';
import fc from 'fast-check';
import { openness, stepExtremes, stepNorms } from '../../../../../webview/sections/common/stepFacts';
import { finish } from '../../base/work';

/** Facts about enough steps that the work is done in several slices. */
const steps = 1500;
const size = 200;

function tensor(at: (index: number) => number) {
  return { name: 'l0.h', steps, size, values: Float32Array.from({ length: steps * size }, (_, i) => at(i)) };
}

const wave = (i: number) => Math.sin(i * 12.9898) * Math.exp(i / 40_000);

describe('facts of a tensor over time', () => {
  it('are its least and greatest finite value, wherever they lie, and the peak of each step', () => {
    const index = fc.integer({ min: 0, max: steps * size - 1 });
    fc.assert(
      fc.property(fc.uniqueArray(index, { minLength: 5, maxLength: 5 }), ([low, high, nan, up, down]) => {
        const whole = tensor((i) => Math.sin(i));
        whole.values[low] = -7;
        whole.values[high] = 6;
        whole.values[nan] = Number.NaN;
        whole.values[up] = Number.POSITIVE_INFINITY;
        whole.values[down] = Number.NEGATIVE_INFINITY;
        const { peaks, ...found } = finish(stepExtremes(whole));
        assert.deepEqual(found, { low: -7, high: 6, nonFinite: 3 });
        for (const step of [low, high, nan, up, down].map((at) => Math.floor(at / size))) {
          const row = whole.values.subarray(step * size, (step + 1) * size);
          assert.equal(peaks[step], Math.max(...[...row].filter(Number.isFinite).map(Math.abs)));
        }
      }),
      { numRuns: 20 },
    );
  });

  it('of a tensor without a finite value are zero', () => {
    const { low, high, nonFinite, peaks } = finish(stepExtremes(tensor(() => Number.NaN)));
    assert.deepEqual([low, high, nonFinite, Math.max(...peaks)], [0, 0, steps * size, 0]);
  });

  it('include the fraction of a gate near its ends, and the norm of each step', () => {
    const whole = tensor((i) => (i % 4) / 3);
    assert.deepEqual(
      Object.values(finish(openness(whole))).map((share) => share.toFixed(6)),
      ['0.500000', '0.250000', '0.250000'],
    );
    const norms = finish(stepNorms(tensor(wave)));
    const { values } = tensor(wave);
    for (const step of [0, 655, 656, steps - 1]) {
      const exact = Math.hypot(...values.subarray(step * size, (step + 1) * size));
      assert.ok(Math.abs(norms[step] - exact) <= 1e-12 * exact);
    }
  });
});
