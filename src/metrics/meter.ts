/**
 * A meter adds up what a network answers on a set, chunk by chunk, in Float64 and in bounded memory. There is
 * one for each kind of target.
 */
import type { SequenceShape } from '../data/common/dataset';
import type { BinaryDetail, ClassDetail, SetMetrics, ValueDetail } from './measured';

type Floats = Float32Array | Float64Array;

/** The outputs and targets of one chunk of steps of a batch. */
export interface MeasuredChunk {
  /** Sequence of each column of the batch; their number is B. */
  readonly sequences: ArrayLike<number>;
  /** First step of the chunk. */
  readonly from: number;
  /** Number of rows, each of which is an output; O, the numbers in one. */
  readonly rows: number;
  readonly outputs: number;
  /** `[rows]` place `(step − from)·B + column` of each row. */
  readonly place: Int32Array;
  /** `[places]` 1 where there is a target. */
  readonly mask: Uint8Array;
  /** `[rows][O]` logits, and outputs after the output function. */
  readonly logits: Floats;
  readonly y: Floats;
  /** `[places][O]` targets that are values or 0 and 1; `[places]` those that are classes. */
  readonly target: Floats;
  readonly targetClass: Int32Array;
}

export interface Meter {
  /** Target steps that were added. */
  readonly targets: number;
  add(chunk: MeasuredChunk): void;
  metrics(): SetMetrics;
  detail(): ClassDetail | ValueDetail | BinaryDetail;
}

/** Whether the outputs are generated one after the other, so that a whole sequence can be right. */
export function isGenerated(shape: SequenceShape): boolean {
  return shape === 'encoder-decoder' || shape === 'one-to-many';
}
