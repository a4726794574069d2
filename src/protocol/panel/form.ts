/** Messages about the config: its form, and changes that the person makes in it. */
import * as z from 'zod/mini';
import type { Form } from '../../config/formTypes';
import { index, like, list, name, text } from './values';

const problem = z.looseObject({ message: z.string(), severity: z.enum(['error', 'warning']) });
const group = z.looseObject({ path: z.array(z.string()), name: z.string(), problems: z.array(problem) });
const field = z.looseObject({
  path: z.array(z.string()),
  label: z.string(),
  group: z.string(),
  kind: z.looseObject({ type: z.string() }),
  set: z.boolean(),
});
const preview = z.looseObject({
  columns: z.array(z.looseObject({ name: z.string(), holds: z.string(), cells: z.array(z.string()) })),
  more: z.number(),
  notes: z.array(z.string()),
});
const form = z.strictObject({
  type: z.literal('form'),
  form: like<Form>(
    z.looseObject({
      file: z.string(),
      groups: z.array(group),
      fields: z.array(field),
      problems: z.array(problem),
      editable: z.boolean(),
      presets: z.array(z.looseObject({ task: z.string() })),
      preview: z.optional(preview),
    }),
  ),
});

/** Null removes the key. */
const edit = z.strictObject({
  type: z.literal('edit'),
  path: list(name, 8, 1),
  value: z.union([text, z.number(), z.boolean(), list(z.union([text, z.number()]), 100_000), z.null()]),
});
/** Shows the config in the editor, at the place where `key` stands or would stand. */
const openConfig = z.strictObject({
  type: z.literal('openConfig'),
  key: z.optional(list(z.union([text, index]), 32)),
});
/** Asks the user for what is missing and writes another config: for a synthetic task, or for a data file. */
const newConfig = z.strictObject({
  type: z.literal('newConfig'),
  from: z.enum(['adding', 'copy', 'temporal-order', 'sine', 'file']),
});

export const fromHost = [form] as const;
export const fromPanel = [edit, openConfig, newConfig] as const;
