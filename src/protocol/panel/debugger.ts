/** Messages about the debugger of the config: its place, and its changes. */
import * as z from 'zod/mini';
import type { DebuggedPlace, WhatIf } from '../debugged';
import { index, setName } from './values';

const place: z.ZodMiniType<DebuggedPlace> = z.strictObject({
  run: z.nullable(z.string()),
  update: index,
  set: setName,
  sequence: index,
  watched: z.nullable(index),
  step: index,
});
const change = z.strictObject({
  words: z.string(),
  name: z.string(),
  step: index,
  unit: z.nullable(index),
});
const changed: z.ZodMiniType<WhatIf> = z.object({
  id: z.string(),
  label: z.string(),
  update: index,
  stepLabels: z.array(z.string()),
  changes: z.array(change),
  tensors: z.array(z.strictObject({ name: z.string(), shape: z.array(index) })),
});

/** The place of the debugger, which the cursor follows; null: it has ended. */
const debugged = z.strictObject({ type: z.literal('debugged'), place: z.nullable(place) });
/** The changes made in the debugger, without values; null: nothing is changed. */
const whatIf = z.strictObject({ type: z.literal('whatIf'), whatIf: z.nullable(changed) });

/** Starts the debugger on a sequence at a snapshot; `set` null: the one that is watched in training. */
const debug = z.strictObject({
  type: z.literal('debug'),
  update: index,
  set: z.nullable(setName),
  sequence: index,
});
/** Moves the debugger to a step. */
const goToStep = z.strictObject({ type: z.literal('goToStep'), step: index });

export const fromHost = [debugged, whatIf] as const;
export const fromPanel = [debug, goToStep] as const;
