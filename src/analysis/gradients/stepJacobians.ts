/**
 * The Jacobians J_t = ∂s_t/∂s_{t−1} of one layer's steps, and the effect of each on a gradient: its length is
 * multiplied by at most σ_max(J_t) and at least σ_min(J_t) (docs/math.md, "What one step does"; Pascanu,
 * Mikolov and Bengio 2013, section 2.1).
 */
import { cellOf } from '../../engine/spec';
import type { LayerTrace, RecurrentWeights } from '../layers/layerTrace';
import { spectralRadius } from '../linearAlgebra/eigenvalues';
import type { Jacobian, JacobianAt } from './jacobian';
import { SingularValues } from './singularValues';

/**
 * J_t by the cell's own derivative (`engine/cells`); J_0 is the derivative by the initial state.
 * @param instead a Jacobian of the same layer that is no longer needed, whose memory is reused
 */
export function stepJacobian(
  layer: LayerTrace,
  weights: RecurrentWeights,
  t: number,
  instead?: Jacobian,
): Jacobian {
  const { kind, hiddenSize: H, h, c, gates } = layer;
  const cell = cellOf(kind);
  const G = cell.gates.length * H;
  const state = (of: Float64Array | null, row: number) => of?.subarray(row * H, (row + 1) * H);
  const jacobian = cell.jacobian(
    {
      ...weights,
      hBefore: h.subarray(t * H, (t + 1) * H),
      cBefore: state(c, t),
      c: state(c, t + 1),
      gates: gates.subarray(t * G, (t + 1) * G),
    },
    H,
    instead?.values,
  );
  return { ...jacobian, hiddenSize: H };
}

export interface StepMeasures {
  /** t */
  readonly step: number;
  /** σ_max(J_t) = ‖J_t‖₂ */
  readonly largestSingularValue: number;
  /** σ_min(J_t): 0 where some direction of the state is lost entirely. */
  readonly smallestSingularValue: number;
  /** ρ(J_t) = max |λ|; null where it was not requested. */
  readonly spectralRadius: number | null;
}

export interface MeasureOptions {
  /** Steps to measure. */
  readonly steps: Iterable<number>;
  /**
   * Whether to compute the spectral radius too. It needs all eigenvalues: about 10 ms per step for 128 units
   * and 40 ms for an LSTM of as many, more than ten and twenty times as long as both singular values.
   */
  readonly spectralRadius: boolean;
}

/** Measures one step at a time, so that the caller can stop between two. */
export function* measureSteps(
  at: JacobianAt,
  options: MeasureOptions,
): Generator<StepMeasures, void, undefined> {
  let singular: SingularValues | undefined;
  for (const step of options.steps) {
    const J = at(step);
    singular ??= new SingularValues(J.size, J.hiddenSize);
    yield {
      step,
      largestSingularValue: singular.largest(J),
      smallestSingularValue: singular.smallest(J),
      spectralRadius: options.spectralRadius ? spectralRadius(J.size, J.values) : null,
    };
  }
}

/** The two factors of an RNN's `J_t = diag(g1′(z_t))·W_hh`, each on its own. */
export interface VanillaFactors {
  /** `[T]` mean and maximum of g1′(z_t) over the units. */
  readonly meanSlope: Float64Array;
  readonly maxSlope: Float64Array;
  /** σ_max(W_hh) and ρ(W_hh). */
  readonly largestSingularValue: number;
  readonly spectralRadius: number;
}

/** @throws RangeError for a cell that has gates, whose Jacobian is no such product */
export function vanillaFactors(layer: LayerTrace, { weightHh }: RecurrentWeights): VanillaFactors {
  const { kind, hiddenSize: H, steps: T, gates } = layer;
  if (kind.cell !== 'rnn') {
    throw new RangeError(`the Jacobian of cell "${kind.cell}" is not a product of two factors`);
  }
  // The slope follows from the value of g1, as in engine/cells/rnn.ts: tanh′ = 1 − h², ReLU′ = [h > 0].
  const slope = kind.activation === 'relu' ? (h: number) => (h > 0 ? 1 : 0) : (h: number) => 1 - h * h;
  const slopes = gates.map(slope);
  const steps = Array.from({ length: T }, (_, t) => slopes.subarray(t * H, (t + 1) * H));
  return {
    meanSlope: Float64Array.from(steps, (own) => own.reduce((sum, value) => sum + value, 0) / H),
    maxSlope: Float64Array.from(steps, (own) => own.reduce((largest, value) => Math.max(largest, value), 0)),
    largestSingularValue: new SingularValues(H, H).largest({ size: H, hiddenSize: H, values: weightHh }),
    spectralRadius: spectralRadius(H, weightHh),
  };
}
