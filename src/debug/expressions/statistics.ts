/** Statistics: one number from many, in Float64. It is NaN where one of them is. */
import type { Numbers } from './value';

export function sum(values: Numbers): number {
  let total = 0;
  for (const value of values) {
    total += value;
  }
  return total;
}

export function mean(values: Numbers): number {
  return sum(values) / values.length;
}

/** √(Σ(x − mean)²/n) */
export function standardDeviation(values: Numbers): number {
  const middle = mean(values);
  let squares = 0;
  for (const value of values) {
    squares += (value - middle) ** 2;
  }
  return Math.sqrt(squares / values.length);
}

/** √Σx², scaled so that no square is lost, however small a gradient is. */
export function norm(values: Numbers): number {
  let most = 0;
  for (const value of values) {
    most = Math.max(most, Math.abs(value));
  }
  if (most === 0 || !Number.isFinite(most)) {
    return most;
  }
  let squares = 0;
  for (const value of values) {
    squares += (value / most) ** 2;
  }
  return most * Math.sqrt(squares);
}

export function smallest(values: Numbers): number {
  let least = Number.POSITIVE_INFINITY;
  for (const value of values) {
    least = Math.min(least, value);
  }
  return least;
}

export function largest(values: Numbers): number {
  let most = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    most = Math.max(most, value);
  }
  return most;
}

export function countOf(values: Numbers, counts: (value: number) => boolean): number {
  let count = 0;
  for (const value of values) {
    count += counts(value) ? 1 : 0;
  }
  return count;
}
