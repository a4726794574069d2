/** The tokens of a run's embeddings: `tokens.json`, the token of each row by the name of the weight. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { messageOf } from '../../notation/errors';
import { writeWhole } from '../files/files';
import { fileNames } from '../files/folder';
import { InputError } from '../files/inputError';

const schema = z.record(z.string(), z.array(z.string()));

export type EmbeddingTokens = Readonly<Record<string, readonly string[]>>;

export function writeTokens(folder: string, tokens: EmbeddingTokens): void {
  writeWhole(path.join(folder, fileNames.tokens), `${JSON.stringify(tokens, null, 1)}\n`);
}

/** @throws InputError with one line where there is no such file, or it has another content */
export async function readTokens(folder: string): Promise<EmbeddingTokens> {
  const file = path.join(folder, fileNames.tokens);
  let value: unknown;
  try {
    value = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new InputError(`${file}: ${messageOf(error)}`);
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    throw new InputError(`${file}: expected lists of tokens by the names of embeddings`);
  }
  return parsed.data;
}
