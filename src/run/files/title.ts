/**
 * `title.txt` in a run's folder: the title that a person gave the run. It is a file of its own, because the
 * training process rewrites `run.json` again and again; the folder keeps its name, by which the command line
 * and open panels know it.
 */
import { rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { isSystemError } from './fileErrors';
import { writeWhole } from './files';
import { fileNames } from './folder';

export const longestTitle = 100;

/** Control characters, and characters that change the direction of the text after them. */
const unprintable = /[\p{Cc}\u202a-\u202e\u2066-\u2069]+/gu;

/** Null for a run that has no title. */
export async function readTitle(folder: string): Promise<string | null> {
  try {
    return cleanTitle(await readFile(path.join(folder, fileNames.title), 'utf8'));
  } catch (error) {
    if (isSystemError(error) && error.code === 'ENOENT') {
      return null;
    }
    throw error;
  }
}

/** @param title null, or nothing but space: removes the title */
export function writeTitle(folder: string, title: string | null): void {
  const file = path.join(folder, fileNames.title);
  const clean = title === null ? null : cleanTitle(title);
  if (clean === null) {
    rmSync(file, { force: true });
  } else {
    writeWhole(file, `${clean}\n`);
  }
}

/** The first line with any text, on one line and no longer than a list can show; null where there is none. */
export function cleanTitle(text: string): string | null {
  const [line = ''] = text
    .split(/[\r\n\u2028\u2029]+/)
    .map((each) => each.replace(unprintable, ' ').replace(/\s+/g, ' ').trim())
    .filter((each) => each !== '');
  const clean = [...line].slice(0, longestTitle).join('').trim();
  return clean === '' ? null : clean;
}
