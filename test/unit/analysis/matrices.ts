/** Matrices whose decompositions are known, or are computed by ml-matrix. */
import { Matrix, SVD } from 'ml-matrix';
import type { Jacobian } from '../../../src/analysis/gradients/jacobian';
import { Random } from '../../../src/data/common/random';

/** Independent elements with distribution N(0, g²/n). */
export function gaussian(n: number, seed: number, g = 1): Float64Array {
  const random = new Random(seed, 'gaussian');
  return Float64Array.from({ length: n * n }, () => (g * random.normal()) / Math.sqrt(n));
}

/** A dense Jacobian, like that of an RNN or GRU. */
export function denseJacobian(n: number, values: Float64Array): Jacobian {
  return { size: n, hiddenSize: n, values };
}

/** A Jacobian with the blocks of an LSTM's: `[[d⊙B + A, diag(d⊙f)], [B, diag(f)]]`, A and B of full rank. */
export function lstmJacobian(H: number, seed: number): Jacobian {
  const random = new Random(seed, 'lstm');
  const A = gaussian(H, seed + 1, 0.2);
  const B = gaussian(H, seed + 2, 0.7);
  const size = 2 * H;
  const values = new Float64Array(size * size);
  for (let u = 0; u < H; u++) {
    const f = random.uniform(0.05, 1);
    const d = random.uniform(0.1, 0.9);
    for (let j = 0; j < H; j++) {
      values[(H + u) * size + j] = B[u * H + j];
      values[u * size + j] = A[u * H + j] + d * B[u * H + j];
    }
    values[u * size + H + u] = d * f;
    values[(H + u) * size + H + u] = f;
  }
  return { size, hiddenSize: H, values };
}

/** g times the rotation by θ. */
export function rotation(theta: number, g = 1): Float64Array {
  return Float64Array.of(g * Math.cos(theta), -g * Math.sin(theta), g * Math.sin(theta), g * Math.cos(theta));
}

export function diagonal(...values: number[]): Float64Array {
  const n = values.length;
  const matrix = new Float64Array(n * n);
  values.forEach((value, j) => {
    matrix[j * n + j] = value;
  });
  return matrix;
}

/**
 * QᵀWQ by a plane rotation for each pair of axes: singular values, eigenvalues and their conditions stay the
 * same.
 */
export function inOtherCoordinates(n: number, values: Float64Array): Float64Array {
  const turned = values.slice();
  for (let i = 0; i < n; i++) {
    for (let k = i + 1; k < n; k++) {
      const c = Math.cos(i + 2 * k);
      const s = Math.sin(i + 2 * k);
      for (let j = 0; j < n; j++) {
        const [a, b] = [turned[i * n + j], turned[k * n + j]];
        turned[i * n + j] = c * a - s * b;
        turned[k * n + j] = s * a + c * b;
      }
      for (let j = 0; j < n; j++) {
        const [a, b] = [turned[j * n + i], turned[j * n + k]];
        turned[j * n + i] = c * a - s * b;
        turned[j * n + k] = s * a + c * b;
      }
    }
  }
  return turned;
}

export function matrixOf(n: number, values: ArrayLike<number>): Matrix {
  return Matrix.from1DArray(n, n, Array.from(values));
}

/** Singular values by ml-matrix, in descending order. */
export function singularValuesOf(matrix: Matrix): number[] {
  return [...new SVD(matrix).diagonal].sort((a, b) => b - a);
}
