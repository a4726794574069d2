/** The meaning of a spectrum in words and derived numbers (docs/math.md, "Spectrum of a block W"). Pure. */
import type { Spectrum } from '../../../src/analysis/spectrum/spectrum';
import { steps } from '../../../src/notation/durations';
import { number } from '../../../src/notation/numbers';
import { memoize } from '../../base/memoize';
import type { Trail } from '../../state/state';

/**
 * Returns d|λ₁|/dw_ij = Re(conj(λ₁)·∂λ₁/∂w_ij)/|λ₁|; undefined where λ₁ is 0 or the derivative is not finite.
 */
export function modulusSensitivity(spectrum: Spectrum, index: number): number | undefined {
  const [re, im] = spectrum.eigenvalues[0] ?? [0, 0];
  const modulus = Math.hypot(re, im);
  const { leadingSensitivity: by } = spectrum;
  const change = (re * by.re[index] + im * by.im[index]) / modulus;
  return modulus > 0 && Number.isFinite(change) ? change : undefined;
}

/** Returns d|λ₁|/dw of every weight, row-major; NaN where it is undefined. */
export function modulusSensitivities(spectrum: Spectrum): Float64Array {
  return Float64Array.from(
    { length: spectrum.size * spectrum.size },
    (_, index) => modulusSensitivity(spectrum, index) ?? Number.NaN,
  );
}

/**
 * Describes how a mode turns: `turns once in 29.8 steps`, `changes sign each step`; empty where it does not
 * turn.
 */
export function turnOf(re: number, im: number): string {
  if (im !== 0) {
    return `turns once in ${steps((2 * Math.PI) / Math.abs(Math.atan2(im, re)))}`;
  }
  return re < 0 ? 'changes sign each step' : '';
}

export interface Mode {
  readonly re: number;
  /** Imaginary part, ≥ 0. */
  readonly im: number;
  /** Whether the mode is a complex pair, listed once. */
  readonly pair: boolean;
  readonly modulus: number;
}

/** Returns the first `count` modes by falling modulus, a complex pair as one. */
export function leadingModes(spectrum: Spectrum, count: number): readonly Mode[] {
  const modes: Mode[] = [];
  for (const [re, im] of spectrum.eigenvalues) {
    if (modes.length === count) {
      break;
    }
    // The partner with im < 0 follows the one with im > 0.
    if (im >= 0) {
      modes.push({ re, im, pair: im > 0, modulus: Math.hypot(re, im) });
    }
  }
  return modes;
}

/** Condition of λ₁ above which its derivatives are not shown. */
const defective = 1e8;

/** Returns what the derivatives of λ₁ leave out: that it is multiple, one of several as large, or defective. */
function aboutLeading(spectrum: Spectrum): string[] {
  const { eigenvalues, leadingCondition, leadingMultiplicity: m, equallyLarge } = spectrum;
  if (!(leadingCondition <= defective)) {
    return [
      'λ₁ is nearly defective: it moves by far more than in proportion to a weight, so it has no derivative.',
    ];
  }
  const sentences: string[] = [];
  if (m > 1) {
    sentences.push(
      `λ₁ is ${m}-fold: a change of one weight moves one of the ${m} by ∂λ₁/∂w and leaves the others, so ρ can grow by it but not fall.`,
    );
  }
  if (equallyLarge > (eigenvalues[0][1] === 0 ? 1 : 2) * m) {
    sentences.push(
      `${equallyLarge} eigenvalues are as large as λ₁: d|λ₁|/dw is of λ₁ alone, and ρ follows whichever of them grows.`,
    );
  }
  return sentences;
}

/** Returns caveats about the numbers as sentences; none for a well-behaved matrix. */
export function warnings(spectrum: Spectrum): readonly string[] {
  const sentences: string[] = [];
  if (spectrum.nearlyDefective) {
    const condition = Number.isFinite(spectrum.conditionOfEigenvectors)
      ? `cond(P) = ${number(spectrum.conditionOfEigenvectors, 3)}`
      : 'P is singular';
    sentences.push(
      `Nearly defective: some eigenvectors almost coincide (${condition}), so powers of W cannot be read off its eigenvalues.`,
    );
  }
  if (spectrum.spectralRadius < 1 && spectrum.largestSingularValue > 1) {
    sentences.push(
      'Powers of W end in decay (ρ < 1), but a gradient can grow first: one step multiplies it by up to ' +
        `${number(spectrum.largestSingularValue, 3)} (σ_max > 1).`,
    );
  }
  return [...sentences, ...aboutLeading(spectrum)];
}

/**
 * Returns how much a unit takes part in each mode, in the order of the eigenvalues; empty where that is not
 * known.
 */
export function partsOf({ participation, size }: Spectrum, unit: number): readonly number[] {
  return participation && unit < size
    ? Array.from({ length: size }, (_, mode) => participation[mode * size + unit])
    : [];
}

/** Returns the modes that a unit takes the largest part in, a complex pair once; at most `most` of them. */
export function leadingParts(
  spectrum: Spectrum,
  unit: number,
  most: number,
): readonly { readonly re: number; readonly im: number; readonly part: number }[] {
  return partsOf(spectrum, unit)
    .map((part, mode) => ({ re: spectrum.eigenvalues[mode][0], im: spectrum.eigenvalues[mode][1], part }))
    .filter(({ im }) => im >= 0)
    .toSorted((one, other) => other.part - one.part)
    .slice(0, most);
}

/**
 * Maximum number of dots, because more would hide the plane; for a larger block, those furthest from zero are
 * drawn.
 */
const mostDots = 1500;

/**
 * Returns the dots of a trail, the earliest first.
 * @returns `share`: 0 for the earliest snapshot, 1 for the latest; `reach`: the largest modulus
 */
export function trailPoints(trail: Trail | undefined): TrailPoints {
  return trail ? pointsOf(trail) : noTrail;
}

interface TrailPoints {
  readonly points: readonly { readonly re: number; readonly im: number; readonly share: number }[];
  readonly reach: number;
}

const noTrail: TrailPoints = { points: [], reach: 0 };

const pointsOf = memoize((trail: Trail): TrailPoints => {
  const snapshots = [...trail].toSorted(([one], [other]) => one - other);
  const each = Math.max(1, Math.floor(mostDots / snapshots.length));
  const points = snapshots.flatMap(([, values], m) => {
    const share = snapshots.length > 1 ? m / (snapshots.length - 1) : 1;
    return Array.from({ length: values.length / 2 }, (_, j) => ({
      re: values[2 * j],
      im: values[2 * j + 1],
      share,
    }))
      .filter(({ re, im }) => Number.isFinite(re) && Number.isFinite(im))
      .toSorted((one, other) => Math.hypot(other.re, other.im) - Math.hypot(one.re, one.im))
      .slice(0, each);
  });
  return { points, reach: points.reduce((most, { re, im }) => Math.max(most, Math.hypot(re, im)), 0) };
});
