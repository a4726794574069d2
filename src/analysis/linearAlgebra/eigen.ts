/**
 * Eigenvalues and eigenvectors of a real matrix, and how well its eigenvectors are separated, all in Float64.
 */
import { EVD, LuDecomposition, Matrix, SVD } from 'ml-matrix';

export interface Eigen {
  /** `[re, im]` by falling modulus; in a complex pair the one with im > 0 is first. */
  readonly values: readonly (readonly [number, number])[];
  /**
   * Real form of the eigenvectors P, one column for each of `values`: the vector of a real eigenvalue; for a
   * pair, √2·Re v and √2·Im v, where v belongs to im > 0. Every v has length 1. P is this times a unitary
   * matrix, so both have the same singular values.
   */
  readonly vectors: Matrix;
}

export function eigen(matrix: Matrix): Eigen {
  const H = matrix.rows;
  // ml-matrix is JAMA's: A·V = V·D, where a pair λ ± iμ has the block [λ μ; −μ λ], so Re v and Im v are two
  // columns of V.
  const evd = new EVD(matrix, { assumeSymmetric: false });
  const { realEigenvalues: re, imaginaryEigenvalues: im, eigenvectorMatrix: V } = evd;
  const modes: { value: [number, number]; columns: number[][] }[] = [];
  for (let j = 0; j < H; j++) {
    if (im[j] === 0) {
      modes.push({ value: [re[j], 0], columns: [unit([V.getColumn(j)], 1)[0]] });
    } else {
      const [real, imaginary] = unit([V.getColumn(j), V.getColumn(j + 1)], Math.SQRT2);
      // v belongs to re + i·im[j]; where that is the lower one of the pair, its conjugate belongs to the
      // upper one.
      const sign = Math.sign(im[j]);
      modes.push({ value: [re[j], Math.abs(im[j])], columns: [real, imaginary.map((x) => sign * x)] });
      j++;
    }
  }
  modes.sort((left, right) => Math.hypot(...right.value) - Math.hypot(...left.value));
  const values = modes.flatMap(({ value: [a, b] }): [number, number][] =>
    b === 0
      ? [[a, 0]]
      : [
          [a, b],
          [a, -b],
        ],
  );
  const columns = modes.flatMap((mode) => mode.columns);
  return { values, vectors: new Matrix(columns).transpose() };
}

/** Largest and smallest singular value. */
export function singularRange(matrix: Matrix): { largest: number; smallest: number } {
  const svd = new SVD(matrix, {
    computeLeftSingularVectors: false,
    computeRightSingularVectors: false,
    autoTranspose: true,
  });
  const values = svd.diagonal;
  return { largest: Math.max(...values), smallest: Math.min(...values) };
}

/** A complex vector. */
export interface ComplexVector {
  readonly re: readonly number[];
  readonly im: readonly number[];
}

/** The right eigenvector of the j-th eigenvalue, of length 1. */
export function rightVector({ values, vectors }: Eigen, j: number): ComplexVector {
  const im = values[j][1];
  if (im === 0) {
    const re = vectors.getColumn(j);
    return { re, im: re.map(() => 0) };
  }
  const upper = im > 0 ? j : j - 1;
  const sign = Math.sign(im);
  return {
    re: vectors.getColumn(upper).map((x) => x / Math.SQRT2),
    im: vectors.getColumn(upper + 1).map((x) => (sign * x) / Math.SQRT2),
  };
}

/**
 * y_j = conj(u_j) for the left eigenvectors u of all eigenvalues, of length 1: `Wᵀ·y = λ·y`. They are the
 * rows of P⁻¹, which keeps those of a multiple eigenvalue apart from each other. Null where P is singular.
 */
export function leftVectors({ values, vectors }: Eigen): ComplexVector[] | null {
  const lu = new LuDecomposition(vectors);
  if (lu.isSingular()) {
    return null;
  }
  // vectors = P·U with U = (1/√2)·[1 −i; 1 i] for each pair, and so P⁻¹ = U·vectors⁻¹.
  const inverse = lu.solve(Matrix.eye(values.length));
  return values.map(([, im], j) => {
    const upper = im < 0 ? j - 1 : j;
    const re = inverse.getRow(upper);
    const imaginary = im === 0 ? re.map(() => 0) : inverse.getRow(upper + 1).map((x) => -Math.sign(im) * x);
    const [real, rest] = unit([re, imaginary], 1);
    return { re: real, im: rest };
  });
}

/**
 * y = conj(u) for the left eigenvector u of one eigenvalue, of length 1, by inverse iteration, which also
 * works where P is nearly singular. With an eigenvalue that is known to rounding, two steps are enough
 * (Wilkinson 1965, chapter 9).
 */
export function leftVector(matrix: Matrix, value: readonly [number, number]): ComplexVector {
  return leftSpace(matrix, value, 1)[0];
}

/**
 * `leftVector` for an eigenvalue that the matrix has `count` times: an orthonormal basis of its left
 * eigenvectors. Where there are fewer than `count`, the rest of the basis holds no eigenvectors.
 */
export function leftSpace(
  matrix: Matrix,
  [a, b]: readonly [number, number],
  count: number,
): readonly ComplexVector[] {
  const H = matrix.rows;
  const scale = matrix.norm('frobenius') || 1;
  // A shift off the eigenvalue by rounding keeps the system solvable.
  const shift = a + scale * 2 ** -50;
  const size = b === 0 ? H : 2 * H;
  const system = Matrix.zeros(size, size);
  for (let i = 0; i < H; i++) {
    for (let j = 0; j < H; j++) {
      const value = matrix.get(j, i) - (i === j ? shift : 0);
      system.set(i, j, value);
      if (b !== 0) {
        system.set(H + i, H + j, value);
      }
    }
    if (b !== 0) {
      // (Wᵀ − a − bi)(yr + i·yi)
      system.set(i, H + i, b);
      system.set(H + i, i, -b);
    }
  }
  const lu = regular(system, scale);
  let found = Array.from({ length: count }, (_, c) => split(H, startOf(size, c)));
  for (let step = 0; step < 3; step++) {
    const together = new Matrix(found.map(({ re, im }) => [...re, ...im].slice(0, size))).transpose();
    const solved = lu.solve(together);
    found = orthonormal(found.map((_, c) => split(H, solved.getColumn(c))));
  }
  return found;
}

/** The start of the c-th vector: numbers without a pattern that weights may have. */
function startOf(size: number, c: number): number[] {
  return Array.from({ length: size }, (_, i) =>
    c === 0 ? 1 + ((i * 7) % 5) / 10 : (((i + 1) * (c + 1) * 0.6180339887498949) % 1) - 0.5,
  );
}

/** `[yr, yi]`, or yr alone, as a complex vector. */
function split(H: number, y: readonly number[]): ComplexVector {
  return y.length === H ? { re: y, im: y.map(() => 0) } : { re: y.slice(0, H), im: y.slice(H) };
}

/** Gram and Schmidt's orthonormal vectors, each orthogonalised twice, because the first pass leaves rounding. */
function orthonormal(vectors: readonly ComplexVector[]): ComplexVector[] {
  const basis: ComplexVector[] = [];
  for (const vector of vectors) {
    let [re, im] = unit([[...vector.re], [...vector.im]], 1);
    for (let pass = 0; pass < 2; pass++) {
      for (const other of basis) {
        // ⟨other, vector⟩
        const a = re.reduce((sum, x, i) => sum + other.re[i] * x + other.im[i] * im[i], 0);
        const b = im.reduce((sum, x, i) => sum + other.re[i] * x - other.im[i] * re[i], 0);
        re = re.map((x, i) => x - a * other.re[i] + b * other.im[i]);
        im = im.map((x, i) => x - a * other.im[i] - b * other.re[i]);
      }
      [re, im] = unit([re, im], 1);
    }
    basis.push({ re, im });
  }
  return basis;
}

/** The factors of a matrix, which is shifted by a rounding error where it is exactly singular. */
function regular(system: Matrix, scale: number): LuDecomposition {
  let lu = new LuDecomposition(system);
  for (let tiny = scale * 2 ** -50; lu.isSingular(); tiny *= 16) {
    lu = new LuDecomposition(Matrix.add(system, Matrix.eye(system.rows, system.columns, tiny)));
  }
  return lu;
}

/** Scales the parts of one vector together, so that its length is `length`. */
function unit(parts: number[][], length: number): number[][] {
  const norm = Math.hypot(...parts.map((part) => Math.hypot(...part)));
  return norm > 0 ? parts.map((part) => part.map((x) => (x * length) / norm)) : parts;
}
