/** Sequences that a person picks to be watched at a moment, beside those of `probe.sequences`. Types only. */
import type { SetName } from '../data/common/dataset';

/** Of the validation set, of the training set where that is empty: ranked by their losses at the moment, or at random. */
export type Choice = 'worst' | 'best' | 'random';

/** What a sequence is picked by. */
export type SequenceQuery =
  | { readonly by: Choice }
  /** Null: of the set whose sequences are watched in training. */
  | { readonly by: 'sequence'; readonly set: SetName | null; readonly sequence: number }
  /** The one that is shown for a zero-based line of the data file, whose path is absolute. */
  | { readonly by: 'line'; readonly file: string; readonly line: number };

/** A picked sequence, as its traces are found by. */
export type PickedKey = `${SetName} ${number}`;

/** A sequence of a moment that is looked at: its place in the moment's trace, or one that was picked. */
export type ProbeKey = number | PickedKey;

/** A sequence at a moment. */
export interface PickedSequence {
  readonly set: SetName;
  readonly sequence: number;
  /** Whether its set is the one that `probe.sequences` counts in. */
  readonly watched: boolean;
  /** Mean over its target steps, as in a validation; null where it is not finite. */
  readonly loss: number | null;
  /** Sequences of the set, and how many of them, from the first on, were ranked where that was asked for. */
  readonly count: number;
  readonly ranked: number | null;
}

/** How far the answer to a pick is. */
export interface PickProgress {
  readonly doing: 'reading' | 'ranking';
  /** Bytes of the data file, or sequences. */
  readonly done: number;
  readonly total: number;
}
