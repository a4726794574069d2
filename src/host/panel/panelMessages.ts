/** The border of the panel: a message from the webview is checked before anything is done with it. */
import * as z from 'zod';
import type { PanelToHost } from '../../protocol/panel';

const text = z.string().max(10_000);
const index = z.int().min(0);
const item = z.union([text, z.number()]);

const set = z.enum(['training', 'validation']);
const probe = z.union([index, z.templateLiteral([set, ' ', index])]);
const wanted = z.strictObject({ update: index, probe: probe.nullable(), name: text.min(1) });
const whatIfTensor = z.strictObject({
  whatIf: text.min(1),
  of: z.enum(['recorded', 'changed']),
  name: text.min(1),
});
const pick = z.discriminatedUnion('by', [
  z.strictObject({ by: z.enum(['worst', 'best', 'random']) }),
  z.strictObject({ by: z.literal('sequence'), set: set.nullable(), sequence: index }),
  z.strictObject({ by: z.literal('line'), file: text.min(1), line: index }),
]);

/** Of pictures and tables; the page makes none that are larger. */
const mostBytes = 128e6;
const bytes = z
  .instanceof(Uint8Array<ArrayBuffer>)
  .refine(({ byteLength }) => byteLength <= mostBytes, `at most ${mostBytes} bytes are written`);

const sign: z.ZodType<1 | -1> = z.union([z.literal(1), z.literal(-1)]);
const units = 100_000;
const question = z.strictObject({
  update: index,
  layer: text.min(1),
  state: z.enum(['h', 'c']),
  pattern: z.strictObject({
    units: z
      .array(z.strictObject({ unit: index, sign }))
      .min(1)
      .max(units),
    ignored: z.array(index).max(units),
    threshold: z.number().positive(),
    length: index.min(1),
    offBefore: z.boolean(),
    offAfter: z.boolean(),
  }),
  origin: z.strictObject({ sequence: index, from: index, to: index }),
  context: index.max(100),
});

const messageSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ready'), folder: text.nullable() }),
  z.strictObject({
    type: z.literal('edit'),
    path: z.array(text.min(1)).min(1).max(8),
    value: z.union([text, z.number(), z.boolean(), z.array(item).max(100_000), z.null()]),
  }),
  z.strictObject({ type: z.literal('train') }),
  z.strictObject({ type: z.literal('cancel') }),
  z.strictObject({
    type: z.literal('openConfig'),
    key: z
      .array(z.union([text, index]))
      .max(32)
      .optional(),
  }),
  z.strictObject({
    type: z.literal('newConfig'),
    from: z.enum(['adding', 'copy', 'temporal-order', 'sine', 'file']),
  }),
  z.strictObject({ type: z.literal('snapshot'), update: index.nullable() }),
  z.strictObject({ type: z.literal('tensors'), wanted: z.array(wanted).max(1000) }),
  z.strictObject({ type: z.literal('spectrum'), update: index, block: text.min(1) }),
  z.strictObject({ type: z.literal('analyse'), update: index, probe, layer: text.min(1) }),
  z.strictObject({ type: z.literal('pick'), update: index, pick }),
  z.strictObject({ type: z.literal('cancelPick') }),
  z.strictObject({ type: z.literal('findPattern'), id: index, question }),
  z.strictObject({ type: z.literal('stopPattern') }),
  z.strictObject({ type: z.literal('explain'), page: z.enum(['math', 'diagnosis']), heading: text }),
  z.strictObject({ type: z.literal('showFinding'), finding: index }),
  z.strictObject({ type: z.literal('applyFix'), finding: index, fix: index }),
  z.strictObject({ type: z.literal('tryFix'), finding: index, fix: index }),
  z.strictObject({ type: z.literal('applyTried') }),
  z.strictObject({ type: z.literal('closeComparison') }),
  z.strictObject({ type: z.literal('debugStep'), step: index }),
  z.strictObject({ type: z.literal('whatIfTensors'), wanted: z.array(whatIfTensor).max(1000) }),
  z.strictObject({
    type: z.literal('debug'),
    update: index,
    sequence: index,
    set: z.enum(['training', 'validation']).nullable(),
  }),
  z.strictObject({ type: z.literal('comparedTraces'), id: index }),
  z.strictObject({
    type: z.literal('comparedTensor'),
    id: index,
    run: index,
    update: index,
    name: text.min(1),
  }),
  z.strictObject({ type: z.literal('save'), kind: z.enum(['png', 'svg', 'csv']), name: text, bytes }),
  z.strictObject({
    type: z.literal('copyTensor'),
    tensor: wanted,
    text: z.string().max(1_000_000).nullable(),
  }),
]);

/** The message, or a sentence that says what is wrong with it. */
export function readPanelMessage(data: unknown): PanelToHost | string {
  const checked = messageSchema.safeParse(data);
  return checked.success
    ? checked.data
    : `The panel sent a message that is not understood: ${z.prettifyError(checked.error).replaceAll('\n', ' ')}`;
}
