/** Files as the data room reads them: a stream of bytes with a name, a size and a fingerprint. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { DataError, type DataSource } from '../data/dataset';

export interface FileSourceOptions {
  /** As the config spells it; the file's own name by default. */
  readonly name?: string;
  /** Called with the bytes read so far; may throw to cancel. */
  readonly progress?: (bytesRead: number) => void;
}

/** A file whose bytes are hashed as they are read. */
export interface FileSource extends DataSource {
  /** SHA-256 of what has been read, in hex. */
  fingerprint(): string;
}

/** @throws DataError where there is no file to read */
export async function fileSource(file: string, options: FileSourceOptions = {}): Promise<FileSource> {
  const name = options.name ?? path.basename(file);
  const problem = (what: string) => new DataError(`data.file: ${what}`, ['data', 'file']);
  let size: number;
  try {
    const found = await stat(file);
    if (found.isDirectory()) {
      throw problem(`"${name}" is a folder, not a file`);
    }
    size = found.size;
  } catch (error) {
    if (error instanceof DataError) {
      throw error;
    }
    throw problem(`${reason(error)} "${name}"`);
  }
  const hash = createHash('sha256');
  return {
    name,
    size,
    progress: options.progress,
    async *chunks() {
      try {
        for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
          hash.update(chunk);
          yield chunk;
        }
      } catch (error) {
        throw error instanceof Error && 'syscall' in error ? problem(`${reason(error)} "${name}"`) : error;
      }
    },
    fingerprint: () => hash.digest('hex'),
  };
}

/**
 * The file that a config names, as its real path.
 * @param roots folders it must lie in, links followed; undefined allows any
 * @throws DataError where it is not there or lies outside
 */
export async function findDataFile(
  config: string,
  file: string,
  roots: readonly string[] | undefined,
): Promise<string> {
  const wanted = path.resolve(path.dirname(config), file);
  let real: string;
  try {
    real = await realpath(wanted);
  } catch (error) {
    throw new DataError(`data.file: ${reason(error)} "${file}" relative to ${path.basename(config)}`, [
      'data',
      'file',
    ]);
  }
  if (roots) {
    const folders = await Promise.all(roots.map((root) => realpath(root)));
    if (!folders.some((folder) => real.startsWith(folder + path.sep))) {
      throw new DataError(`data.file: "${file}" lies outside of the workspace`, ['data', 'file']);
    }
  }
  return real;
}

function reason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return 'there is no file';
    case 'EACCES':
    case 'EPERM':
      return 'there is no permission to read';
    default:
      return `${error instanceof Error ? error.message : String(error)}; cannot read`;
  }
}
