/** The spectrum of one recurrent weight block (docs/math.md, "Spectrum of a block W"). */
import { Matrix } from 'ml-matrix';
import { eigen, singularRange } from '../linearAlgebra/eigen';
import { leadingOf } from './leading';
import { participation } from './participation';

/** The measures of a block, all computed in Float64 on the H×H matrix. */
export interface Spectrum {
  /** Name of the block: `rnn.weight_hh_l0`, or with the gate: `rnn.weight_hh_l0.f`. */
  readonly name: string;
  /** H */
  readonly size: number;
  /** `[re, im]` by falling modulus; in a complex pair the one with im > 0 is first. */
  readonly eigenvalues: readonly (readonly [number, number])[];
  /** ρ(W) = max |λ|. */
  readonly spectralRadius: number;
  /** σ_max(W) = ‖W‖₂. */
  readonly largestSingularValue: number;
  /** cond₂(P), where W = PΛP⁻¹ and P has unit columns; infinite where P is singular. */
  readonly conditionOfEigenvectors: number;
  /** Henrici's departure from normality: √(‖W‖_F² − Σ|λ|²) / ‖W‖_F, 0 for a normal matrix. */
  readonly departureFromNormality: number;
  /** Whether cond₂(P) > 10⁸: then powers of W must not be read off Λ. */
  readonly nearlyDefective: boolean;
  /** The number of eigenvalues that are λ₁ (first of `eigenvalues`), to rounding. */
  readonly leadingMultiplicity: number;
  /** The number of eigenvalues as large as λ₁, itself and its conjugate included, to the digits of Float32. */
  readonly equallyLarge: number;
  /**
   * ∂λ₁/∂w_ij, row-major H×H; of a multiple λ₁, of the one of them that the weight moves. NaN where λ₁ is
   * nearly defective.
   */
  readonly leadingSensitivity: { readonly re: Float64Array; readonly im: Float64Array };
  /** Condition of λ₁: ‖u‖‖v‖/|uᴴv| of a simple one; infinite where λ₁ is defective. */
  readonly leadingCondition: number;
  /**
   * `[H modes][H units]` how much each unit takes part in each mode; null for a nearly defective or a very
   * large block.
   */
  readonly participation: Float32Array | null;
}

/**
 * @param name name of the block
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
  const leading = leadingOf(matrix, found);
  const conditionOfEigenvectors = smallest > 0 ? largest / smallest : Number.POSITIVE_INFINITY;
  const nearlyDefective = !(conditionOfEigenvectors <= defectiveCondition);
  return {
    name,
    size,
    eigenvalues: found.values,
    spectralRadius: Math.hypot(...found.values[0]),
    largestSingularValue: singularRange(matrix).largest,
    conditionOfEigenvectors,
    departureFromNormality: departure(matrix, found.values),
    nearlyDefective,
    leadingMultiplicity: leading.multiplicity,
    equallyLarge: leading.equallyLarge,
    leadingSensitivity: leading.sensitivity,
    leadingCondition: leading.condition,
    participation: nearlyDefective || size > mostParticipants ? null : participation(found),
  };
}

/** cond₂(P) above which W is called nearly defective. */
const defectiveCondition = 1e8;
/** Most units of a block for which participation is computed, to save time, because it takes an inverse. */
const mostParticipants = 512;

function departure(matrix: Matrix, eigenvalues: readonly (readonly [number, number])[]): number {
  const norm = matrix.norm('frobenius');
  const squares = eigenvalues.reduce((sum, [re, im]) => sum + re * re + im * im, 0);
  return norm > 0 ? Math.sqrt(Math.max(0, norm * norm - squares)) / norm : 0;
}
