/**
 * Every mode of a recurrent block, `W = PΛP⁻¹`: how quickly it fades or grows, how it turns, how reliable its
 * eigenvalue is, and how a weight changes it (docs/math.md, "Every mode of a block"). `spectrum.ts` has the
 * block as a whole.
 */
import { Matrix } from 'ml-matrix';
import {
  type ComplexVector,
  eigen,
  leftVector,
  leftVectors,
  rightVector,
  singularRange,
} from '../linearAlgebra/eigen';

export interface Mode {
  /** λ as `[re, im]`. */
  readonly value: readonly [number, number];
  /** |λ| */
  readonly modulus: number;
  /** ln ½/ln|λ| steps, where |λ| < 1: 0 where λ is 0. */
  readonly halfLife: number | null;
  /** ln 2/ln|λ| steps, where |λ| > 1. */
  readonly doublingTime: number | null;
  /**
   * 2π/|arg λ| steps for a complex pair; 2 for a negative λ, which changes sign at each step; null for a
   * positive one.
   */
  readonly period: number | null;
  /** ‖u‖‖v‖/|uᴴv|: the most that λ moves for a change of W of length 1; infinite where λ is defective. */
  readonly condition: number;
  /** v, of length 1: `Wv = λv`. */
  readonly right: ComplexVector;
  /** conj(u), of length 1: `uᴴW = λuᴴ`. */
  readonly left: ComplexVector;
}

/** The two eigenvectors of one eigenvalue. */
export type Vectors = Pick<Mode, 'left' | 'right'>;

export interface Modes {
  /** Modes by falling modulus; in a complex pair the one with im > 0 is first. */
  readonly modes: readonly Mode[];
  /** cond₂(P) */
  readonly conditionOfEigenvectors: number;
  /**
   * Whether cond₂(P) > 10⁸: to half the digits, W has no full set of eigenvectors, and its powers must not be
   * read off Λ.
   */
  readonly nearlyDefective: boolean;
  /**
   * max |u_iᴴv_j|, i ≠ j: 0 in exact arithmetic, and therefore a measure of how far the vectors can be
   * trusted.
   */
  readonly biorthogonality: number;
}

/** cond₂(P) above which W is called nearly defective. */
const defectiveCondition = 1e8;

/**
 * @param size H
 * @param values `[H][H]`, row-major, finite
 */
export function modes(size: number, values: ArrayLike<number>): Modes {
  const W = Matrix.from1DArray(size, size, Array.from(values));
  const found = eigen(W);
  const { largest, smallest } = singularRange(found.vectors);
  const conditionOfEigenvectors = smallest > 0 ? largest / smallest : Number.POSITIVE_INFINITY;
  const nearlyDefective = !(conditionOfEigenvectors <= defectiveCondition);
  const right = found.values.map((_, j) => rightVector(found, j));
  // P⁻¹ is inaccurate where P is ill-conditioned; then each left vector is found separately.
  const left =
    (nearlyDefective ? null : leftVectors(found)) ?? found.values.map((value) => leftVector(W, value));
  return {
    modes: found.values.map((value, j) => modeOf(value, right[j], left[j])),
    conditionOfEigenvectors,
    nearlyDefective,
    biorthogonality: largestOverlap(left, right),
  };
}

/**
 * The sensitivity `∂λ/∂w_ij = conj(u_i)·v_j/(uᴴv)` (Magnus 1985), row-major H×H. It is not finite where λ is
 * defective. `d|λ|/dw_ij` is `Re(conj(λ)·∂λ/∂w_ij)/|λ|`.
 */
export function sensitivity({ left: y, right: v }: Vectors): {
  readonly re: Float64Array;
  readonly im: Float64Array;
} {
  const H = v.re.length;
  const inner = product(y, v);
  const size = inner.re * inner.re + inner.im * inner.im;
  const of = { re: new Float64Array(H * H), im: new Float64Array(H * H) };
  for (let i = 0; i < H; i++) {
    for (let j = 0; j < H; j++) {
      const a = y.re[i] * v.re[j] - y.im[i] * v.im[j];
      const b = y.re[i] * v.im[j] + y.im[i] * v.re[j];
      of.re[i * H + j] = (a * inner.re + b * inner.im) / size;
      of.im[i * H + j] = (b * inner.re - a * inner.im) / size;
    }
  }
  return of;
}

/** ‖u‖‖v‖/|uᴴv| for vectors of length 1. */
export function conditionOf({ left, right }: Vectors): number {
  const { re, im } = product(left, right);
  const condition = 1 / Math.hypot(re, im);
  // Where λ is a double defective eigenvalue, uᴴv should vanish, but rounding leaves about 10⁻⁸.
  return condition < 1e15 ? condition : Number.POSITIVE_INFINITY;
}

function modeOf(value: readonly [number, number], right: ComplexVector, left: ComplexVector): Mode {
  const modulus = Math.hypot(...value);
  const rate = Math.log(modulus);
  const turn = Math.abs(Math.atan2(value[1], value[0]));
  return {
    value,
    modulus,
    halfLife: modulus < 1 ? -Math.LN2 / rate : null,
    doublingTime: modulus > 1 ? Math.LN2 / rate : null,
    period: turn > 0 ? (2 * Math.PI) / turn : null,
    condition: conditionOf({ left, right }),
    right,
    left,
  };
}

/** Σ y_j·v_j, which is uᴴv for y = conj(u). */
function product(y: ComplexVector, v: ComplexVector): { readonly re: number; readonly im: number } {
  let re = 0;
  let im = 0;
  for (let j = 0; j < v.re.length; j++) {
    re += y.re[j] * v.re[j] - y.im[j] * v.im[j];
    im += y.re[j] * v.im[j] + y.im[j] * v.re[j];
  }
  return { re, im };
}

function largestOverlap(left: readonly ComplexVector[], right: readonly ComplexVector[]): number {
  let largest = 0;
  left.forEach((y, i) => {
    right.forEach((v, j) => {
      if (i !== j) {
        const { re, im } = product(y, v);
        largest = Math.max(largest, Math.hypot(re, im));
      }
    });
  });
  return largest;
}
