/** Messages about a comparison: the progress of its runs, and their latest traces. */
import * as z from 'zod/mini';
import type { Comparison } from '../comparison';
import { metrics } from './run';
import { panelProbe } from './snapshots';
import { index, like, list } from './values';

const comparedRun = z.looseObject({ label: z.string(), status: z.string(), steps: index, epochs: index });
/** A comparison in its present state; null when it has been closed. */
const comparison = z.strictObject({
  type: z.literal('comparison'),
  comparison: z.nullable(
    like<Comparison>(
      z.looseObject({
        id: index,
        title: z.string(),
        runs: list(comparedRun, 10_000),
        summary: z.nullable(z.string()),
        trial: z.nullable(z.looseObject({ finding: z.looseObject({}), fix: index })),
      }),
    ),
  ),
});
/** New metrics of one of its runs, in order. */
const comparisonMetrics = z.strictObject({
  type: z.literal('comparisonMetrics'),
  id: index,
  run: index,
  metrics,
});
/**
 * Answers `askComparedTraces`: for each run the latest trace of the first sequence, without values; null
 * where there is none.
 */
const comparedTraces = z.strictObject({
  type: z.literal('comparedTraces'),
  id: index,
  traces: z.array(z.nullable(z.strictObject({ update: index, probe: panelProbe }))),
});

/** Applies the fix that the comparison has tried. */
const applyTried = z.strictObject({ type: z.literal('applyTried') });
const closeComparison = z.strictObject({ type: z.literal('closeComparison') });
/** Requests what can be drawn of its runs beside each other. */
const askComparedTraces = z.strictObject({ type: z.literal('askComparedTraces'), id: index });

export const fromHost = [comparison, comparisonMetrics, comparedTraces] as const;
export const fromPanel = [applyTried, closeComparison, askComparedTraces] as const;
