/**
 * Sequences that a person picks to be traced at a snapshot, beside those of `probe.sequences`. Types only.
 */
import type { SetName } from '../data/common/dataset';
import type { GeneratedText, GenerationAsk } from './generated';

/**
 * A sequence of the validation set, or of the training set where that is empty: ranked by its loss at the
 * snapshot, or at random.
 */
export type Choice = 'worst' | 'best' | 'random';

/** The criterion by which a sequence is picked. */
export type SequenceQuery =
  | { readonly by: Choice }
  /** A null `set`: the set whose sequences are watched in training. */
  | { readonly by: 'sequence'; readonly set: SetName | null; readonly sequence: number }
  /** The sequence that is shown for a zero-based line of the data file, whose path is absolute. */
  | { readonly by: 'line'; readonly file: string; readonly line: number }
  /** The text that the model writes at the snapshot. `id` tells it from other texts. */
  | { readonly by: 'generated'; readonly id: number; readonly ask: GenerationAsk };

/** The sets of the data, and the texts that the model has written. */
export type PickedSet = SetName | 'generated';

/** The key by which the traces of a picked sequence are found. */
export type PickedKey = `${PickedSet} ${number}`;

/** A sequence at a snapshot: its place in the snapshot's trace, or the key of one that was picked. */
export type ProbeKey = number | PickedKey;

/** A sequence at a snapshot. */
export interface PickedSequence {
  readonly set: PickedSet;
  /** Its number in the set; the id of a text that was written. */
  readonly sequence: number;
  /** Whether its set is the one in which `probe.sequences` counts. */
  readonly watched: boolean;
  /** Mean over its target steps, as in a validation; null where it is not finite. */
  readonly loss: number | null;
  /**
   * Sequences of the set; and how many of them, from the first on, were ranked, where a ranking was
   * requested.
   */
  readonly count: number;
  readonly ranked: number | null;
  /** The text, where the model has written it. */
  readonly generated?: GeneratedText | undefined;
}

/** Progress of a pick. */
export interface PickProgress {
  readonly doing: 'reading' | 'ranking' | 'writing';
  /** Bytes of the data file, sequences, or tokens. */
  readonly done: number;
  readonly total: number;
}
