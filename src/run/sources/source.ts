/** Files as src/data reads them: a stream of bytes with a name, a size and a fingerprint. */

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { meantText } from '../../config/names';
import { DataError, type DataSource } from '../../data/common/dataset';
import { gunzip, isGzip } from '../../data/common/gunzip';
import { isSystemError, meantFile, trouble } from '../files/fileErrors';

export interface FileSourceOptions {
  /** Name as in the config; the file's own name by default. */
  readonly name?: string;
  /** Called with the bytes read so far; may throw to cancel. */
  readonly progress?: (bytesRead: number) => void;
}

/** A file that can state which bytes it holds. */
export interface FileSource extends DataSource {
  /** SHA-256 of the file's bytes, in hex; bytes that were read in order are not read again for it. */
  fingerprint(): Promise<string>;
}

/**
 * Small enough that a chunk is parsed in a few milliseconds, so that cancelling and an editor's thread never
 * wait for it.
 */
const chunkBytes = 1 << 18;

/**
 * A data file, unpacked as it is read where its name ends in `.gz`.
 * @throws DataError where there is no file to read
 */
export async function fileSource(file: string, options: FileSourceOptions = {}): Promise<FileSource> {
  const name = options.name ?? path.basename(file);
  const found = await stat(file).catch(async (error: unknown) => {
    throw await unreadable(name, file, error);
  });
  if (found.isDirectory()) {
    throw problem(
      `"${name}" is a folder, not a file${/[/\\]$/.test(name) ? '' : `; write "${name}/" to read the files in it`}`,
    );
  }
  if (!found.isFile()) {
    throw problem(`"${name}" is a device or a pipe, not a file`);
  }
  let digest: string | undefined;
  const source = {
    name,
    size: found.size,
    progress: options.progress,
    async *chunks() {
      const hash = createHash('sha256');
      const stream = createReadStream(file, { highWaterMark: chunkBytes });
      try {
        for await (const chunk of stream) {
          hash.update(chunk);
          yield chunk;
        }
      } catch (error) {
        throw isSystemError(error) ? await unreadable(name, file, error) : error;
      }
      digest = hash.digest('hex');
    },
    slice: (from: number, to: number) => slice(name, file, from, to),
  };
  const fingerprint = async () => digest ?? hashOf(source);
  return { ...(isGzip(name) ? gunzip(source) : source), fingerprint };
}

async function hashOf(source: DataSource): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of source.chunks()) {
    hash.update(chunk);
  }
  return hash.digest('hex');
}

/** Bytes `from … to−1` of a file. */
async function slice(name: string, file: string, from: number, to: number): Promise<Uint8Array<ArrayBuffer>> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file);
    const bytes = new Uint8Array(to - from);
    let done = 0;
    while (done < bytes.length) {
      const { bytesRead } = await handle.read(bytes, done, bytes.length - done, from + done);
      if (bytesRead === 0) {
        throw problem(`"${name}" became shorter while it was read`);
      }
      done += bytesRead;
    }
    return bytes;
  } catch (error) {
    throw isSystemError(error) ? await unreadable(name, file, error) : error;
  } finally {
    await handle?.close();
  }
}

/**
 * The file that a config names, as its real path.
 * @param config absolute path of the config
 * @param file as the config spells it
 * @param roots folders it must lie in, links followed; undefined allows any
 * @throws DataError where it does not exist or lies outside
 */
export async function findDataFile(
  config: string,
  file: string,
  roots: readonly string[] | undefined,
): Promise<string> {
  const wanted = path.resolve(path.dirname(config), file);
  const real = await realpath(wanted).catch(async (error: unknown) => {
    throw await unreadable(file, wanted, error);
  });
  if (roots && !(await liesIn(real, roots))) {
    throw outside(file);
  }
  return real;
}

/** Whether a real path lies in one of the folders. */
export async function liesIn(real: string, roots: readonly string[]): Promise<boolean> {
  for (const root of roots) {
    // A root that does not exist holds nothing.
    const folder = await realpath(root).catch(() => undefined);
    if (folder !== undefined) {
      const way = path.relative(folder, real);
      if (way !== '..' && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way)) {
        return true;
      }
    }
  }
  return false;
}

/** The error for a path, as the config spells it, that lies outside of the workspace. */
export function outside(file: string): DataError {
  return problem(`"${file}" lies outside of the workspace; add its folder to the workspace to use it`);
}

async function unreadable(name: string, file: string, error: unknown): Promise<DataError> {
  const missing = isSystemError(error) && error.code === 'ENOENT';
  const near = missing ? await meantFile(file) : undefined;
  const hint = missing ? ` (looked in ${path.dirname(file)})${meantText(near)}` : '';
  // The folder stays as the config spells it.
  const meant = near && `${name.slice(0, name.length - path.basename(name).length)}${near}`;
  return problem(`cannot read "${name}": ${trouble(error)}${hint}`, meant);
}

function problem(what: string, meant?: string): DataError {
  return new DataError(`data.file: ${what}`, ['data', 'file'], meant);
}
