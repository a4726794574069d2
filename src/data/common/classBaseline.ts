/**
 * Baselines that do not look at the inputs: the frequencies of classes, or the mean of values, in the
 * training part.
 */
import type { Baseline } from './dataset';

/**
 * Mean cross-entropy, in nats, of always answering with the classes' training frequencies. One is added to
 * each count (Laplace), so that a class that training lacks costs much but not infinitely much.
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

/** Calls back with every target value of one part of the data, and the output to which it belongs. */
export type TargetVisit = (each: (value: number, output: number) => void) => void;

/** Mean squared error of always answering with each output's training mean. */
export function meanBaseline(outputs: number, training: TargetVisit, measured: TargetVisit): Baseline {
  const means = meansOf(outputs, training, 0);
  return { name: 'training mean', loss: average(measured, (value, j) => (value - means[j]) ** 2) };
}

/**
 * Mean cross-entropy, in nats, of always answering with the share of ones in training, with Laplace's
 * correction.
 */
export function binaryBaseline(outputs: number, training: TargetVisit, measured: TargetVisit): Baseline {
  const p = meansOf(outputs, training, 1);
  const cost = (value: number, j: number) => -(value * Math.log(p[j]) + (1 - value) * Math.log(1 - p[j]));
  return { name: 'class frequencies', loss: average(measured, cost) };
}

/** @param prior number of zeros, and of ones, that are counted before the first value */
function meansOf(outputs: number, visit: TargetVisit, prior: number): Float64Array {
  const sums = new Float64Array(outputs).fill(prior);
  const counts = new Float64Array(outputs).fill(2 * prior);
  visit((value, j) => {
    sums[j] += value;
    counts[j]++;
  });
  return sums.map((sum, j) => sum / counts[j]);
}

function average(visit: TargetVisit, cost: (value: number, output: number) => number): number {
  let sum = 0;
  let count = 0;
  visit((value, j) => {
    sum += cost(value, j);
    count++;
  });
  return sum / count;
}
