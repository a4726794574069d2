/** The files that a config names: one, those of a folder (`sensors/`), or those of a pattern (`sensors/*.csv`). */
import { createHash } from 'node:crypto';
import { readdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { extensionOf, kindOfFile, namesMany } from '../../config/kind';
import type { DataConfig } from '../../config/schema';
import { DataError } from '../../data/common/dataset';
import { isSystemError, trouble } from '../files/fileErrors';
import { type FileSource, fileSource, findDataFile, liesIn, outside } from './source';

/** The part of a config that names files, and how they are read. */
export interface NamedFiles {
  readonly file: string;
  readonly kind: DataConfig['kind'];
}

export interface DataFile {
  /** Its real path. */
  readonly path: string;
  /** Its path as the config would spell it. */
  readonly name: string;
}

/** Most files that are read as one data set. */
const mostFiles = 10_000;
/** Most names that are compared with a pattern. */
const mostNames = 200_000;

/**
 * The files in the order of their names: one for a plain path.
 * @param config absolute path of the config
 * @param roots folders they must lie in, links followed; undefined allows any
 * @throws DataError where there is none, where one lies outside, or where there are too many
 */
export async function findDataFiles(
  config: string,
  data: NamedFiles,
  roots: readonly string[] | undefined,
): Promise<readonly DataFile[]> {
  const { file } = data;
  if (!namesMany(file) || (await exists(config, file, roots))) {
    return [{ path: await findDataFile(config, file, roots), name: file }];
  }
  const names = await namesIn(path.dirname(config), file, roots);
  const chosen = names.filter((name) => isOfKind(name, file, data.kind)).sort(compare);
  if (chosen.length === 0) {
    const found = names.length > 0 ? `; it has ${listed(names)}` : '';
    const way =
      names.length > 0
        ? `, and write a pattern such as "${file.replace(/[^/\\]*$/, '')}*.jsonl" for others`
        : '';
    throw problem(`no file of "${file}" can be read as ${data.kind}${found}${way}`);
  }
  if (chosen.length > mostFiles) {
    throw problem(
      `"${file}" names ${chosen.length} files; up to ${mostFiles} are read, so join them or use a part`,
    );
  }
  const files: DataFile[] = [];
  for (const name of chosen) {
    files.push({ path: await findDataFile(config, name, roots), name });
  }
  return files;
}

/**
 * Opens the files that a config names.
 * @param progress receives the bytes that have been read of all files; may throw to cancel
 * @throws DataError as `findDataFiles` does
 */
export async function dataSource(
  config: string,
  data: NamedFiles,
  roots: readonly string[] | undefined,
  progress?: (bytesRead: number) => void,
): Promise<FileSource> {
  const found = await findDataFiles(config, data, roots);
  const [first] = found;
  if (!namesMany(data.file) || first.name === data.file) {
    return fileSource(first.path, { name: first.name, progress });
  }
  const files: FileSource[] = [];
  let before = 0;
  for (const { path: place, name } of found) {
    const start = before;
    const source = await fileSource(place, { name, progress: (bytes) => progress?.(start + bytes) });
    before += source.size;
    files.push(source);
  }
  return {
    name: data.file,
    size: before,
    files,
    async *chunks() {
      for (const file of files) {
        yield* file.chunks();
      }
    },
    fingerprint: () => fingerprintOf(files),
  };
}

/** SHA-256 of the files' names and fingerprints, so that a file that is added, removed or renamed counts. */
async function fingerprintOf(files: readonly FileSource[]): Promise<string> {
  const hash = createHash('sha256');
  for (const file of files) {
    hash.update(`${file.name}\0${await file.fingerprint()}\n`);
  }
  return hash.digest('hex');
}

/** Whether a file has that very name, although it looks like a pattern. */
async function exists(config: string, file: string, roots: readonly string[] | undefined): Promise<boolean> {
  if (/[/\\]$/.test(file)) {
    return false;
  }
  return findDataFile(config, file, roots).then(
    () => true,
    () => false,
  );
}

/** Names that fit a pattern, or all in a folder, as the config would spell them; hidden ones are left out. */
async function namesIn(
  folder: string,
  file: string,
  roots: readonly string[] | undefined,
): Promise<readonly string[]> {
  const parts = file.split(/[/\\]/);
  if (parts.at(-1) === '') {
    parts[parts.length - 1] = '*';
  }
  let places = [path.isAbsolute(file) ? `${parts.shift()}/` : ''];
  let seen = 0;
  for (const [i, part] of parts.entries()) {
    const last = i === parts.length - 1;
    if (!/[*?]/.test(part)) {
      places = places.map((place) => `${place}${part}${last ? '' : '/'}`);
      continue;
    }
    const next: string[] = [];
    for (const place of places) {
      const entries = await list(path.resolve(folder, place), file, roots);
      seen += entries.length;
      if (seen > mostNames) {
        throw problem(`"${file}" would look through more than ${mostNames} names; use a narrower pattern`);
      }
      for (const entry of entries) {
        if (
          fits(entry.name, part) &&
          !entry.name.startsWith('.') &&
          (last ? !entry.isDirectory() : !entry.isFile())
        ) {
          next.push(`${place}${entry.name}${last ? '' : '/'}`);
        }
      }
    }
    places = next;
  }
  return places;
}

async function list(folder: string, file: string, roots: readonly string[] | undefined) {
  try {
    if (roots && !(await liesIn(await realpath(folder), roots))) {
      throw outside(file);
    }
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (isSystemError(error)) {
      throw problem(
        `cannot read "${file}": ${error.code === 'ENOENT' ? `there is no folder ${folder}` : trouble(error)}`,
      );
    }
    throw error;
  }
}

/** Whether a name fits a pattern: `*` stands for any characters of a name, `?` for one. */
function fits(name: string, pattern: string): boolean {
  let at = 0;
  let of = 0;
  /** The last star, and the place in the name up to which it reaches. */
  let star = -1;
  let reached = 0;
  while (at < name.length) {
    if (pattern[of] === '*') {
      star = of++;
      reached = at;
    } else if (pattern[of] === '?' || pattern[of] === name[at]) {
      at++;
      of++;
    } else if (star >= 0) {
      of = star + 1;
      at = ++reached;
    } else {
      return false;
    }
  }
  return /^\**$/.test(pattern.slice(of));
}

/** A pattern that ends in an extension names its files; of a folder, only those that are read as this kind. */
function isOfKind(name: string, file: string, kind: DataConfig['kind']): boolean {
  if (/\.unroll\.json$/i.test(name)) {
    return false;
  }
  const found = kindOfFile(name);
  const extension = extensionOf(file);
  return extension !== '' && !/[*?]/.test(extension)
    ? 'kind' in found
    : 'kind' in found && found.kind === kind;
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 3).map((name) => path.basename(name));
  return names.length > shown.length
    ? `${shown.join(', ')} and ${names.length - shown.length} more`
    : shown.join(', ');
}

function problem(what: string): DataError {
  return new DataError(`data.file: ${what}`, ['data', 'file']);
}
