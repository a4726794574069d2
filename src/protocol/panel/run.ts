/** Messages about the visible run, and its training. */
import * as z from 'zod/mini';
import type { Metric, RunRecord } from '../run';
import { like } from './values';

const record = like<RunRecord>(
  z.looseObject({
    status: z.string(),
    name: z.string(),
    steps: z.int(),
    epochs: z.int(),
    baseline: z.looseObject({ loss: z.number() }),
    signals: z.looseObject({
      inputs: z.array(z.string()),
      outputs: z.array(z.string()),
      inputScaling: z.array(z.looseObject({})),
      outputScaling: z.array(z.looseObject({})),
    }),
  }),
);

/**
 * Metrics are checked without a schema, because a run has as many as it has updates, and a schema takes its
 * time with each.
 */
export const metrics = z.custom<readonly Metric[]>(
  (value) => Array.isArray(value) && value.every((metric) => isMetric(metric)),
);

/** A run to show, with all its metrics so far; replaces what was shown. Null: there is no run yet. */
const run = z.strictObject({
  type: z.literal('run'),
  run: z.nullable(
    z.strictObject({
      folder: z.string(),
      record,
      cell: z.enum(['rnn', 'lstm', 'gru']),
      metrics,
      /** Whether the model writes text on from a prompt. */
      writes: z.optional(z.boolean()),
    }),
  ),
});
/** New metrics of the visible run, in order, gathered over at most a few frames. */
const newMetrics = z.strictObject({ type: z.literal('metrics'), record, metrics });
const loading = z.strictObject({
  type: z.literal('loading'),
  file: z.string(),
  bytes: z.number(),
  totalBytes: z.number(),
});

const train = z.strictObject({ type: z.literal('train') });
const cancel = z.strictObject({ type: z.literal('cancel') });

export const fromHost = [run, newMetrics, loading] as const;
export const fromPanel = [train, cancel] as const;

function isMetric(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    'event' in value &&
    (value.event === 'step' || value.event === 'epoch') &&
    'step' in value &&
    Number.isInteger(value.step) &&
    'epoch' in value &&
    Number.isInteger(value.epoch)
  );
}
