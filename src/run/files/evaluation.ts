/**
 * `evaluation.json` in a run's folder: the latest measurement in full. The training writes it, whole and not
 * with each epoch; it is checked when it is read.
 */
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import type { Evaluation } from '../../metrics/measured';
import { messageOf } from '../../notation/errors';
import { isSystemError } from './fileErrors';
import { writeWhole } from './files';
import { fileNames } from './folder';
import { InputError } from './inputError';
import { epochMetrics } from './record';

/** Largest file that is read; a measurement has bounded parts, but a column for each target. */
const mostBytes = 64e6;

const index = z.int().min(0);
const place = z.object({ sequence: index, step: index });
const score = z.object({
  support: z.number(),
  answered: z.number(),
  right: z.number(),
  precision: z.number(),
  recall: z.number(),
  f1: z.number(),
});
const cell = z.object({
  target: index,
  answer: index,
  count: z.number(),
  share: z.number(),
  places: z.array(place),
});
const classDetail = z.object({
  of: z.literal('classes'),
  classes: z.array(score),
  confusion: z.array(cell).nullable(),
  mostFrequent: z.number(),
});
const column = z.object({
  rmse: z.number(),
  mae: z.number(),
  r2: z.number().nullable(),
  bias: z.number(),
  naive: z.object({ rmse: z.number(), mae: z.number(), r2: z.number().nullable() }).nullable(),
});
const valueDetail = z.object({
  of: z.literal('values'),
  columns: z.array(column),
  points: z.array(
    z.object({
      sequence: index,
      step: index,
      label: z.string(),
      predicted: z.array(z.number()),
      target: z.array(z.number()),
      error: z.array(z.number()),
    }),
  ),
  thinning: z.number(),
});
const binaryDetail = z.object({
  of: z.literal('binary'),
  columns: z.array(score.extend({ accuracy: z.number() })),
});
const evaluationSchema: z.ZodType<Evaluation> = z.object({
  step: index,
  epoch: index,
  metrics: epochMetrics,
  set: z.enum(['training', 'validation']),
  sequences: index,
  targets: index,
  detail: z.discriminatedUnion('of', [classDetail, valueDetail, binaryDetail]),
  labels: z.array(z.tuple([index, z.string()])),
});

export function writeEvaluation(folder: string, evaluation: Evaluation, durable: boolean): void {
  writeWhole(path.join(folder, fileNames.evaluation), `${JSON.stringify(evaluation)}\n`, { durable });
}

/**
 * Null where there is none: in an older run, and before the first epoch has ended.
 * @throws InputError with one line where it is broken
 */
export async function readEvaluation(folder: string): Promise<Evaluation | null> {
  const file = path.join(folder, fileNames.evaluation);
  let text: string;
  try {
    const { size } = await stat(file);
    if (size > mostBytes) {
      throw new InputError(`${file}: has ${size} bytes, more than an evaluation has`);
    }
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (isSystemError(error) && error.code === 'ENOENT') {
      return null;
    }
    throw error;
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new InputError(`${file}: not JSON (${messageOf(error)})`);
  }
  const parsed = evaluationSchema.safeParse(value);
  if (!parsed.success) {
    const [{ path: key, message }] = parsed.error.issues;
    throw new InputError(`${file}: ${key.join('.')}: ${message}`);
  }
  return parsed.data;
}
