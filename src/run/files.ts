/** Writing that a kill at any moment cannot spoil: a file is either as it was or as it is to be. */
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import path from 'node:path';

/** Writes beside the file, then renames. The worker has nothing else to do meanwhile, so it is synchronous. */
export function writeWhole(file: string, content: string | Uint8Array): void {
  const beside = `${file}.part`;
  const handle = openSync(beside, 'w');
  try {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    for (let at = 0; at < bytes.length; ) {
      at += writeSync(handle, bytes, at);
    }
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(beside, file);
}

/** Makes the folder of a file. */
export function makeFolderOf(file: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
}
