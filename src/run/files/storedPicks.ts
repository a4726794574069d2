/**
 * The traces of picked sequences in a run's folder. Only a few are kept, since they can be computed again at
 * any time.
 */
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { isSystemError, writeError } from './fileErrors';
import { writeWhole } from './files';
import { fileNames } from './folder';
import { InputError } from './inputError';

/**
 * Largest size in bytes of all of them, and their largest number; the oldest are removed first. The panel
 * keeps fewer.
 */
const mostBytes = 600e6;
const mostFiles = 500;

/** @throws InputError where it cannot be written */
export function writePick(file: string, trace: Uint8Array): void {
  const folder = path.dirname(file);
  try {
    // Not recursive, because the run's folder may just have been deleted and must not be made again.
    mkdirSync(folder, { recursive: false });
  } catch (error) {
    if (!isSystemError(error) || error.code !== 'EEXIST') {
      throw unwritable(folder, error);
    }
  }
  try {
    writeWhole(file, trace);
    thinOut(folder, path.basename(file), mostBytes, mostFiles);
  } catch (error) {
    throw unwritable(file, error);
  }
}

/** @param newest stays whatever its size */
export function thinOut(folder: string, newest: string, bytes: number, files: number): void {
  const kept = readdirSync(folder)
    .filter((name) => name !== newest)
    .map((name) => ({ name, ...sizeAndTime(path.join(folder, name)) }))
    .sort((left, right) => right.time - left.time);
  let room = bytes - sizeAndTime(path.join(folder, newest)).size;
  kept.forEach(({ name, size }, i) => {
    room -= size;
    if (room < 0 || i + 1 >= files) {
      rmSync(path.join(folder, name), { force: true });
    }
  });
}

/**
 * Removes them when nobody looks at the run any more.
 * @param folder of the run
 */
export async function removePicks(folder: string): Promise<void> {
  await rm(path.join(folder, fileNames.picked), { recursive: true, force: true });
}

function sizeAndTime(file: string): { size: number; time: number } {
  const found = statSync(file, { throwIfNoEntry: false });
  return { size: found?.size ?? 0, time: found?.mtimeMs ?? 0 };
}

function unwritable(file: string, error: unknown): unknown {
  return isSystemError(error) ? new InputError(`cannot write ${file}: ${writeError(error)}`) : error;
}
