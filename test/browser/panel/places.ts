/** Places as a search for a pattern finds them, in the data of two scenes. */
import type { PatternFound, PatternMatch, PatternQuestion } from '../../../src/protocol/worker';

/** Names, from `names()`. */
export function foundIn({ pattern }: PatternQuestion): PatternFound {
  const all = [...pattern.units.keys()];
  const match = (label: string, text: string, from: number, more: Partial<PatternMatch>): PatternMatch => ({
    set: 'training',
    sequence: 3,
    label,
    units: all,
    own: false,
    range: { from, to: from + pattern.length, units: all.length, others: 0 },
    context: {
      from: 0,
      steps: text.length,
      labels: [...text],
      shown: 1,
      inputs: [],
      values: new Float32Array(text.length),
    },
    ...more,
  });
  return {
    matches: [
      match('line 17: "Bartholomew"', '⏎Bartholome', 3, { set: 'validation', own: true }),
      match('line 403: "Bathsheba"', '⏎Bathsheb', 2, {}),
      match('line 88: "Theodore"', '⏎Theodore', 3, {
        units: all.slice(1),
        range: { from: 3, to: 6, units: all.length - 1, others: 2 },
      }),
    ],
    places: { all: 230, whole: 41 },
    looked: 2000,
    sequences: 10_000,
  };
}

/** Days, from `weather()`. */
export function weatherPlaces({ pattern }: PatternQuestion): PatternFound {
  const shown = pattern.units.length;
  const steps = 23;
  const day = (step: number) => new Date(Date.UTC(2015, 3, 2 + step)).toISOString().slice(0, 10);
  const place = (i: number): PatternMatch => ({
    set: i === 0 ? 'validation' : 'training',
    sequence: i,
    label: `rows ${1168 - 90 * i}–${1197 - 90 * i}`,
    range: { from: 10, to: 13 + i, units: shown, others: i },
    units: [...pattern.units.keys()],
    own: i === 0,
    context: {
      from: 0,
      steps,
      labels: Array.from({ length: steps }, (_, t) => day(t)),
      shown,
      values: Float32Array.from({ length: steps * shown }, (_, k) => {
        const [t, unit] = [Math.floor(k / shown), k % shown];
        return t === 0 ? 0.9 : t === 1 ? 0 : pattern.units[unit].sign * (t >= 10 && t < 13 + i ? 0.6 : 0.1);
      }),
      inputs: ['temp_max', 'temp_min', 'precipitation', 'wind'].map((name, n) => ({
        name,
        values: Float32Array.from({ length: steps }, (_, t) => (n === 0 && t === 3 ? 30 : 12 + (t % 7) * n)),
      })),
    },
  });
  return {
    matches: [place(0), place(1), place(2)],
    places: { all: 3, whole: 3 },
    looked: 10_000,
    sequences: 10_000,
  };
}
