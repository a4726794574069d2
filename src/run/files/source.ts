/** Files as src/data reads them: a stream of bytes with a name, a size and a fingerprint. */

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { meantText } from '../../config/names';
import { DataError, type DataSource } from '../../data/common/dataset';
import { isSystemError, meantFile, trouble } from './fileErrors';

export interface FileSourceOptions {
  /** Name as in the config; the file's own name by default. */
  readonly name?: string;
  /** Called with the bytes read so far; may throw to cancel. */
  readonly progress?: (bytesRead: number) => void;
}

/** A file whose bytes are hashed as they are read. */
export interface FileSource extends DataSource {
  /** SHA-256 of the bytes read, in hex. Called once, when all have been read. */
  fingerprint(): string;
}

/**
 * Small enough that a chunk is parsed in a few milliseconds, so that cancelling and an editor's thread never
 * wait for it.
 */
const chunkBytes = 1 << 18;

/** @throws DataError where there is no file to read */
export async function fileSource(file: string, options: FileSourceOptions = {}): Promise<FileSource> {
  const name = options.name ?? path.basename(file);
  const found = await stat(file).catch(async (error: unknown) => {
    throw await unreadable(name, file, error);
  });
  if (!found.isFile()) {
    throw problem(`"${name}" is ${found.isDirectory() ? 'a folder' : 'a device or a pipe'}, not a file`);
  }
  const hash = createHash('sha256');
  return {
    name,
    size: found.size,
    progress: options.progress,
    async *chunks() {
      const stream = createReadStream(file, { highWaterMark: chunkBytes });
      try {
        for await (const chunk of stream) {
          hash.update(chunk);
          yield chunk;
        }
      } catch (error) {
        throw isSystemError(error) ? await unreadable(name, file, error) : error;
      }
    },
    fingerprint: () => hash.digest('hex'),
  };
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
    throw problem(`"${file}" lies outside of the workspace; add its folder to the workspace to use it`);
  }
  return real;
}

async function liesIn(real: string, roots: readonly string[]): Promise<boolean> {
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
