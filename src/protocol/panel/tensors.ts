/** How the values of tensors travel: the page asks for those that it needs, and they come in parts. */
import * as z from 'zod/mini';
import { floats, index, list, name, probeKey, type Sent } from './values';

const snapshotSource = z.strictObject({
  of: z.literal('snapshot'),
  update: index,
  /** Null for a block of recurrent weights. */
  probe: z.nullable(probeKey),
});
/** Of a sequence in which the debugger has changed values. */
const whatIfSource = z.strictObject({
  of: z.enum(['recorded', 'changed']),
  /** `WhatIf.id` */
  whatIf: name,
});
/** Of the last trace of a run in a comparison. */
const comparedSource = z.strictObject({
  of: z.literal('compared'),
  /** `Comparison.id`, and the place of the run in it. */
  comparison: index,
  run: index,
  update: index,
});
const tensorSource = z.discriminatedUnion('of', [snapshotSource, whatIfSource, comparedSource]);
/** Where a tensor comes from. */
export type TensorSource = Sent<z.output<typeof tensorSource>>;

/** A tensor whose values the panel needs. */
const requestedTensor = z.strictObject({ source: tensorSource, name });
export type RequestedTensor = Sent<z.output<typeof requestedTensor>>;

/** A tensor of a snapshot of the run that is shown. */
export const snapshotTensor = z.strictObject({
  update: index,
  /** Null for a block of recurrent weights. */
  probe: z.nullable(probeKey),
  name,
});
export type SnapshotTensor = Sent<z.output<typeof snapshotTensor>>;

/** Elements from `at` on of a tensor that was asked for; parts come in order. */
const tensorPart = z.strictObject({
  type: z.literal('tensorPart'),
  source: tensorSource,
  name,
  at: index,
  values: floats,
});

/**
 * What is needed now, the most urgent first; all of it of the run that is shown, of a what-if, or of one run of a comparison. What
 * was asked for before of the same one and has not come is needed no more.
 */
const askTensors = z.strictObject({ type: z.literal('askTensors'), tensors: list(requestedTensor, 1000) });

export const fromHost = [tensorPart] as const;
export const fromPanel = [askTensors] as const;
