/** Eigenvalues and eigenvectors of a real matrix, and how well its eigenvectors stand apart. All in Float64. */
import { EVD, LuDecomposition, Matrix, SVD } from 'ml-matrix';

export interface Eigen {
  /** `[re, im]` by falling modulus; of a complex pair the one with im > 0 first. */
  readonly values: readonly (readonly [number, number])[];
  /**
   * Real form of the eigenvectors P, one column for each of `values`: the vector of a real eigenvalue; of a pair, √2·Re v
   * and √2·Im v, where v belongs to im > 0. Every v has length 1. P is this times a unitary matrix, so both have the same
   * singular values.
   */
  readonly vectors: Matrix;
}

export function eigen(matrix: Matrix): Eigen {
  const H = matrix.rows;
  // ml-matrix is JAMA's: A·V = V·D, where a pair λ ± iμ has the block [λ μ; −μ λ], so Re v and Im v are two columns of V.
  const evd = new EVD(matrix, { assumeSymmetric: false });
  const { realEigenvalues: re, imaginaryEigenvalues: im, eigenvectorMatrix: V } = evd;
  const modes: { value: [number, number]; columns: number[][] }[] = [];
  for (let j = 0; j < H; j++) {
    if (im[j] === 0) {
      modes.push({ value: [re[j], 0], columns: [unit([V.getColumn(j)], 1)[0]] });
    } else {
      const [real, imaginary] = unit([V.getColumn(j), V.getColumn(j + 1)], Math.SQRT2);
      // v belongs to re + i·im[j]; where that is the lower one of the pair, its conjugate belongs to the upper one.
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

/** The right eigenvector of the first eigenvalue. */
export function leadingVector({ values, vectors }: Eigen): ComplexVector {
  const re = vectors.getColumn(0);
  return values[0][1] === 0
    ? { re, im: re.map(() => 0) }
    : { re: re.map((x) => x / Math.SQRT2), im: vectors.getColumn(1).map((x) => x / Math.SQRT2) };
}

/**
 * y = conj(u) for the left eigenvector u of the first eigenvalue: `Wᵀ·y = λ·y`, by inverse iteration.
 * With an eigenvalue that is known to rounding, two steps are enough (Wilkinson 1965, chapter 9).
 */
export function leadingLeftVector(matrix: Matrix, { values }: Eigen): ComplexVector {
  const H = matrix.rows;
  const [a, b] = values[0];
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
  const lu = new LuDecomposition(regular(system, scale));
  let y = Array.from({ length: size }, (_, i) => 1 + ((i * 7) % 5) / 10);
  for (let step = 0; step < 3; step++) {
    const solved = lu.solve(Matrix.columnVector(y)).to1DArray();
    const norm = Math.hypot(...solved);
    y = solved.map((x) => x / norm);
  }
  return b === 0 ? { re: y, im: y.map(() => 0) } : { re: y.slice(0, H), im: y.slice(H) };
}

/** A matrix that can be solved: an exactly singular one is moved by rounding. */
function regular(system: Matrix, scale: number): Matrix {
  let moved = system;
  for (let tiny = scale * 2 ** -50; new LuDecomposition(moved).isSingular(); tiny *= 16) {
    moved = Matrix.add(system, Matrix.eye(system.rows, system.columns, tiny));
  }
  return moved;
}

/** Scales the parts of one vector together, so that its length is `length`. */
function unit(parts: number[][], length: number): number[][] {
  const norm = Math.hypot(...parts.map((part) => Math.hypot(...part)));
  return norm > 0 ? parts.map((part) => part.map((x) => (x * length) / norm)) : parts;
}
