/** Makes the folder of a new run. */
import { randomInt } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isSystemError, trouble } from './fileErrors';
import { fileNames } from './folder';
import { InputError } from './inputError';

/**
 * @param root folder of the config; `.unroll` is made in it
 * @param name of the config
 * @param out folder that was requested instead, which must be empty or must not exist
 * @returns the absolute folder
 * @throws InputError where it cannot be made, or holds something already
 */
export function makeRunFolder(root: string, name: string, now: Date, out?: string): string {
  const folder = out ?? path.join(root, '.unroll', name, `${timeStamp(now)}-${letters()}`);
  try {
    mkdirSync(folder, { recursive: true });
    const found = readdirSync(folder);
    if (found.length > 0) {
      const what = found.includes(fileNames.record) ? 'holds a run already' : 'is not empty';
      throw new InputError(`the run folder ${folder} ${what}; name one that is new or empty`);
    }
    if (out === undefined) {
      keepOutOfGit(path.join(root, '.unroll'));
    }
    mkdirSync(path.join(folder, fileNames.traces));
    mkdirSync(path.join(folder, fileNames.weights));
  } catch (error) {
    if (isSystemError(error)) {
      const why = error.code === 'EEXIST' ? 'there is a file of this name' : trouble(error);
      throw new InputError(`cannot make the run folder ${folder}: ${why}`);
    }
    throw error;
  }
  return folder;
}

/**
 * Makes the folder that holds the runs of a comparison, beside those of the config.
 * @throws InputError where it cannot be made
 */
export function makeComparisonFolder(root: string, name: string, now: Date): string {
  const unroll = path.join(root, '.unroll');
  const folder = path.join(unroll, '.comparisons', name, `${timeStamp(now)}-${letters()}`);
  try {
    mkdirSync(folder, { recursive: true });
    keepOutOfGit(unroll);
  } catch (error) {
    throw isSystemError(error)
      ? new InputError(`cannot make the folder ${folder}: ${trouble(error)}`)
      : error;
  }
  return folder;
}

function keepOutOfGit(folder: string): void {
  const file = path.join(folder, '.gitignore');
  if (!existsSync(file)) {
    writeFileSync(file, '*\n');
  }
}

/** `2026-03-02T14-05-11.123Z`, with dashes for colons: sorts by time, and is a valid file name everywhere. */
export function timeStamp(now: Date): string {
  return now.toISOString().replaceAll(':', '-');
}

/** The time with which a name begins; undefined where it begins with none. */
export function timeOf(name: string): Date | undefined {
  const [, day, hours, minutes, seconds] = /^(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d\.\d{3})Z/.exec(name) ?? [];
  const time = new Date(`${day}T${hours}:${minutes}:${seconds}Z`);
  return Number.isNaN(time.getTime()) ? undefined : time;
}

function letters(): string {
  return Array.from({ length: 4 }, () => String.fromCharCode(97 + randomInt(26))).join('');
}
