/** Scales: they map values to positions on the colour bar, and place the colour bar's labels. Pure. */
import { number } from '../../src/notation/numbers';

export interface Tick {
  /** Position along the colour bar, −1 … 1. */
  readonly position: number;
  readonly label: string;
}

export interface Scale {
  /** `diverging` has zero in the middle of its palette, `sequential` at its start. */
  readonly palette: 'diverging' | 'sequential';
  /** Position of a finite value: −1 … 1 (diverging) or 0 … 1 (sequential), clamped. */
  position(value: number): number;
  readonly ticks: readonly Tick[];
  /** Text for people, such as `linear, -1.2 to 1.2`. */
  readonly words: string;
}

/** Linear scale from −limit to limit, with zero in the middle. */
export function symmetric(limit: number): Scale {
  const factor = limit > 0 ? 1 / limit : 0;
  const label = number(limit, 3);
  return {
    palette: 'diverging',
    position: (value) => clamp(factor === Number.POSITIVE_INFINITY ? Math.sign(value) : value * factor),
    ticks:
      limit > 0
        ? [
            { position: 1, label },
            { position: 0, label: '0' },
            { position: -1, label: `-${label}` },
          ]
        : [{ position: 0, label: '0' }],
    words: `linear, -${label} to ${label}`,
  };
}

/** Linear scale from 0 to 1, for gates and probabilities. */
export const unitInterval: Scale = {
  palette: 'sequential',
  position: (value) => Math.min(1, Math.max(0, value)),
  ticks: [
    { position: 1, label: '1' },
    { position: 0.5, label: '0.5' },
    { position: 0, label: '0' },
  ],
  words: 'linear, 0 to 1',
};

/** Logarithmic scale from ±floor to ±limit; values nearer to zero than the floor are drawn as zero. */
function logSymmetric(limit: number, floor: number): Scale {
  if (!(limit > 0)) {
    return symmetric(0);
  }
  const top = Math.log10(limit);
  const span = Math.max(top - Math.log10(floor), 1e-9);
  return {
    palette: 'diverging',
    position: (value) => {
      const size = Math.abs(value);
      if (size <= floor) {
        return 0;
      }
      const place = Math.min(1, 1 - (top - Math.log10(size)) / span);
      return value < 0 ? -place : place;
    },
    ticks: [
      { position: 1, label: number(limit, 2) },
      { position: 0.5, label: number(10 ** (top - span / 2), 1) },
      { position: 0, label: `<${number(floor, 1)}` },
      { position: -0.5, label: number(-(10 ** (top - span / 2)), 1) },
      { position: -1, label: number(-limit, 2) },
    ],
    words: `logarithmic on both sides of zero, from ${number(floor, 1)} to ${number(limit, 2)}`,
  };
}

/** Values below this fraction of the largest are not distinguished. */
const logRange = 1e-12;

/** Logarithmic scale up to the largest value, for values that are never negative. */
export function logPositiveOf(values: ArrayLike<number>): Scale {
  let limit = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value > 0 && value < Number.POSITIVE_INFINITY) {
      limit = Math.max(limit, value);
      least = Math.min(least, value);
    }
  }
  if (limit === 0) {
    return { ...unitInterval, ticks: [{ position: 0, label: '0' }], words: 'all zero' };
  }
  // Half of the least value, so that it differs from zero.
  const floor = Math.max(least / 2, limit * logRange);
  const top = Math.log10(limit);
  const span = top - Math.log10(floor);
  return {
    palette: 'sequential',
    position: (value) =>
      value <= floor ? 0 : Math.min(1, Math.max(0, 1 - (top - Math.log10(value)) / span)),
    ticks: [
      { position: 1, label: number(limit, 2) },
      { position: 0.5, label: number(10 ** (top - span / 2), 1) },
      { position: 0, label: `<${number(floor, 1)}` },
    ],
    words: `logarithmic, from ${number(floor, 1)} to ${number(limit, 2)}`,
  };
}

/**
 * A log scale on which every step shows its largest value.
 * The floor is a tenth of the smallest peak, and the range at most 40 decades.
 * @param peaks the largest finite magnitude of each step
 */
export function logScaleOf(peaks: ArrayLike<number>): Scale {
  let limit = 0;
  let smallest = Number.POSITIVE_INFINITY;
  for (let step = 0; step < peaks.length; step++) {
    const peak = peaks[step];
    limit = Math.max(limit, peak);
    if (peak > 0) {
      smallest = Math.min(smallest, peak);
    }
  }
  return logSymmetric(limit, Math.max(smallest / 10, limit * 1e-40));
}

export interface Extremes {
  readonly low: number;
  readonly high: number;
  /** Number of values that are NaN or infinite; they count in neither `low` nor `high`. */
  readonly nonFinite: number;
}

/** Least and greatest finite value; both 0 where there is none. */
export function extremes(values: ArrayLike<number>): Extremes {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let nonFinite = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (!Number.isFinite(value)) {
      nonFinite++;
      continue;
    }
    if (value < low) {
      low = value;
    }
    if (value > high) {
      high = value;
    }
  }
  return low <= high ? { low, high, nonFinite } : { low: 0, high: 0, nonFinite };
}

/** The symmetric scale that holds these values. */
export function symmetricOf({ low, high }: Extremes): Scale {
  return symmetric(Math.max(Math.abs(low), Math.abs(high)));
}

function clamp(position: number): number {
  return Math.min(1, Math.max(-1, position));
}
