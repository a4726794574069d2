/** The bytes of a data file at any place: of the file itself, or held in memory where it can only be streamed. */
import { DataError, type DataSource } from '../common/dataset';

export interface Bytes {
  readonly name: string;
  readonly size: number;
  /**
   * Bytes `from … to−1`.
   * @throws DataError where the file ends before
   */
  slice(from: number, to: number): Promise<Uint8Array<ArrayBuffer>>;
}

/** Most bytes of a file that has to be held in memory, because it is packed. */
const mostHeld = 2 ** 30;

/** @throws DataError where the file is packed and too large to be held in memory */
export async function bytesOf(source: DataSource): Promise<Bytes> {
  const { name, size } = source;
  let read = 0;
  const at = (
    length: number,
    slice: (from: number, to: number) => Promise<Uint8Array<ArrayBuffer>>,
  ): Bytes => ({
    name,
    size: length,
    async slice(from, to) {
      if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || from < 0 || to < from || to > length) {
        throw brokenFile(name, `it refers to bytes ${from} to ${to} and has ${length}`);
      }
      return slice(from, to);
    },
  });
  if (source.slice) {
    return at(size, async (from, to) => {
      const bytes = await source.slice?.(from, to);
      read += to - from;
      // A part that is read twice is counted once: progress never passes the end.
      source.progress?.(Math.min(read, size));
      return bytes ?? new Uint8Array();
    });
  }
  const held = await heldBytes(source);
  return at(held.length, async (from, to) => held.slice(from, to));
}

async function heldBytes(source: DataSource): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of source.chunks()) {
    length += chunk.byteLength;
    if (length > mostHeld) {
      throw new DataError(
        `data.file: ${source.name} has more than ${mostHeld} bytes once it is unpacked; unpack it first`,
        ['data', 'file'],
      );
    }
    source.progress?.(length);
    parts.push(chunk);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}

/** The error for a file whose bytes contradict its format. */
export function brokenFile(name: string, why: string): DataError {
  return new DataError(`data.file: ${name} is broken: ${why}`, ['data', 'file']);
}

/** Decodes bytes from outside; anything that goes wrong in it is the file's fault. */
export function decoded<T>(name: string, decode: () => T): T {
  try {
    return decode();
  } catch (error) {
    throw error instanceof DataError
      ? error
      : brokenFile(name, error instanceof Error ? error.message : String(error));
  }
}
