/**
 * `run.json` and the lines of `metrics.jsonl`, checked when they are read: another version may have written
 * them.
 */
import * as z from 'zod';
import type { EpochMetrics } from '../../metrics/measured';
import { messageOf } from '../../notation/errors';
import type { Metric, RunRecord } from '../../protocol/run';
import { InputError } from './inputError';

const loss = z.number().nullable();
const scaling = z.array(z.object({ offset: z.number(), scale: z.number() }));

const nonFinite = z.object({
  update: z.int(),
  during: z.enum(['update', 'validation']),
  pass: z.enum(['forward', 'backward']),
  what: z.string(),
  layer: z.string().optional(),
  step: z.int().min(0).optional(),
  unit: z.int().min(0).optional(),
  weight: z.object({ name: z.string(), element: z.int().min(0) }).optional(),
  value: z.enum(['NaN', 'Infinity', '-Infinity']),
});

const share = z.number().min(0).max(1.001);
const facts = z.object({
  closeInputs: z
    .array(
      z.object({
        input: z.string(),
        column: z.string(),
        target: z.string(),
        explained: share,
        byHistory: share,
      }),
    )
    .optional(),
  breaks: z
    .object({
      by: z.enum(['dates', 'jumps', 'lines']),
      column: z.string().optional(),
      count: z.int().min(1),
      line: z.int().min(1),
      sequences: share,
    })
    .optional(),
  padding: z
    .object({ value: z.number(), at: z.enum(['start', 'end']), steps: share, records: share })
    .optional(),
});

const measure = z.number().nullable().optional();
const setMetrics = z.object({
  accuracy: measure,
  balancedAccuracy: measure,
  f1: measure,
  sequenceAccuracy: measure,
  perplexity: measure,
  bitsPerStep: measure,
  rmse: measure,
  mae: measure,
  r2: measure,
  columns: z
    .array(z.object({ rmse: measure, mae: measure, r2: measure, accuracy: measure, f1: measure }))
    .optional(),
});
export const epochMetrics: z.ZodType<EpochMetrics> = z.object({
  validation: setMetrics.nullable(),
  training: setMetrics.nullable(),
});

const recordSchema: z.ZodType<RunRecord> = z.object({
  status: z.enum(['running', 'completed', 'stoppedEarly', 'cancelled', 'failed', 'interrupted']),
  name: z.string(),
  config: z.string(),
  seed: z.number(),
  startedAt: z.string(),
  finishedAt: z.string().optional(),
  versions: z.object({ unroll: z.string(), node: z.string() }),
  kernels: z.enum(['plain', 'relaxed']).optional(),
  threads: z.int().optional(),
  memory: z.object({ bytes: z.number(), segment: z.int(), recomputed: z.boolean() }).optional(),
  process: z.object({ id: z.int().positive(), host: z.string() }),
  dataFingerprint: z.string(),
  parameters: z.number(),
  baseline: z.object({
    name: z.string(),
    loss: z.number(),
    columns: z.array(z.object({ rmse: z.number(), mae: z.number() })).optional(),
  }),
  notes: z.array(z.string()),
  facts: facts.optional(),
  steps: z.int(),
  epochs: z.int(),
  plannedSteps: z.int(),
  plannedEpochs: z.int(),
  trainLoss: loss,
  validationLoss: loss,
  metrics: epochMetrics.nullable().optional(),
  error: z.string().optional(),
  nonFinite: nonFinite.optional(),
  signals: z.object({
    inputs: z.array(z.string()),
    outputs: z.array(z.string()),
    inputScaling: scaling,
    embeddings: z.array(z.object({ name: z.string(), tokens: z.int(), size: z.int() })).optional(),
    outputScaling: scaling,
    targetKind: z.enum(['values', 'binary', 'classes']),
    token: z.string().optional(),
  }),
});

const metricSchema: z.ZodType<Metric> = z.discriminatedUnion('event', [
  z.object({
    event: z.literal('step'),
    step: z.int(),
    epoch: z.int(),
    loss: z.number(),
    gradientNorm: z.number(),
    clipped: z.boolean(),
    learningRate: z.number(),
    seconds: z.number(),
  }),
  z.object({
    event: z.literal('epoch'),
    step: z.int(),
    epoch: z.int(),
    trainLoss: z.number(),
    validationLoss: loss,
    freeTrainLoss: z.optional(z.number()),
    metrics: epochMetrics.optional(),
    seconds: z.number(),
  }),
]);

/** @throws InputError with one line where the text is not a run's record */
export function parseRecord(text: string, file: string): RunRecord {
  return check(recordSchema, text, file);
}

/** @throws InputError with one line where the text is not a line of metrics */
export function parseMetric(line: string, where: string): Metric {
  return check(metricSchema, line, where);
}

function check<T>(schema: z.ZodType<T>, text: string, where: string): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new InputError(`${where}: not JSON (${messageOf(error)})`);
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    const [{ path, message }] = parsed.error.issues;
    throw new InputError(`${where}: ${path.length > 0 ? `${path.join('.')}: ` : ''}${message}`);
  }
  return parsed.data;
}
