/**
 * Deletes runs so that it can be undone: the folder of a run is moved to `.unroll/.trash/<time>/<config
 * name>/<run>`, which takes no time however large it is, and back. Runs that have lain there long enough are
 * removed for good.
 */
import { mkdir, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { isSystemError, trouble } from './fileErrors';
import { readRunRecord } from './folder';
import { InputError } from './inputError';
import { timeOf, timeStamp } from './newFolder';

const trash = '.trash';

/** A run that was deleted. Paths are absolute. */
export interface DiscardedRun {
  /** Where it was. */
  readonly folder: string;
  /** Where it is now. */
  readonly kept: string;
  readonly at: Date;
}

/**
 * @param folder `.unroll/<config name>/<run>` somewhere
 * @param elsewhere whether a run that is marked as running on another machine may be moved too
 * @throws InputError where it is still running, or cannot be moved
 */
export async function discardRun(folder: string, at: Date, elsewhere = false): Promise<DiscardedRun> {
  const unroll = path.resolve(folder, '..', '..');
  if (path.basename(unroll) !== '.unroll') {
    throw new InputError(`${folder} is not the folder of a run in .unroll; delete it yourself`);
  }
  const runs = await processOf(folder);
  if (runs && !(elsewhere && runs.host !== hostname())) {
    throw new InputError(
      `${folder} is still running, in process ${runs.id} on ${runs.host}; cancel it first`,
    );
  }
  const kept = path.join(
    unroll,
    trash,
    timeStamp(at),
    path.basename(path.dirname(folder)),
    path.basename(folder),
  );
  await move(folder, kept);
  return { folder, kept, at };
}

/** @throws InputError where it cannot be restored, for example because another has taken its place */
export async function restoreRun({ folder, kept }: DiscardedRun): Promise<void> {
  if (await exists(folder)) {
    throw new InputError(`cannot restore ${folder}: there is something of this name again`);
  }
  await move(kept, folder);
  const name = path.dirname(kept);
  await removeEmpty(name);
  await removeEmpty(path.dirname(name));
}

/**
 * The deleted runs of a folder that can be restored, the last deletion first.
 * @param root folder that holds `.unroll`
 */
export async function listDiscarded(root: string): Promise<DiscardedRun[]> {
  const unroll = path.join(root, '.unroll');
  const found: DiscardedRun[] = [];
  for (const time of (await timesIn(unroll)).sort().reverse()) {
    const at = timeOf(time);
    const names = at ? await foldersIn(path.join(unroll, trash, time)) : [];
    for (const name of names) {
      for (const run of await foldersIn(path.join(unroll, trash, time, name))) {
        const kept = path.join(unroll, trash, time, name, run);
        found.push({ folder: path.join(unroll, name, run), kept, at: at ?? new Date(0) });
      }
    }
  }
  return found;
}

/**
 * Removes for good what was deleted before a given time.
 * @param root folder that holds `.unroll`
 * @returns the number of deletions that were removed
 */
export async function emptyTrash(root: string, before: Date): Promise<number> {
  const unroll = path.join(root, '.unroll');
  const old = (await timesIn(unroll)).filter((name) => (timeOf(name) ?? before) < before);
  for (const name of old) {
    await rm(path.join(unroll, trash, name), { recursive: true, force: true, maxRetries: 3 });
  }
  return old.length;
}

/** Null for a run that has ended, and for a folder without a valid record. */
async function processOf(folder: string): Promise<{ readonly id: number; readonly host: string } | null> {
  try {
    const { status, process } = await readRunRecord(folder);
    return status === 'running' ? process : null;
  } catch (error) {
    if (error instanceof InputError) {
      return null; // a run that cannot be read can be deleted all the same
    }
    throw error;
  }
}

async function move(from: string, to: string): Promise<void> {
  try {
    await mkdir(path.dirname(to), { recursive: true });
    await rename(from, to);
  } catch (error) {
    const why = isSystemError(error) && error.code === 'ENOENT' ? 'there is no such folder' : trouble(error);
    throw new InputError(`cannot move ${from} to ${to}: ${why}`);
  }
}

/** Names of the folders that deletions have made. A trash that is a link to somewhere else is left alone. */
async function timesIn(unroll: string): Promise<string[]> {
  return (await foldersIn(unroll)).includes(trash) ? foldersIn(path.join(unroll, trash)) : [];
}

/** Names of the folders in a folder, which may be missing; links are not followed. */
async function foldersIn(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  } catch (error) {
    if (isSystemError(error) && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) {
      return [];
    }
    throw error;
  }
}

async function exists(file: string): Promise<boolean> {
  try {
    await stat(file);
    return true;
  } catch (error) {
    if (isSystemError(error) && error.code === 'ENOENT') {
      return false;
    }
    throw error;
  }
}

async function removeEmpty(folder: string): Promise<void> {
  try {
    await rmdir(folder);
  } catch (error) {
    if (!isSystemError(error) || (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST')) {
      throw error;
    }
  }
}
