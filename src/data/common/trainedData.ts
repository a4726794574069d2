/**
 * How a training has read its data: the columns, their scaling and their words. A trained model reads new
 * data in the same way, with the statistics of its training.
 */
import type { Scaling } from '../../notation/scaling';

/** A column of a table, a field of records, or a text. */
export type TrainedSource =
  /** Numbers: `fed = (raw − offset) / scale`, one scaling for each number of a step. */
  | { readonly kind: 'number'; readonly name: string; readonly scaling: readonly Scaling[] }
  /** Dates, which are read as (sin, cos) of the time of year. */
  | { readonly kind: 'date'; readonly name: string }
  /**
   * `word`: one word a step, `tokens`: a text as a sequence of tokens. Each is a class, by its place in
   * `tokens`.
   */
  | {
      readonly kind: 'word' | 'tokens';
      readonly name: string;
      readonly tokens: readonly string[];
      /** Whether the last token stands for everything that the training part lacks. */
      readonly unknown: boolean;
    };

/** The sources of both sides; the features of the network are theirs, in this order. */
export interface TrainedData {
  readonly inputs: readonly TrainedSource[];
  readonly targets: readonly TrainedSource[];
}
