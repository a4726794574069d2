/** Finds the ranges of one sequence in which units are on together. */
import { compareRanges, fewestUnits, type Pattern, type PatternRange } from './pattern';

/** Roles of units that are not part of a pattern. */
const other = 0;
const ignored = 2;

/**
 * Finds the ranges that cannot be made longer at either end without losing a unit, and in which at least half
 * of the units are on. Only the best of the ranges that begin at the same step counts, and only the best of
 * those that overlap.
 * @param codes `[steps][size]` 1, 0 or −1, from `onCode`
 * @returns ranges, the best first; of equally good ones the earlier first
 */
export function scanSequence(
  codes: Int8Array,
  steps: number,
  size: number,
  pattern: Pattern,
): readonly PatternRange[] {
  const roles = rolesOf(pattern, size);
  // [unit] is the end of the run that covers the step, or the step itself where the unit is off.
  const ends = new Int32Array(size);
  const found: PatternRange[] = [];
  for (let t = steps - 1; t >= 0; t--) {
    for (let unit = 0; unit < size; unit++) {
      const code = codes[t * size + unit];
      const goesOn = t + 1 < steps && codes[(t + 1) * size + unit] === code;
      ends[unit] = code === 0 ? t : goesOn ? ends[unit] : t + 1;
    }
    const best = bestFrom(t, { codes, ends, size, roles, pattern });
    if (best) {
      found.push(best);
    }
  }
  return disjoint(found, steps, pattern);
}

interface Start {
  readonly codes: Int8Array;
  readonly ends: Int32Array;
  readonly size: number;
  readonly roles: Int8Array;
  readonly pattern: Pattern;
}

/** The best range that begins at step t; undefined where none does. */
function bestFrom(t: number, start: Start): PatternRange | undefined {
  const { codes, ends, size, roles, pattern } = start;
  const least = fewestUnits(pattern);
  const begins = (unit: number) => t === 0 || codes[(t - 1) * size + unit] !== codes[t * size + unit];
  const isOn = ({ unit, sign }: Pattern['units'][number]) => codes[t * size + unit] === sign;
  const on = pattern.units.filter(isOn);
  const beginning = on.filter(({ unit }) => begins(unit));
  if (beginning.length === 0) {
    return undefined;
  }
  const counted = pattern.offBefore ? beginning : on;
  if (counted.length < least) {
    return undefined;
  }
  const own = counted.map(({ unit }) => ends[unit]);
  const last = Math.max(...beginning.map(({ unit }) => ends[unit]));
  const others: number[] = [];
  for (let unit = 0; unit < size; unit++) {
    const code = codes[t * size + unit];
    const counts = code !== 0 && code !== roles[unit] && roles[unit] !== ignored;
    if (counts && (!pattern.offBefore || begins(unit))) {
      others.push(ends[unit]);
    }
  }
  const reach = pattern.offAfter
    ? (of: readonly number[], to: number) => of.reduce((sum, end) => sum + (end === to ? 1 : 0), 0)
    : (of: readonly number[], to: number) => of.reduce((sum, end) => sum + (end >= to ? 1 : 0), 0);
  let best: PatternRange | undefined;
  for (const to of new Set(on.map(({ unit }) => ends[unit]))) {
    const units = to <= last ? reach(own, to) : 0;
    if (units >= least && (best === undefined || units >= best.units)) {
      const range = { from: t, to, units, others: reach(others, to) };
      const order = best ? compareRanges(range, best, pattern) : -1;
      best = order < 0 || (order === 0 && best && to < best.to) ? range : best;
    }
  }
  return best;
}

function disjoint(found: readonly PatternRange[], steps: number, pattern: Pattern): readonly PatternRange[] {
  const taken = new Uint8Array(steps);
  return found
    .toSorted((one, later) => compareRanges(one, later, pattern) || one.from - later.from)
    .filter(({ from, to }) => {
      const next = taken.indexOf(1, from);
      if (next !== -1 && next < to) {
        return false;
      }
      taken.fill(1, from, to);
      return true;
    });
}

/** `[size]` the role of each unit: its sign if it belongs to the pattern, 2 if it is ignored, 0 otherwise. */
function rolesOf({ units, ignored: left }: Pattern, size: number): Int8Array {
  const roles = new Int8Array(size).fill(other);
  for (const unit of left) {
    roles[unit] = ignored;
  }
  for (const { unit, sign } of units) {
    roles[unit] = sign;
  }
  return roles;
}

/** Indices, among the pattern's units, of the units that are on in a range that was found. */
export function unitsOn(
  codes: Int8Array,
  size: number,
  { from, to }: PatternRange,
  { units, offBefore, offAfter }: Pattern,
): readonly number[] {
  const steps = codes.length / size;
  return [...units.keys()].filter((index) => {
    const { unit, sign } = units[index];
    for (let t = from; t < to; t++) {
      if (codes[t * size + unit] !== sign) {
        return false;
      }
    }
    const onAt = (t: number) => t >= 0 && t < steps && codes[t * size + unit] === sign;
    return !(offBefore && onAt(from - 1)) && !(offAfter && onAt(to));
  });
}
