/**
 * Powers of a recurrent block over the steps: what its eigenvalues say, `Λ^t`, and what becomes of W itself, `‖W^t‖₂`. The
 * two agree for a normal W; otherwise W^t can grow long before it goes the way of ρ^t (Trefethen and Embree, "Spectra and
 * Pseudospectra", 2005, part IV). All lengths are in natural logarithms, so that no power under- or overflows.
 */
import { spectralRadius } from './eigenvalues';
import type { Mode } from './modes';
import { powerNorms } from './products';

/** λ^t for t = 0 … `steps`: `exp(logModulus[t] + i·argument[t])`. */
export interface EigenvaluePowers {
  readonly logModulus: Float64Array;
  /** In (−π, π]. */
  readonly argument: Float64Array;
}

export function eigenvaluePowers(
  { value: [re, im], modulus }: Pick<Mode, 'value' | 'modulus'>,
  steps: number,
): EigenvaluePowers {
  const rate = Math.log(modulus);
  const turn = Math.atan2(im, re);
  const times = Array.from({ length: steps + 1 }, (_, t) => t);
  return {
    logModulus: Float64Array.from(times, (t) => (t === 0 ? 0 : t * rate)),
    argument: Float64Array.from(times, (t) => Math.atan2(Math.sin(t * turn), Math.cos(t * turn))),
  };
}

export interface TransientGrowth {
  /** `[t]` ln ‖W^t‖₂, t = 0 … */
  readonly logNorms: Float64Array;
  /** ln ρ(W): the eigenvalues alone would have t times this. */
  readonly logRadius: number;
  /** Where ‖W^t‖₂ is largest, the first of equals; at t = 0, with 0, where no power is longer than a vector that goes in. */
  readonly peak: { readonly step: number; readonly logNorm: number };
}

/**
 * @param size H
 * @param values `[H][H]`, row-major
 */
export function transientGrowth(size: number, values: Float64Array, steps: number): TransientGrowth {
  const logNorms = powerNorms(size, values, steps);
  let step = 0;
  logNorms.forEach((logNorm, t) => {
    // A difference by rounding is none: powers of an orthogonal W have length 1 all along.
    if (logNorm > logNorms[step] + 1e-9) {
      step = t;
    }
  });
  return {
    logNorms,
    logRadius: Math.log(spectralRadius(size, values)),
    peak: { step, logNorm: logNorms[step] },
  };
}
