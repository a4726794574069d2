/**
 * `findings.json` in a run's folder: written by the front end that has the run diagnosed, checked when it is
 * read.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import type { Finding } from '../../analysis/diagnosis/evidence/finding';
import { messageOf } from '../../notation/errors';
import { rules } from '../../notation/findings';
import type { DatedFinding, Diagnosis } from '../../protocol/run';
import { isSystemError } from './fileErrors';
import { writeWhole } from './files';
import { fileNames } from './folder';
import { InputError } from './inputError';

const key = z.array(z.string()).max(16);
const value = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.null(),
  z.array(z.union([z.string(), z.number()])),
]);
const findingSchema = z.object({
  rule: z.enum(rules),
  severity: z.enum(['error', 'warning', 'information']),
  sentence: z.string(),
  evidence: z.array(z.object({ name: z.string(), value: z.number(), unit: z.string() })),
  steps: z.object({ from: z.number(), to: z.number() }).optional(),
  layer: z.string().optional(),
  unit: z.number().optional(),
  gate: z.string().optional(),
  key,
  fixes: z.array(z.object({ title: z.string(), edits: z.array(z.object({ key, value })) })),
  since: z.int().min(0).optional(),
});
const diagnosisSchema: z.ZodType<Diagnosis> = z.object({
  step: z.int(),
  findings: z.array(findingSchema).max(1000),
  reach: z.object({ layer: z.string(), horizon: z.number(), span: z.number() }).nullable(),
});

/**
 * Findings with the update at which they were first seen.
 * @param before findings of the previous diagnosis; a finding that persists keeps its beginning
 */
export function dated(
  findings: readonly Finding[],
  update: number,
  before: Diagnosis | null,
): readonly DatedFinding[] {
  const same = ({ rule, layer, unit, gate }: Finding) => JSON.stringify([rule, layer, unit, gate]);
  const begun = new Map((before?.findings ?? []).map((finding) => [same(finding), finding.since]));
  return findings.map((finding) => ({
    ...finding,
    since: Math.min(update, begun.get(same(finding)) ?? update),
  }));
}

export function writeFindings(folder: string, diagnosis: Diagnosis): void {
  writeWhole(path.join(folder, fileNames.findings), `${JSON.stringify(diagnosis, null, 2)}\n`);
}

/**
 * Null for a run that has not been diagnosed yet.
 * @throws InputError with one line where the file has another content, for example of another version
 */
export async function readFindings(folder: string): Promise<Diagnosis | null> {
  const file = path.join(folder, fileNames.findings);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (isSystemError(error) && error.code === 'ENOENT') {
      return null;
    }
    throw error;
  }
  return parse(text, file);
}

function parse(text: string, file: string): Diagnosis {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new InputError(`${file}: not JSON (${messageOf(error)})`);
  }
  const parsed = diagnosisSchema.safeParse(value);
  if (!parsed.success) {
    const [{ path: at, message }] = parsed.error.issues;
    throw new InputError(`${file}: ${at.join('.')}: ${message}`);
  }
  return parsed.data;
}
