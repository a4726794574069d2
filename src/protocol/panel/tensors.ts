/** The transfer of tensor values: the page requests those that it needs, and they arrive in parts. */
import * as z from 'zod/mini';
import { floats, index, list, name, probeKey, type Sent } from './values';

const snapshotSource = z.strictObject({
  of: z.literal('snapshot'),
  update: index,
  /** Null for a block of recurrent weights. */
  probe: z.nullable(probeKey),
});
/** A sequence in which the debugger has changed values. */
const whatIfSource = z.strictObject({
  of: z.enum(['recorded', 'changed']),
  /** `WhatIf.id` */
  whatIf: name,
});
/** The last trace of a run in a comparison. */
const comparedSource = z.strictObject({
  of: z.literal('compared'),
  /** `Comparison.id`, and the place of the run in it. */
  comparison: index,
  run: index,
  update: index,
});
const tensorSource = z.discriminatedUnion('of', [snapshotSource, whatIfSource, comparedSource]);
/** The source of a tensor. */
export type TensorSource = Sent<z.output<typeof tensorSource>>;

/** A tensor whose values the panel needs. */
const requestedTensor = z.strictObject({ source: tensorSource, name });
export type RequestedTensor = Sent<z.output<typeof requestedTensor>>;

/** A tensor of a snapshot of the visible run. */
export const snapshotTensor = z.strictObject({
  update: index,
  /** Null for a block of recurrent weights. */
  probe: z.nullable(probeKey),
  name,
});
export type SnapshotTensor = Sent<z.output<typeof snapshotTensor>>;

/** Elements of a requested tensor, from `at` on; parts arrive in order. */
const tensorPart = z.strictObject({
  type: z.literal('tensorPart'),
  source: tensorSource,
  name,
  at: index,
  values: floats,
});

/**
 * Tensors needed now, the most urgent first; all from the same source: the visible run, a what-if, or one run
 * of a comparison. Earlier requests to that source that have not been answered are dropped.
 */
const askTensors = z.strictObject({ type: z.literal('askTensors'), tensors: list(requestedTensor, 1000) });

export const fromHost = [tensorPart] as const;
export const fromPanel = [askTensors] as const;
