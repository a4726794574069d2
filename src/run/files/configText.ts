/** Reads the text of a config file, and the config in it. */

import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { meantText } from '../../config/names';
import { parseConfig } from '../../config/parse';
import { positionOf } from '../../config/ranges';
import type { Config } from '../../config/schema';
import { isSystemError, meantFile, trouble } from './fileErrors';
import { InputError } from './inputError';

/** Size in bytes above which a file cannot be a config. */
const largestConfig = 4_000_000;

/** @throws InputError with one line where there is no such file, or none that can be a config */
export async function readConfigText(file: string): Promise<string> {
  try {
    const { size } = await stat(file);
    if (size > largestConfig) {
      throw new InputError(`${file} has ${size} bytes: that is not a config; expected a NAME.unroll.json`);
    }
    return (await readFile(file, 'utf8')).replace(/^\uFEFF/, '');
  } catch (error) {
    if (!isSystemError(error)) {
      throw error;
    }
    const hint = error.code === 'ENOENT' ? meantText(await meantFile(file)) : '';
    throw new InputError(`cannot read the config ${file}: ${trouble(error)}${hint}`);
  }
}

/** @throws InputError with the place and text of the first problem */
export function checkedConfig(text: string): Config {
  const { config, problems } = parseConfig(text);
  if (config) {
    return config;
  }
  const [first, ...others] = problems.filter(({ severity }) => severity === 'error');
  // The message of a syntax error contains its place already.
  const place = first.syntax ? '' : `${positionOf(text, first.offset)}: `;
  const more = others.length > 0 ? ` (and ${others.length} more)` : '';
  throw new InputError(`${place}${first.message}${more}`, first.path);
}

/** @throws InputError with the name of the file, and the place and text of the first problem */
export async function readConfig(file: string): Promise<Config> {
  const text = await readConfigText(file);
  try {
    return checkedConfig(text);
  } catch (error) {
    throw error instanceof InputError
      ? new InputError(`${path.basename(file)}: ${error.message}`, error.key)
      : error;
  }
}

/** `weather` for `…/weather.unroll.json`: the name of its runs. */
export function configName(file: string): string {
  const name = path.basename(path.basename(file, '.unroll.json'), '.json');
  return /^\.*$/.test(name) ? path.basename(file) : name;
}
