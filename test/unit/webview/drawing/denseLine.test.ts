import assert from 'node:assert/strict';
import fc from 'fast-check';
import { coveredBetween, coveredColumns } from '../../../../webview/drawing/denseLine';

const same = (value: number) => value;

describe('a line with more steps than pixels', () => {
  it('covers every value at its pixel, each step on the way from one to the next, and nothing else', () => {
    const value = fc.oneof(
      { weight: 9, arbitrary: fc.double({ min: -5, max: 5, noNaN: true }) },
      fc.constant(Number.NaN),
    );
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 20, maxLength: 200 }),
        fc.integer({ min: 1, max: 10 }),
        fc.nat(10),
        (values, width, from) => {
          const to = values.length;
          const { low, high } = coveredColumns(values, same, from, to, width);
          const expected = Array.from({ length: width }, () => [
            Number.POSITIVE_INFINITY,
            Number.NEGATIVE_INFINITY,
          ]);
          for (let step = from; step < to; step++) {
            const pixel = Array.from(
              { length: width },
              (_, p) => from + Math.floor(((p + 1) * (to - from)) / width),
            ).findIndex((end) => step < end);
            const ends = [values[step], step > 0 ? values[step - 1] : Number.NaN].filter(Number.isFinite);
            if (Number.isFinite(values[step])) {
              expected[pixel][0] = Math.min(expected[pixel][0], ...ends);
              expected[pixel][1] = Math.max(expected[pixel][1], ...ends);
            }
          }
          for (const [pixel, [least, most]] of expected.entries()) {
            assert.deepEqual(
              [low[pixel], high[pixel]],
              least <= most ? [least, most] : [Number.NaN, Number.NaN],
              `pixel ${pixel}`,
            );
          }
        },
      ),
    );
  });
});

describe('a steep line with fewer steps than pixels', () => {
  it('covers, in each column, the range between the heights that it has there', () => {
    const value = fc.oneof(
      { weight: 9, arbitrary: fc.double({ min: 0, max: 100, noNaN: true }) },
      fc.constant(Number.NaN),
    );
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 2, maxLength: 12 }),
        fc.integer({ min: 20, max: 90 }),
        (y, width) => {
          const x = y.map((_, i) => ((i + 0.5) / y.length) * width);
          const { low, high } = coveredBetween(x, y, width);
          const at = (place: number) => {
            const next = x.findIndex((each) => each >= place);
            if (next < 0 || (next === 0 && x[0] !== place)) {
              return Number.NaN;
            }
            const [a, b] = [next - 1, next];
            return x[b] === place ? y[b] : y[a] + ((y[b] - y[a]) * (place - x[a])) / (x[b] - x[a]);
          };
          for (let pixel = 0; pixel < width; pixel++) {
            const fine = Array.from({ length: 51 }, (_, i) => pixel + i / 50);
            const heights = [...fine, ...x.filter((each) => each >= pixel && each < pixel + 1)]
              .map(at)
              .filter(Number.isFinite);
            const [least, most] = [Math.min(...heights), Math.max(...heights)];
            const slack = (110 * y.length) / width / 50 + 1e-9;
            if (Number.isNaN(low[pixel])) {
              assert.ok(heights.length <= 1, `pixel ${pixel} is empty`);
            } else {
              assert.ok(
                low[pixel] <= least + 1e-9 && low[pixel] >= least - slack,
                `pixel ${pixel}: ${low[pixel]}, ${least}`,
              );
              assert.ok(
                high[pixel] >= most - 1e-9 && high[pixel] <= most + slack,
                `pixel ${pixel}: ${high[pixel]}, ${most}`,
              );
            }
          }
        },
      ),
    );
  });
});
