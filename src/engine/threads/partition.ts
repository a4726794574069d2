/**
 * How threads divide the work of one batch: by rows where rows do not meet (states, outputs and their gradients), by the
 * rows of a weight matrix where they are summed over (weight gradients). Nothing is summed in another order for it, so
 * the result has the same bits with any number of threads.
 */

/** One thread's part: the `index`-th of `of` equal ones. */
export interface Partition {
  readonly index: number;
  readonly of: number;
}

export const everything: Partition = { index: 0, of: 1 };

/** The things `first … end − 1` of a row of them. */
export interface Part {
  readonly first: number;
  readonly end: number;
}

export function partOf({ index, of }: Partition, length: number): Part {
  return { first: Math.floor((index * length) / of), end: Math.floor(((index + 1) * length) / of) };
}
