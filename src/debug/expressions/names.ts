/** The names that an expression can use, and those that may be meant where there is no such name. */
import { distance } from 'fastest-levenshtein';
import type { Value } from './value';

export interface Names {
  /** T: names have values at the steps 0 to T − 1. */
  readonly steps: number;
  /**
   * Its arrays never change afterwards: what is computed from them is cached by them.
   * @param name dotted: `h`, `gate.f`, `l1.grad.h`, `W_hh.f`
   * @returns undefined where there is no such name, or no such value at this step
   */
  value(name: string, step: number): Value | undefined;
  /** Every name that has a value at some step. */
  list(): readonly string[];
}

/**
 * The names that may have been meant, nearest first: names with the same beginning or the same end, and names
 * that differ by a few letters.
 */
function nearNames(written: string, valid: readonly string[]): string[] {
  const wanted = written.toLowerCase();
  const last = wanted.slice(wanted.lastIndexOf('.') + 1);
  return valid
    .map((name) => {
      const lower = name.toLowerCase();
      if (lower.startsWith(`${wanted}.`)) {
        return { name, far: 0.5 };
      }
      const edits = distance(wanted, lower);
      const longer = Math.max(wanted.length, lower.length);
      if (edits <= Math.max(2, longer / 3) && edits <= longer / 2) {
        return { name, far: edits };
      }
      if (wanted.length > 1 && (lower.startsWith(wanted) || wanted.startsWith(`${lower}.`))) {
        return { name, far: 2.5 };
      }
      return { name, far: lower.endsWith(`.${last}`) ? 3 : Number.POSITIVE_INFINITY };
    })
    .filter(({ far }) => Number.isFinite(far))
    .sort((a, b) => a.far - b.far)
    .slice(0, mostNear)
    .map(({ name }) => name);
}

const mostNear = 4;
const mostListed = 12;

/** `; did you mean h or c?`, or the list of valid names. */
export function meant(written: string, valid: readonly string[]): string {
  const near = nearNames(written, valid);
  if (near.length > 0) {
    return `; did you mean ${either(near)}?`;
  }
  const more = valid.length > mostListed ? ' …' : '';
  return valid.length === 0 ? '' : `; there are ${valid.slice(0, mostListed).join(', ')}${more}`;
}

/** `a, b or c` */
function either(names: readonly string[]): string {
  const [last] = names.slice(-1);
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${last}`;
}
