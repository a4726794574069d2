/** The spectrum of one recurrent weight block (docs/math.md, "Spectrum of a block W"). */

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
