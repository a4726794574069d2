/** Finds numbers that probably stand for missing values: far from all others, and exactly the same each time. */
import { number as numberText } from '../../notation/numbers';

/** A number that probably means that there is no value. */
export interface Stranger {
  readonly value: number;
  readonly count: number;
}

/** Fewest times that it has to recur. */
const fewest = 3;
/** How many times farther than the usual spread of the others it has to be, where it is not one of the known. */
const far = 3;
/** How far a known one has to be. */
const farIfKnown = 1;
/** Fewest different values of a column in which one can be a stranger: classes are no strangers. */
const fewestDifferent = 5;
const mostLookedAt = 20_000;

/** Numbers that data sets use for a missing value. */
const known = [
  -9, -99, -200, -999, -9999, -99999, -999999, -999.9, -99.9, -9.99, -999.99, -1e20, -1e30, -32768,
  -2147483648, 99, 999, 9999, 99999, 999999, 999.9, 9999.9, 999.99, 32767, 65535, 1e20, 1e30,
];

/** The least or the greatest value of a column, where it is a stranger. */
export function findStranger(values: Float64Array): Stranger | undefined {
  const every = Math.max(1, Math.floor(values.length / mostLookedAt));
  const looked = Float64Array.from({ length: Math.ceil(values.length / every) }, (_, i) => values[i * every])
    .filter((value) => !Number.isNaN(value))
    .sort();
  for (const end of [looked[0], looked[looked.length - 1]]) {
    const others = looked.filter((value) => value !== end);
    if (others.length > 0 && isFar(end, others) && new Set(others).size >= fewestDifferent) {
      const count = values.reduce((sum, value) => sum + (value === end ? 1 : 0), 0);
      if (count >= fewest) {
        return { value: end, count };
      }
    }
  }
  return undefined;
}

/** @param others rising */
function isFar(value: number, others: Float64Array): boolean {
  const at = (share: number) => others[Math.round(share * (others.length - 1))];
  const spread = at(0.99) - at(0.01);
  const gap = value < others[0] ? others[0] - value : value - others[others.length - 1];
  const isKnown = known.includes(value);
  const otherSign = value < 0 && others[0] >= 0;
  return gap > (isKnown ? farIfKnown : far) * spread || (isKnown && otherSign && gap > 0.1 * spread);
}

/** A sentence on strangers of several columns. */
export function strangerNote(found: readonly (Stranger & { readonly name: string })[]): string {
  const values = [...new Set(found.map(({ value }) => value))];
  const where = found
    .slice(0, 4)
    .map(({ name, value, count }) => `${numberText(value)} is ${count} times in "${name}"`)
    .join(', ');
  const more = found.length > 4 ? ` and in ${found.length - 4} more columns` : '';
  return `${where}${more}, far from every other value: if it means that there is no value, set "missingValues": [${values.join(', ')}].`;
}
