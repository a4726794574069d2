/**
 * Safetensors files on disk: read with a size limit, whole or by parts, and with errors that name the file.
 */

import { type FileHandle, open, readFile, stat } from 'node:fs/promises';
import { meantText } from '../../config/names';
import {
  decodeLayout,
  decodeSafetensors,
  FormatError,
  headerEnd,
  lengthBytes,
  type TensorFile,
  type TensorLayout,
} from '../../formats/safetensors';
import { isSystemError, meantFile, trouble } from './fileErrors';
import { InputError } from './inputError';

/** Largest size of one buffer, in bytes. */
const largestFile = 2 ** 31 - 1;

/**
 * @param what the purpose of the file: `checkpoint`, `trace`
 * @throws InputError with one line where it does not exist or is not a safetensors file
 */
export async function readTensorFile(file: string, what: string): Promise<TensorFile> {
  try {
    const { size } = await stat(file);
    if (size > largestFile) {
      throw new InputError(
        `cannot read the ${what} ${file}: it has ${size} bytes, at most ${largestFile} fit`,
      );
    }
    return decodeSafetensors(await readFile(file));
  } catch (error) {
    throw await explained(error, file, what);
  }
}

/** A file of which only parts are read, however large it is. */
export class OpenTensorFile {
  private constructor(
    private readonly handle: FileHandle,
    private readonly file: string,
    private readonly what: string,
    readonly layout: TensorLayout,
  ) {}

  /**
   * Reads the header.
   * @throws InputError with one line where it does not exist or is not a safetensors file
   */
  static async open(file: string, what: string): Promise<OpenTensorFile> {
    let handle: FileHandle | undefined;
    try {
      handle = await open(file);
      const { size } = await handle.stat();
      const first = await bytesOf(handle, 0, Math.min(size, lengthBytes));
      const header = await bytesOf(handle, 0, headerEnd(first, size));
      return new OpenTensorFile(handle, file, what, decodeLayout(header, size));
    } catch (error) {
      await handle?.close();
      throw await explained(error, file, what);
    }
  }

  /**
   * Elements `from … from + count − 1` of a Float32 tensor, fewer at its end.
   * @throws InputError where there is no such tensor
   */
  async read(name: string, from: number, count: number): Promise<Float32Array<ArrayBuffer>> {
    const place = this.layout.tensors.get(name);
    if (place?.dtype !== 'F32') {
      throw new InputError(`${this.file}: there is no tensor "${name}" of type F32`);
    }
    try {
      const start = place.start + 4 * from;
      const bytes = await bytesOf(this.handle, start, Math.min(4 * count, place.end - start));
      return new Float32Array(bytes.buffer);
    } catch (error) {
      throw await explained(error, this.file, this.what);
    }
  }

  async close(): Promise<void> {
    await this.handle.close();
  }
}

/** Bytes of a file, in a buffer of their own. */
async function bytesOf(handle: FileHandle, start: number, count: number): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(count);
  for (let at = 0; at < count; ) {
    const { bytesRead } = await handle.read(bytes, at, count - at, start + at);
    if (bytesRead === 0) {
      throw new FormatError(`it ends within its tensors, after ${start + at} bytes`);
    }
    at += bytesRead;
  }
  return bytes;
}

async function explained(error: unknown, file: string, what: string): Promise<unknown> {
  if (isSystemError(error)) {
    const hint = error.code === 'ENOENT' ? meantText(await meantFile(file)) : '';
    return new InputError(`cannot read the ${what} ${file}: ${trouble(error)}${hint}`);
  }
  return error instanceof FormatError ? new InputError(`${file}: ${error.message}`) : error;
}
