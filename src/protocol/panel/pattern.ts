/** Messages about the search of the data for a pattern. */
import * as z from 'zod/mini';
import type { PatternFound, PatternQuestion } from '../worker';
import { floats, index, like, list, name, setName } from './values';

/** Progress of a search. Each answer carries the `id` of its request. */
const patternProgress = z.strictObject({
  type: z.literal('patternProgress'),
  id: index,
  looked: index,
  sequences: index,
});
const context = z.looseObject({
  from: index,
  labels: z.array(z.string()),
  inputs: z.array(z.looseObject({})),
  values: floats,
});
const match = z.looseObject({
  set: setName,
  sequence: index,
  label: z.string(),
  range: z.looseObject({ from: index, to: index }),
  units: z.array(index),
  context,
});
/** Answers `findPattern`. */
const patternFound = z.strictObject({
  type: z.literal('patternFound'),
  id: index,
  found: like<PatternFound>(
    z.looseObject({
      matches: z.array(match),
      places: z.looseObject({ all: index, whole: index }),
      looked: index,
      sequences: index,
    }),
  ),
});
/** The search has failed. */
const patternNotFound = z.strictObject({ type: z.literal('patternNotFound'), id: index, why: z.string() });

const mostUnits = 100_000;
const patternQuestion: z.ZodMiniType<PatternQuestion, PatternQuestion> = z.strictObject({
  update: index,
  layer: name,
  state: z.enum(['h', 'c']),
  pattern: z.strictObject({
    units: list(z.strictObject({ unit: index, sign: z.literal([1, -1]) }), mostUnits, 1),
    ignored: list(index, mostUnits),
    threshold: z.number().check(z.positive()),
    length: z.int().check(z.positive()),
    offBefore: z.boolean(),
    offAfter: z.boolean(),
  }),
  origin: z.strictObject({ sequence: z.nullable(index), from: index, to: index }),
  context: z.int().check(z.gte(0), z.lte(100)),
});
/** Searches the data for a pattern; an earlier search is ended. */
const findPattern = z.strictObject({
  type: z.literal('findPattern'),
  id: index,
  question: patternQuestion,
});
const stopPattern = z.strictObject({ type: z.literal('stopPattern') });

export const fromHost = [patternProgress, patternFound, patternNotFound] as const;
export const fromPanel = [findPattern, stopPattern] as const;
