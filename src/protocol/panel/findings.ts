/** Messages about the findings in the visible run. */
import * as z from 'zod/mini';
import type { Diagnosis } from '../run';
import { index, like, list } from './values';

const finding = z.looseObject({
  rule: z.string(),
  severity: z.enum(['error', 'warning', 'information']),
  sentence: z.string(),
  evidence: z.array(z.looseObject({ name: z.string(), value: z.number(), unit: z.string() })),
  key: z.array(z.string()),
  fixes: z.array(z.looseObject({ title: z.string() })),
});
/**
 * Diagnosis of the visible run; null where it has not been diagnosed, or the diagnosis no longer holds for
 * the config.
 */
const diagnosis = z.strictObject({
  type: z.literal('diagnosis'),
  diagnosis: z.nullable(
    like<Diagnosis>(
      z.looseObject({ step: index, findings: list(finding, 1000), reach: z.nullable(z.looseObject({})) }),
    ),
  ),
});

/** Shows the finding at its config key in the editor. Indices in the diagnosis that is shown. */
const showFinding = z.strictObject({ type: z.literal('showFinding'), finding: index });
const applyFix = z.strictObject({ type: z.literal('applyFix'), finding: index, fix: index });
const tryFix = z.strictObject({ type: z.literal('tryFix'), finding: index, fix: index });

export const fromHost = [diagnosis] as const;
export const fromPanel = [showFinding, applyFix, tryFix] as const;
