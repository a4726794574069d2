/** Checks thresholds that a user has set in the editor's settings or on the command line. */
import { type Thresholds, thresholds } from './thresholds';

export interface Limits {
  readonly limits: Partial<Thresholds>;
  /** One line for each threshold that is not valid and therefore left out of `limits`. */
  readonly problems: readonly string[];
}

/** @param given values by the names of `Thresholds` */
export function limitsOf(given: Readonly<Record<string, unknown>>): Limits {
  const limits: { -readonly [Name in keyof Thresholds]?: number } = {};
  const problems: string[] = [];
  for (const [name, value] of Object.entries(given)) {
    if (!isThreshold(name)) {
      problems.push(`there is no threshold "${name}"; valid: ${Object.keys(thresholds).join(', ')}`);
    } else if (typeof value !== 'number' || !(value > 0 && value < Number.POSITIVE_INFINITY)) {
      problems.push(`the threshold ${name} has to be a number above 0; the usual one is ${thresholds[name]}`);
    } else {
      limits[name] = value;
    }
  }
  return { limits, problems };
}

function isThreshold(name: string): name is keyof Thresholds {
  return Object.hasOwn(thresholds, name);
}
