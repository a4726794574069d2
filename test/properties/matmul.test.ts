import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { Random } from '../../src/data/common/random';
import type { Matrix } from '../../src/engine/kernels/matrix';
import { Arena } from '../../src/engine/tensor';
import { allBuilds } from '../kernels';

/** Sizes; most are near the edges of a tile, and some fill several blocks. */
const extent = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 35 }) },
  { weight: 1, arbitrary: fc.integer({ min: 90, max: 300 }) },
);
const gap = fc.integer({ min: 0, max: 3 });

describe('matrix products', () => {
  for (const { name, kernels: make, precision } of allBuilds) {
    const kernels = make();
    for (const form of ['A·Bᵀ', 'A·B', 'Aᵀ·B'] as const) {
      it(`${form} of the ${name} kernels is the sum of products, within strides and offsets`, () => {
        fc.assert(
          fc.property(
            extent,
            extent,
            extent,
            gap,
            gap,
            fc.boolean(),
            fc.integer(),
            (m, n, k, at, wider, accumulate, seed) => {
              const arena = new Arena(precision, kernels.memory);
              const place = (name: string, rows: number, columns: number): Matrix => ({
                tensor: arena.tensor(name, at + rows * (columns + wider)),
                at,
                rows,
                columns,
                stride: columns + wider,
              });
              const a = form === 'Aᵀ·B' ? place('a', k, m) : place('a', m, k);
              const b = form === 'A·Bᵀ' ? place('b', n, k) : place('b', k, n);
              const c = place('c', m, n);
              const packed = form === 'Aᵀ·B' ? null : kernels.packed(b, form === 'A·Bᵀ', arena);
              arena.allocate();
              const random = new Random(seed, 'matmul');
              for (const { tensor } of [a, b, c]) {
                tensor.values.forEach((_, j) => {
                  tensor.values[j] = random.normal();
                });
              }
              const get = ({ tensor, at: first, stride }: Matrix, i: number, j: number) =>
                tensor.values[first + i * stride + j];
              const expected = c.tensor.values.slice();
              for (let i = 0; i < m; i++) {
                for (let j = 0; j < n; j++) {
                  let sum = accumulate ? get(c, i, j) : 0;
                  for (let p = 0; p < k; p++) {
                    sum +=
                      (form === 'Aᵀ·B' ? get(a, p, i) : get(a, i, p)) *
                      (form === 'A·Bᵀ' ? get(b, j, p) : get(b, p, j));
                  }
                  expected[c.at + i * c.stride + j] = sum;
                }
              }
              if (packed) {
                packed.pack();
                packed.multiply(a, c, accumulate);
              } else {
                kernels.multiplyTransposed(a, b, c, accumulate);
              }
              // Every element is compared, so that nothing is written between the rows either.
              c.tensor.values.forEach((value, j) => {
                assert.ok(
                  Math.abs(value - expected[j]) <= (precision === 'float64' ? 1e-12 : 2e-6) * k,
                  `element ${j}`,
                );
              });
            },
          ),
          { numRuns: 100 },
        );
      });
    }
  }
});
