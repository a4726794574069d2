/** The spectrum of one recurrent weight block (docs/math.md, "Spectrum of a block W"). */
import { Matrix } from 'ml-matrix';
import { type Eigen, eigen, leadingLeftVector, leadingVector, singularRange } from './eigen';

/** Everything is measured in Float64 on the H×H block. */
export interface Spectrum {
  /** `rnn.weight_hh_l0`, or with the gate: `rnn.weight_hh_l0.f`. */
  readonly name: string;
  /** H */
  readonly size: number;
  /** `[re, im]` by falling modulus; of a complex pair the one with im > 0 first. */
  readonly eigenvalues: readonly (readonly [number, number])[];
  /** ρ(W) = max |λ| */
  readonly spectralRadius: number;
  /** σ_max(W) = ‖W‖₂ */
  readonly largestSingularValue: number;
  /** cond₂(P) of W = PΛP⁻¹ with unit columns; infinite where P is singular. */
  readonly conditionOfEigenvectors: number;
  /** Henrici: √(‖W‖_F² − Σ|λ|²) / ‖W‖_F, 0 for a normal matrix. */
  readonly departureFromNormality: number;
  /** cond₂(P) > 10⁸: powers of W must not be read off Λ. */
  readonly nearlyDefective: boolean;
  /** Of the leading eigenvalue λ₁ (first of `eigenvalues`): ∂λ₁/∂w_ij, row-major H×H. */
  readonly leadingSensitivity: { readonly re: Float64Array; readonly im: Float64Array };
  /** ‖u‖‖v‖/|uᴴv| of λ₁; infinite where λ₁ is defective. */
  readonly leadingCondition: number;
}

/**
 * @param name of the block
 * @param size H
 * @param values `[H][H]`, row-major
 * @throws RangeError where a value is not finite
 */
export function spectrum(name: string, size: number, values: ArrayLike<number>): Spectrum {
  const bad = Array.from({ length: size * size }, (_, at) => at).find((at) => !Number.isFinite(values[at]));
  if (bad !== undefined) {
    throw new RangeError(
      `${name}: the weight of row ${Math.floor(bad / size)}, column ${bad % size} is ${values[bad]}; a spectrum needs finite weights`,
    );
  }
  const matrix = new Matrix(size, size);
  for (let at = 0; at < size * size; at++) {
    matrix.set(Math.floor(at / size), at % size, values[at]);
  }
  const found = eigen(matrix);
  const { largest, smallest } = singularRange(found.vectors);
  const conditionOfEigenvectors = smallest > 0 ? largest / smallest : Number.POSITIVE_INFINITY;
  return {
    name,
    size,
    eigenvalues: found.values,
    spectralRadius: Math.hypot(...found.values[0]),
    largestSingularValue: singularRange(matrix).largest,
    conditionOfEigenvectors,
    departureFromNormality: departure(matrix, found.values),
    nearlyDefective: !(conditionOfEigenvectors <= defectiveCondition),
    ...sensitivity(matrix, found),
  };
}

/** cond₂(P) above which W is called nearly defective. */
const defectiveCondition = 1e8;

function departure(matrix: Matrix, eigenvalues: readonly (readonly [number, number])[]): number {
  const norm = matrix.norm('frobenius');
  const squares = eigenvalues.reduce((sum, [re, im]) => sum + re * re + im * im, 0);
  return norm > 0 ? Math.sqrt(Math.max(0, norm * norm - squares)) / norm : 0;
}

/** `∂λ/∂w_ij = conj(u_i)·v_j/(uᴴv)` of the leading eigenvalue (Magnus 1985), with y = conj(u). */
function sensitivity(
  matrix: Matrix,
  found: Eigen,
): Pick<Spectrum, 'leadingSensitivity' | 'leadingCondition'> {
  const H = matrix.rows;
  const v = leadingVector(found);
  const y = leadingLeftVector(matrix, found);
  let re = 0;
  let im = 0;
  for (let j = 0; j < H; j++) {
    re += y.re[j] * v.re[j] - y.im[j] * v.im[j];
    im += y.re[j] * v.im[j] + y.im[j] * v.re[j];
  }
  const inner = re * re + im * im; // |uᴴv|², with ‖u‖ = ‖v‖ = 1
  const of = { re: new Float64Array(H * H), im: new Float64Array(H * H) };
  for (let i = 0; i < H; i++) {
    for (let j = 0; j < H; j++) {
      const a = y.re[i] * v.re[j] - y.im[i] * v.im[j];
      const b = y.re[i] * v.im[j] + y.im[i] * v.re[j];
      // (a + ib)/(re + i·im)
      of.re[i * H + j] = (a * re + b * im) / inner;
      of.im[i * H + j] = (b * re - a * im) / inner;
    }
  }
  const condition = 1 / Math.sqrt(inner);
  // Rounding makes a vanishing uᴴv about 10⁻⁸ where λ₁ is a double defective eigenvalue.
  return {
    leadingSensitivity: of,
    leadingCondition: condition < 1e15 ? condition : Number.POSITIVE_INFINITY,
  };
}
