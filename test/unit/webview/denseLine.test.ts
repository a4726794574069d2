import assert from 'node:assert/strict';
import fc from 'fast-check';
import { coveredColumns } from '../../../webview/denseLine';

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
