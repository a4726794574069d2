/**
 * The leading eigenvalue λ₁ of a block: how often the block has it, and how a weight moves it (docs/math.md,
 * "Spectrum of a recurrent block W").
 */
import { Matrix, solve } from 'ml-matrix';
import {
  type ComplexVector,
  type Eigen,
  leftSpace,
  leftVector,
  rightVector,
  singularRange,
} from '../linearAlgebra/eigen';
import { conditionOf, sensitivity } from './modes';

export interface Leading {
  /** The number of eigenvalues that are λ₁, to rounding. */
  readonly multiplicity: number;
  /** The number of eigenvalues as large as λ₁, itself and its conjugate included, to the digits of Float32. */
  readonly equallyLarge: number;
  /** ‖Π‖₂ of the spectral projector Π, which is ‖u‖‖v‖/|uᴴv| for a simple λ₁; infinite where it is defective. */
  readonly condition: number;
  /** `Π_ji`, row-major `[i][j]`; NaN where λ₁ is defective to half of the digits. */
  readonly sensitivity: { readonly re: Float64Array; readonly im: Float64Array };
}

/** Condition from which an eigenvalue is defective to all digits, as in `conditionOf`. */
const mostCondition = 1e15;
/** Condition of λ₁ above which half of the digits of its derivative are lost. */
const defectiveCondition = 1e8;
/** Distance of eigenvalues, relative to ‖W‖_F, below which they are one: far above their rounding. */
const sameValue = 1e-10;
/** Relative difference of moduli below which Float32 weights do not tell which one is larger. */
const sameModulus = 1e-6;

export function leadingOf(matrix: Matrix, found: Eigen): Leading {
  const scale = matrix.norm('frobenius');
  const [re, im] = found.values[0];
  const isSame = ([a, b]: readonly [number, number]) => Math.hypot(a - re, b - im) <= sameValue * scale;
  const multiplicity = found.values.filter(isSame).length;
  const radius = Math.hypot(re, im);
  const equallyLarge = found.values.filter(
    (value) => Math.hypot(...value) >= radius * (1 - sameModulus),
  ).length;
  const { condition, by } =
    multiplicity === 1 ? simple(matrix, found) : multiple(matrix, found, multiplicity);
  const isDefined = condition <= defectiveCondition;
  const undefinedOf = (values: Float64Array) => (isDefined ? values : values.fill(Number.NaN));
  return {
    multiplicity,
    equallyLarge,
    condition,
    sensitivity: { re: undefinedOf(by.re), im: undefinedOf(by.im) },
  };
}

interface Moved {
  readonly condition: number;
  readonly by: Leading['sensitivity'];
}

function simple(matrix: Matrix, found: Eigen): Moved {
  const vectors = { left: leftVector(matrix, found.values[0]), right: rightVector(found, 0) };
  return { condition: conditionOf(vectors), by: sensitivity(vectors) };
}

/**
 * Of an eigenvalue that W has m times, with orthonormal bases X and Y of its right and left eigenvectors:
 * `Π = X(YᴴX)⁻¹Yᴴ`. A change of w_ij alone, which has rank 1, moves one of the m eigenvalues by Π_ji and
 * leaves the others (Kato, "Perturbation Theory for Linear Operators", II.2.3).
 */
function multiple(matrix: Matrix, { values }: Eigen, m: number): Moved {
  const H = matrix.rows;
  const scale = matrix.norm('frobenius') || 1;
  const [a, b] = values[0];
  const isReal = Math.abs(b) <= sameValue * scale;
  const value = [a, isReal ? 0 : b] as const;
  // The identity, a usual start, is all eigenspace, and large ones would take long.
  if (m === H && Matrix.sub(matrix, Matrix.mul(Matrix.eye(H), a)).norm('frobenius') <= sameSpace * scale) {
    return {
      condition: 1,
      by: { re: Float64Array.from(Matrix.eye(H).to1DArray()), im: new Float64Array(H * H) },
    };
  }
  // A complex matrix is computed with as a real one of twice the size.
  const embed = (re: Matrix, im: Matrix) => (isReal ? re : embedded(re, im));
  const rows = (vectors: readonly ComplexVector[]) =>
    embed(new Matrix(vectors.map(({ re }) => [...re])), new Matrix(vectors.map(({ im }) => [...im])));
  const left = rows(leftSpace(matrix, value, m));
  // The rows are those of Xᵀ, and the real form of Xᵀ is not the transpose of the real form of X.
  const right = leftSpace(matrix.transpose(), value, m);
  const X = embed(
    new Matrix(right.map((vector) => [...vector.re])).transpose(),
    new Matrix(right.map((vector) => [...vector.im])).transpose(),
  );
  const eye = Matrix.eye(H);
  const shifted = embed(Matrix.sub(matrix, Matrix.mul(eye, value[0])), Matrix.mul(eye, -value[1]));
  const overlap = left.mmul(X);
  const { smallest } = singularRange(overlap);
  const isFull = shifted.mmul(X).norm('frobenius') <= sameSpace * scale;
  if (!isFull || !(smallest > 1 / mostCondition)) {
    const nothing = new Float64Array(H * H);
    return { condition: Number.POSITIVE_INFINITY, by: { re: nothing, im: nothing.slice() } };
  }
  const projector = X.mmul(solve(overlap, left));
  const part = (row: number) =>
    Float64Array.from({ length: H * H }, (_, at) => projector.get(row + (at % H), Math.floor(at / H)));
  return {
    condition: 1 / smallest,
    by: { re: part(0), im: isReal ? new Float64Array(H * H) : part(H) },
  };
}

/** Length of (W − λ)X, relative to ‖W‖_F, below which X holds eigenvectors only. */
const sameSpace = 1e-7;

/** `[re −im; im re]` */
function embedded(re: Matrix, im: Matrix): Matrix {
  const whole = Matrix.zeros(2 * re.rows, 2 * re.columns);
  whole.setSubMatrix(re, 0, 0);
  whole.setSubMatrix(re, re.rows, re.columns);
  whole.setSubMatrix(im, re.rows, 0);
  whole.setSubMatrix(Matrix.mul(im, -1), 0, re.columns);
  return whole;
}
