/** Messages about figures and their numbers, which leave the page as files or in the clipboard. */
import * as z from 'zod/mini';
import { snapshotTensor } from './tensors';
import { text } from './values';

/** Largest size in bytes of figures and tables; the page makes none that are larger. */
const mostBytes = 128e6;
const fileBytes = z
  .instanceof(Uint8Array<ArrayBuffer>)
  .check(z.refine(({ byteLength }) => byteLength <= mostBytes, `at most ${mostBytes} bytes are written`));

/**
 * Asks for a place and writes a figure or its numbers there. `name` is the suggested file name, without its
 * extension.
 */
const save = z.strictObject({
  type: z.literal('save'),
  kind: z.enum(['png', 'svg', 'csv']),
  name: text,
  bytes: fileBytes,
});
/**
 * Puts a tensor in the clipboard for Python: as text, or where that is null as code that loads it from the
 * run.
 */
const copyTensor = z.strictObject({
  type: z.literal('copyTensor'),
  tensor: snapshotTensor,
  text: z.nullable(z.string().check(z.maxLength(1_000_000))),
});

export const fromPanel = [save, copyTensor] as const;
