/** The values from which messages of the panel are composed. */
import * as z from 'zod/mini';
import { type GenerationAsk, generationLimits } from '../generated';
import type { PickedKey, SequenceQuery } from '../pickedSequence';

/** A type for both sender and receiver: read-only, because nobody changes a message. */
export type Sent<T> = T extends ArrayBufferView
  ? T
  : T extends object
    ? { readonly [K in keyof T]: Sent<T[K]> }
    : T;

export const text = z.string().check(z.maxLength(10_000));
export const name = z.string().check(z.minLength(1), z.maxLength(10_000));
/** A whole number, at least 0. */
export const index = z.int().check(z.gte(0));
export const floats: z.ZodMiniType<Float32Array, Float32Array> = z.instanceof(Float32Array);
export const setName = z.enum(['training', 'validation']);
export const pickedSet = z.enum(['training', 'validation', 'generated']);

const pickedKey = z.custom<PickedKey>(
  (value) => typeof value === 'string' && /^(training|validation|generated) \d{1,15}$/.test(value),
);
export const probeKey = z.union([index, pickedKey]);

/** What can be asked is checked where it is written, with a sentence for the user. */
export const generationAsk: z.ZodMiniType<GenerationAsk> = z.strictObject({
  prompt: z.string().check(z.maxLength(2 * generationLimits.prompt)),
  length: index,
  temperature: z.number(),
  topK: z.nullable(index),
  seed: index,
});

export const sequenceQuery: z.ZodMiniType<SequenceQuery> = z.discriminatedUnion('by', [
  z.strictObject({ by: z.enum(['worst', 'best', 'random']) }),
  z.strictObject({ by: z.literal('sequence'), set: z.nullable(setName), sequence: index }),
  z.strictObject({ by: z.literal('line'), file: name, line: index }),
  z.strictObject({ by: z.literal('generated'), id: index, ask: generationAsk }),
]);

export function list<T extends z.core.$ZodType>(of: T, most: number, fewest = 0): z.ZodMiniArray<T> {
  return z.array(of).check(z.minLength(fewest), z.maxLength(most));
}

/**
 * A value of a type that is defined elsewhere. Only the parts that a receiver relies on are checked; another
 * version may have added to it.
 * @__NO_SIDE_EFFECTS__
 */
export function like<T>(shape: z.ZodMiniType): z.ZodMiniType<T, T> {
  return z.custom<T>((value) => shape.safeParse(value).success);
}
