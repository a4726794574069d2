/** Precision, recall and F1 of one class, from counts. */
import type { ClassScore } from './measured';

/**
 * A ratio whose denominator is 0 counts as 0, as in scikit-learn.
 * @param support targets of the class
 * @param answered answers of the class
 * @param right those that are both
 */
export function scoreOf(support: number, answered: number, right: number): ClassScore {
  const ratio = (part: number, of: number) => (of > 0 ? part / of : 0);
  return {
    support,
    answered,
    right,
    precision: ratio(right, answered),
    recall: ratio(right, support),
    f1: ratio(2 * right, support + answered),
  };
}
