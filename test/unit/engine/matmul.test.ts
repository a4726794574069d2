import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { Random } from '../../../src/data/random';
import type { Matrix } from '../../../src/engine/kernels/matrix';
import { referenceKernels } from '../../../src/engine/kernels/reference';
import { Arena } from '../../../src/engine/tensor';

const kernelsUnderTest = [referenceKernels];
const extent = fc.integer({ min: 1, max: 19 });
const gap = fc.integer({ min: 0, max: 3 });

describe('matrix products', () => {
  for (const kernels of kernelsUnderTest) {
    for (const form of ['matmulNT', 'matmulNN', 'matmulTN'] as const) {
      it(`${form} of the ${kernels.name} kernels is the sum of products, within strides and offsets`, () => {
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
              const arena = new Arena('float64');
              const place = (name: string, rows: number, columns: number): Matrix => ({
                tensor: arena.tensor(name, at + rows * (columns + wider)),
                at,
                rows,
                columns,
                stride: columns + wider,
              });
              const a = form === 'matmulTN' ? place('a', k, m) : place('a', m, k);
              const b = form === 'matmulNT' ? place('b', n, k) : place('b', k, n);
              const c = place('c', m, n);
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
                      (form === 'matmulTN' ? get(a, p, i) : get(a, i, p)) *
                      (form === 'matmulNT' ? get(b, j, p) : get(b, p, j));
                  }
                  expected[c.at + i * c.stride + j] = sum;
                }
              }
              kernels[form](a, b, c, accumulate);
              // Every element, so that nothing is written between the rows either.
              c.tensor.values.forEach((value, j) => {
                assert.ok(Math.abs(value - expected[j]) < 1e-12 * k, `element ${j}`);
              });
            },
          ),
          { numRuns: 200 },
        );
      });
    }
  }
});
