/** Messages about the embeddings of the visible run. */
import * as z from 'zod/mini';
import type { EmbeddingFacts } from '../embedding';
import { index, like, name, text } from './values';

const question = z.strictObject({ update: index, weight: name, token: z.nullable(text) });
const ranked = z.array(z.looseObject({ token: z.string(), value: z.number() }));

/** Answers `askEmbedding`. */
const embedding = z.strictObject({
  type: z.literal('embedding'),
  of: question,
  facts: z.nullable(
    like<EmbeddingFacts>(
      z.looseObject({
        tokens: index,
        size: index,
        token: z.nullable(z.string()),
        norm: z.number(),
        matches: z.array(z.string()),
        nearest: ranked,
        moved: ranked,
      }),
    ),
  ),
  /** Why there are none. */
  why: z.nullable(z.string()),
});

/** Asks for the neighbours of a token; it replaces the question before. */
const askEmbedding = z.strictObject({ type: z.literal('askEmbedding'), of: question });

export const fromHost = [embedding] as const;
export const fromPanel = [askEmbedding] as const;
