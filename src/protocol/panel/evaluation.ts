/** Messages about how good the answers of the visible run are. */
import * as z from 'zod/mini';
import type { Evaluation } from '../../metrics/measured';
import { index, like, setName } from './values';

const place = z.looseObject({ sequence: index, step: index });
const score = z.looseObject({ support: z.number(), precision: z.number(), recall: z.number() });
const detail = z.discriminatedUnion('of', [
  z.looseObject({
    of: z.literal('classes'),
    classes: z.array(score),
    confusion: z.nullable(
      z.array(
        z.looseObject({
          target: index,
          answer: index,
          count: z.number(),
          share: z.number(),
          places: z.array(place),
        }),
      ),
    ),
  }),
  z.looseObject({
    of: z.literal('values'),
    columns: z.array(z.looseObject({ rmse: z.number(), mae: z.number() })),
    points: z.array(
      z.looseObject({
        sequence: index,
        step: index,
        predicted: z.array(z.number()),
        target: z.array(z.number()),
        error: z.array(z.number()),
      }),
    ),
  }),
  z.looseObject({ of: z.literal('binary'), columns: z.array(score) }),
]);
/** The latest measurement of the visible run in full; null where there is none. */
const evaluation = z.strictObject({
  type: z.literal('evaluation'),
  evaluation: z.nullable(
    like<Evaluation>(
      z.looseObject({
        step: index,
        epoch: index,
        metrics: z.looseObject({}),
        set: setName,
        sequences: index,
        targets: index,
        detail,
        labels: z.array(z.tuple([index, z.string()])),
      }),
    ),
  ),
});

export const fromHost = [evaluation] as const;
