/**
 * `dataset.json` in a run's folder: how its data was read, so that new data can be read with the statistics
 * and the vocabulary of the training.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import type { Config } from '../../config/schema';
import type { Dataset } from '../../data/common/dataset';
import type { TrainedData, TrainedSource } from '../../data/common/trainedData';
import { messageOf } from '../../notation/errors';
import { isSystemError, trouble } from '../files/fileErrors';
import { fileNames } from '../files/folder';
import { InputError } from '../files/inputError';

const scaling = z.object({ offset: z.number(), scale: z.number() });
const source = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('number'), name: z.string(), scaling: z.array(scaling).min(1) }),
  z.object({ kind: z.literal('date'), name: z.string() }),
  z.object({
    kind: z.enum(['word', 'tokens']),
    name: z.string(),
    tokens: z.array(z.string()).min(1),
    unknown: z.boolean(),
  }),
]);
const stored = z.object({
  format: z.literal('unroll dataset 1'),
  shape: z.enum(['one-to-one', 'one-to-many', 'many-to-one', 'many-to-many', 'encoder-decoder']),
  targetKind: z.enum(['values', 'binary', 'classes']),
  inputs: z.array(source).min(1),
  targets: z.array(source).min(1),
});

export type StoredDataset = z.output<typeof stored>;

/** The text of the file. */
export function printDataset(
  { shape, targetKind }: Pick<Dataset, 'shape' | 'targetKind'>,
  { inputs, targets }: TrainedData,
): string {
  return `${JSON.stringify({ format: 'unroll dataset 1', shape, targetKind, inputs, targets }, null, 2)}\n`;
}

/**
 * @returns undefined where there is none: in older runs, and for the generated tasks
 * @throws InputError with one line where it cannot be read
 */
export async function readDatasetFile(folder: string): Promise<StoredDataset | undefined> {
  const file = path.join(folder, fileNames.dataset);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (isSystemError(error) && error.code === 'ENOENT') {
      return undefined;
    }
    throw isSystemError(error) ? new InputError(`cannot read ${file}: ${trouble(error)}`) : error;
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new InputError(`${file} is not JSON: ${messageOf(error)}`);
  }
  const parsed = stored.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new InputError(`${file}: ${issue.path.join('.') || 'it'}: ${issue.message}`);
  }
  return parsed.data;
}

type Tokens = Extract<TrainedSource, { kind: 'word' | 'tokens' }>;

/** The tokens that a model reads and writes, or a sentence on why it writes no text. */
export function writingTokens(
  { task: { shape }, data, model }: Config,
  trained: TrainedData | undefined,
): { readonly inputs: Tokens; readonly targets: Tokens } | string {
  const [inputs] = trained?.inputs ?? [];
  const [targets] = trained?.targets ?? [];
  if (inputs?.kind !== 'tokens' || targets?.kind !== 'tokens') {
    const read = { task: 'a generated task', table: 'a table', records: 'records', text: 'text' }[data.kind];
    return `the model reads ${read} and writes no text; unroll predict gives its outputs`;
  }
  if (data.kind === 'records' && shape !== 'encoder-decoder' && shape !== 'one-to-many') {
    return `a ${shape} model of records answers each text that it reads, and does not write on; unroll predict gives its outputs`;
  }
  return data.kind === 'text' && model.bidirectional
    ? 'a bidirectional model reads the text from its end, too, so it cannot write on; train one with "bidirectional": false'
    : { inputs, targets };
}

/** Whether a run's model writes text on from a prompt. Older runs on text do not state their tokens. */
export async function writesText(folder: string, config: Config): Promise<boolean> {
  const stored = await readDatasetFile(folder);
  return stored
    ? typeof writingTokens(config, stored) !== 'string'
    : config.data.kind === 'text' && !config.model.bidirectional;
}
