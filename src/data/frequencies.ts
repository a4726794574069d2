/** What can be reached on classes and yes/no targets without looking at the inputs: their frequencies in training. */
import type { Baseline } from './dataset';

/**
 * Mean cross-entropy, in nats, of always answering with the classes' training frequencies.
 * One is added to each count (Laplace), so that a class that training lacks costs much but not infinitely much.
 */
export function classBaseline(
  training: ArrayLike<number>,
  validation: ArrayLike<number>,
  validationCount: number,
  name = 'class frequencies',
): Baseline {
  let total = training.length;
  for (let k = 0; k < training.length; k++) {
    total += training[k];
  }
  let loss = 0;
  for (let k = 0; k < training.length; k++) {
    loss -= validation[k] * Math.log((training[k] + 1) / total);
  }
  return { name, loss: validationCount > 0 ? loss / validationCount : 0 };
}
