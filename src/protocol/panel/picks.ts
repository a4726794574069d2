/** Messages about sequences that are picked, beside those that are watched in training. */
import * as z from 'zod/mini';
import { pickedSequence, probeParts } from './snapshots';
import { index, sequenceQuery } from './values';

const picked = { update: index, query: sequenceQuery };

/** A command of the editor has had a sequence picked, as if the page had asked with `pickSequence`. */
const picking = z.strictObject({ type: z.literal('picking'), ...picked });
const pickProgress = z.strictObject({
  type: z.literal('pickProgress'),
  doing: z.enum(['reading', 'ranking']),
  /** Bytes of the data file, or sequences. */
  done: z.number(),
  total: z.number(),
});
/** Answers `pickSequence`, with everything that was watched of the sequence at a snapshot; values as with `trace`. */
const sequencePicked = z.strictObject({
  type: z.literal('sequencePicked'),
  ...picked,
  probe: z.strictObject({ ...probeParts, picked: pickedSequence }),
});
/** It could not be computed for that snapshot. */
const sequenceNotPicked = z.strictObject({
  type: z.literal('sequenceNotPicked'),
  ...picked,
  why: z.string(),
});

/** Computes a sequence at a snapshot; takes the place of what was asked for before. */
const pickSequence = z.strictObject({ type: z.literal('pickSequence'), ...picked });
const cancelPick = z.strictObject({ type: z.literal('cancelPick') });

export const fromHost = [picking, pickProgress, sequencePicked, sequenceNotPicked] as const;
export const fromPanel = [pickSequence, cancelPick] as const;
