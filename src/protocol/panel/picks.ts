/** Messages about sequences that are picked, beside those that are watched in training. */
import * as z from 'zod/mini';
import { panelTensors, pickedSequence, stepLabels } from './snapshots';
import { index, sequenceQuery } from './values';

/** A command of the editor has had a sequence picked, as if the page had requested it with `pickSequence`. */
const picking = z.strictObject({ type: z.literal('picking'), update: index, query: sequenceQuery });
const pickProgress = z.strictObject({
  type: z.literal('pickProgress'),
  doing: z.enum(['reading', 'ranking', 'writing']),
  /** Bytes of the data file, sequences, or tokens. */
  done: z.number(),
  total: z.number(),
});
/** Answers `pickSequence`, with the whole trace of the sequence at a snapshot; values as with `trace`. */
const sequencePicked = z.strictObject({
  type: z.literal('sequencePicked'),
  update: index,
  query: sequenceQuery,
  probe: z.strictObject({
    sequence: index,
    label: z.string(),
    stepLabels,
    tensors: panelTensors,
    picked: pickedSequence,
  }),
});
/** The sequence could not be computed for that snapshot. */
const sequenceNotPicked = z.strictObject({
  type: z.literal('sequenceNotPicked'),
  update: index,
  query: sequenceQuery,
  why: z.string(),
});

/** Computes a sequence at a snapshot; replaces the previous request. */
const pickSequence = z.strictObject({ type: z.literal('pickSequence'), update: index, query: sequenceQuery });
const cancelPick = z.strictObject({ type: z.literal('cancelPick') });

export const fromHost = [picking, pickProgress, sequencePicked, sequenceNotPicked] as const;
export const fromPanel = [pickSequence, cancelPick] as const;
