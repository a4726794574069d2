import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { Matrix, solve } from 'ml-matrix';
import { apply, applyTransposed, backThrough } from '../../../../src/analysis/gradients/jacobian';
import {
  addTransposed,
  columnsOf,
  dense,
  dot,
  multiply,
  norm,
} from '../../../../src/analysis/linearAlgebra/dense';
import { eigenvalues } from '../../../../src/analysis/linearAlgebra/eigenvalues';
import { Householder } from '../../../../src/analysis/linearAlgebra/householder';
import { Lanczos } from '../../../../src/analysis/linearAlgebra/lanczos';
import { LU } from '../../../../src/analysis/linearAlgebra/lu';
import { Random } from '../../../../src/data/common/random';
import { LargeProducts } from '../../../../src/engine/kernels/doubles';
import { isSupported } from '../../../../src/engine/kernels/webAssembly';
import { relativeError } from '../layers';
import { gaussian, lstmJacobian, matrixOf, singularValuesOf } from '../matrices';

const size = fc.integer({ min: 1, max: 11 });
/** Sizes up to several panels of a decomposition. */
const severalPanels = fc.oneof(size, fc.integer({ min: 12, max: 75 }));
const numbers = (count: number, seed: number) => {
  const random = new Random(seed, 'numbers');
  return Float64Array.from({ length: count }, () => random.normal());
};
const ml = (rows: number, columns: number, values: ArrayLike<number>) =>
  Matrix.from1DArray(rows, columns, Array.from(values));

describe('dense matrices', () => {
  it('multiply as ml-matrix does, at every size and as windows', () => {
    fc.assert(
      fc.property(size, size, size, fc.nat(1e6), (m, k, n, seed) => {
        const a = numbers(m * k, seed);
        const b = numbers(k * (n + 3), seed + 1);
        const c = dense(numbers(m * (n + 1), seed + 2), m, n + 1);
        const untouched = Array.from({ length: m }, (_, i) => c.values[i * (n + 1)]);
        multiply(dense(a, m, k), columnsOf(dense(b, k, n + 3), 2, n), columnsOf(c, 1, n));
        const expected = ml(m, k, a)
          .mmul(ml(k, n + 3, b).subMatrix(0, k - 1, 2, n + 1))
          .to1DArray();
        const ours = ml(m, n + 1, c.values)
          .subMatrix(0, m - 1, 1, n)
          .to1DArray();
        assert.ok(relativeError(ours, expected) < 1e-13);
        multiply(dense(a, m, k), columnsOf(dense(b, k, n + 3), 2, n), columnsOf(c, 1, n), true);
        const twice = ml(m, n + 1, c.values)
          .subMatrix(0, m - 1, 1, n)
          .to1DArray();
        assert.ok(
          relativeError(
            twice,
            expected.map((value) => 2 * value),
          ) < 1e-13,
        );
        assert.deepEqual(
          Array.from({ length: m }, (_, i) => c.values[i * (n + 1)]),
          untouched,
        );
        const y = numbers(n, seed + 3);
        const sum = ml(k, n + 3, b)
          .subMatrix(0, k - 1, 2, n + 1)
          .transpose()
          .mmul(Matrix.columnVector([...a.subarray(0, k)]));
        const before = [...y];
        addTransposed(columnsOf(dense(b, k, n + 3), 2, n), a, 0, y);
        assert.ok(
          relativeError(
            y,
            sum.to1DArray().map((value, j) => value + before[j]),
          ) < 1e-12,
        );
      }),
    );
  });

  it('multiply as ml-matrix does where they are large, in every build of the kernels', () => {
    const side = fc.constantFrom(1, 4, 7, 30, 64, 131, 300);
    for (const build of (['plain', 'relaxed'] as const).filter(isSupported)) {
      const products = new LargeProducts(build);
      fc.assert(
        fc.property(side, side, side, fc.nat(1e6), (m, k, n, seed) => {
          const a = numbers(m * (k + 1), seed);
          const b = numbers(k * (n + 3), seed + 1);
          const c = dense(numbers(m * (n + 1), seed + 2), m, n + 1);
          const before = Array.from(c.values);
          const [A, B, C] = [
            columnsOf(dense(a, m, k + 1), 1, k),
            columnsOf(dense(b, k, n + 3), 2, n),
            columnsOf(c, 1, n),
          ];
          const expected = ml(m, k + 1, a)
            .subMatrix(0, m - 1, 1, k)
            .mmul(ml(k, n + 3, b).subMatrix(0, k - 1, 2, n + 1));
          const sum = Matrix.add(ml(m, n + 1, before).subMatrix(0, m - 1, 1, n), expected);
          const ours = () =>
            ml(m, n + 1, c.values)
              .subMatrix(0, m - 1, 1, n)
              .to1DArray();
          products.multiply(A, B, C, true);
          assert.ok(relativeError(ours(), sum.to1DArray()) < 1e-13);
          products.multiply(A, B, C, false);
          assert.ok(relativeError(ours(), expected.to1DArray()) < 1e-13);
          for (let i = 0; i < m; i++) {
            assert.equal(c.values[i * (n + 1)], before[i * (n + 1)]);
          }
        }),
        { numRuns: 40 },
      );
    }
  });

  it('have norms without under- and overflow, and NaN where there is one', () => {
    assert.equal(norm(2, Float64Array.of(9, 3, 4), 1), 5);
    assert.ok(Math.abs(norm(2, Float64Array.of(3e-200, 4e-200), 0) / 5e-200 - 1) < 1e-12);
    assert.ok(Math.abs(norm(2, Float64Array.of(3e200, 4e200), 0) / 5e200 - 1) < 1e-12);
    assert.equal(norm(3, new Float64Array(3), 0), 0);
    assert.equal(norm(2, Float64Array.of(Number.POSITIVE_INFINITY, 1), 0), Number.POSITIVE_INFINITY);
    assert.ok(Number.isNaN(norm(3, Float64Array.of(1, Number.NaN, 2), 0)));
  });

  it('are solved as ml-matrix does, and transposed', () => {
    fc.assert(
      fc.property(severalPanels, fc.nat(1e6), (n, seed) => {
        const A = gaussian(n, seed);
        const b = numbers(n, seed + 1);
        const lu = new LU(n);
        lu.values.set(A);
        assert.equal(lu.factorise(), true);
        const W = matrixOf(n, A);
        for (const [M, how] of [
          [W, 'solve'],
          [W.transpose(), 'solveTransposed'],
        ] as const) {
          const x = b.slice();
          lu[how](x);
          const expected = solve(M, Matrix.columnVector([...b])).to1DArray();
          // The difference that rounding and the matrix's condition allow between two solutions.
          const singular = singularValuesOf(M);
          assert.ok(relativeError(x, expected) < (1e-14 * n * singular[0]) / singular[n - 1], how);
        }
      }),
    );
    const factors = new LU(2);
    factors.values.set([1, 2, 2, 4]);
    assert.equal(factors.factorise(), false);
    // Without row exchanges these have no pivot, or one that leaves no digit.
    for (const corner of [0, 1e-20]) {
      factors.values.set([corner, 1, 1, 1]);
      assert.equal(factors.factorise(), true);
      const x = Float64Array.of(1, 3);
      factors.solve(x);
      assert.deepEqual([...x], [2, 1]);
      x.set([1, 3]);
      factors.solveTransposed(x);
      assert.deepEqual([...x], [2, 1]);
    }
  });
});

describe('an LSTM’s Jacobian', () => {
  it('multiplies by its blocks as by the whole matrix, from every side', () => {
    for (const H of [1, 2, 5]) {
      const J = lstmJacobian(H, H);
      const n = J.size;
      const whole = matrixOf(n, J.values);
      const rows = numbers(3 * n, 1);
      const out = dense(new Float64Array(3 * n), 3, n);
      backThrough(dense(rows, 3, n), J, out);
      assert.ok(relativeError(out.values, ml(3, n, rows).mmul(whole).to1DArray()) < 1e-13);
      const x = rows.slice(0, n);
      const column = Matrix.columnVector([...x]);
      const y = new Float64Array(n);
      apply(J, x, y);
      assert.ok(relativeError(y, whole.mmul(column).to1DArray()) < 1e-13);
      applyTransposed(J, x, y);
      assert.ok(relativeError(y, whole.transpose().mmul(column).to1DArray()) < 1e-13);
    }
  });
});

describe('the QR decomposition', () => {
  it('has orthonormal columns that span those of the matrix, at every size', () => {
    fc.assert(
      fc.property(severalPanels, severalPanels, fc.nat(1e6), (a, b, seed) => {
        const [n, k] = [Math.max(a, b), Math.min(a, b)];
        const A = numbers(n * k, seed);
        const qr = new Householder(n, k);
        qr.decompose(A.slice());
        for (let i = 0; i < k; i++) {
          for (let j = 0; j < k; j++) {
            const inner = dot(n, qr.vectors, i * n, qr.vectors, j * n);
            assert.ok(Math.abs(inner - (i === j ? 1 : 0)) < 1e-13);
          }
          // Column i of A is within the span of the first i + 1 vectors, with R[i,i] along the last.
          const along = Array.from({ length: k }, (_, j) => dot(n, qr.vectors, j * n, A, i * n));
          assert.ok(along.slice(i + 1).every((value) => Math.abs(value) < 1e-12));
          assert.ok(Math.abs(Math.abs(along[i]) - qr.lengths[i]) < 1e-12);
          assert.ok(Math.abs(Math.hypot(...along) - norm(n, A, i * n)) < 1e-12);
        }
      }),
    );
  });
});

describe('eigenvalues without vectors', () => {
  it('have the power sums of the matrix', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.nat(1e6), (n, seed) => {
        const W = gaussian(n, seed);
        const { re, im } = eigenvalues(n, W);
        const M = matrixOf(n, W);
        const square = M.mmul(M);
        const sum = re.reduce((total, a) => total + a, 0);
        const squares = re.reduce((total, a, j) => total + a * a - im[j] * im[j], 0);
        const cubes = re.reduce((total, a, j) => total + a * a * a - 3 * a * im[j] * im[j], 0);
        assert.ok(Math.abs(sum - M.trace()) < 1e-11);
        assert.ok(Math.abs(squares - square.trace()) < 1e-11);
        assert.ok(Math.abs(cubes - square.mmul(M).trace()) < 1e-11);
        assert.ok(Math.abs(im.reduce((total, b) => total + b, 0)) < 1e-12);
      }),
    );
  });
});

describe('Lanczos', () => {
  it('finds the largest eigenvalue of an operator and its vector, and starts there the next time', () => {
    const n = 200;
    const lanczos = new Lanczos(n);
    let products = 0;
    const find = (largest: number) =>
      lanczos.largest((x, y) => {
        products++;
        for (let j = 0; j < n; j++) {
          y[j] = x[j] * (j === 17 ? largest : 1 - j / n);
        }
      });
    assert.ok(Math.abs(find(1.05) - 1.05) < 1e-10);
    assert.ok(Math.abs(Math.abs(lanczos.vector[17]) - 1) < 1e-6);
    const first = products;
    products = 0;
    assert.ok(Math.abs(find(1.06) - 1.06) < 1e-10);
    assert.ok(products < first, `${products} after ${first}`);
    assert.ok(first < n / 2);
  });

  it('finds it where it was not found the last time', () => {
    const n = 60;
    const lanczos = new Lanczos(n);
    for (const leading of [3, 40, 41, 0, 59]) {
      // Each unit vector is an eigenvector, and would also satisfy a search that looks at nothing else.
      const value = lanczos.largest((x, y) => {
        y.set(x);
        y[leading] *= 2;
      });
      assert.ok(Math.abs(value - 2) < 1e-9, `${value} at ${leading}`);
    }
  });

  it('stops at the accuracy that the products have', () => {
    const n = 100;
    const random = new Random(1, 'rounding');
    let products = 0;
    const value = new Lanczos(n).largest(
      (x, y) => {
        products++;
        for (let j = 0; j < n; j++) {
          y[j] = x[j] * (j === 0 ? 2 : 1 - j / n) + 1e-7 * random.normal();
        }
      },
      () => 1e-5,
    );
    assert.ok(Math.abs(value - 2) < 1e-4);
    assert.ok(products < 40, `${products}`);
  });
});
