/** Writes that a kill at any moment cannot spoil: a file has either its old content or its new one. */
import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';

/**
 * Writes beside the file, then renames. It is synchronous, because the worker has nothing else to do
 * meanwhile.
 * @param options.durable survives a loss of power too, which takes some milliseconds more
 */
export function writeWhole(
  file: string,
  content: string | Uint8Array,
  { durable = false }: { readonly durable?: boolean } = {},
): void {
  const beside = `${file}.part`;
  const handle = openSync(beside, 'w');
  try {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    for (let at = 0; at < bytes.length; ) {
      at += writeSync(handle, bytes, at);
    }
    if (durable) {
      fsyncSync(handle);
    }
  } finally {
    closeSync(handle);
  }
  renameSync(beside, file);
}
