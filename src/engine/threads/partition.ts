/**
 * Partitions the work of one batch among threads: by the batch's rows where these are independent (states,
 * outputs and their gradients), by the rows of a weight matrix where the batch is summed over (weight
 * gradients). The order of the sums does not depend on it, so that the result has the same bits with any
 * number of threads.
 */

/** The part of one thread: number `index` of `of` equal parts, counted from 0. */
export interface Partition {
  readonly index: number;
  readonly of: number;
}

export const everything: Partition = { index: 0, of: 1 };

/** A range of rows, `first … end − 1`. */
export interface Part {
  readonly first: number;
  readonly end: number;
}

export function partOf({ index, of }: Partition, length: number): Part {
  return { first: Math.floor((index * length) / of), end: Math.floor(((index + 1) * length) / of) };
}
