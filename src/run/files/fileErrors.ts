/** Why a file or a folder cannot be used, in words; and which one was probably meant. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { nearest } from '../../config/names';
import { messageOf } from '../../notation/errors';

/** The error of a system call, such as `ENOENT`. */
export function isSystemError(
  error: unknown,
): error is Error & { readonly code: string; readonly syscall: string } {
  return error instanceof Error && 'syscall' in error && 'code' in error && typeof error.code === 'string';
}

/** `there is no such file`, `permission denied`, …; for any other error its message. */
export function trouble(error: unknown): string {
  if (!isSystemError(error)) {
    return messageOf(error);
  }
  switch (error.code) {
    case 'ENOENT':
      return 'there is no such file';
    case 'ENOTDIR':
      return 'part of the path is not a folder';
    case 'EISDIR':
      return 'it is a folder, not a file';
    case 'EACCES':
    case 'EPERM':
      return 'permission denied';
    case 'EROFS':
      return 'the disk can only be read';
    case 'ENOSPC':
      return 'the disk is full';
    default:
      return error.message;
  }
}

/** Like `trouble`, for a file that could not be written. */
export function writeError(error: unknown): string {
  return isSystemError(error) && error.code === 'ENOENT' ? 'its folder is not there' : trouble(error);
}

/**
 * Suggests `weather.csv` for a file that does not exist, if its folder holds a file with nearly that name.
 */
export async function meantFile(file: string): Promise<string | undefined> {
  const names = await readdir(path.dirname(file)).then(
    (found) => found,
    () => [], // no folder, no suggestion; the file's own error explains the rest
  );
  return nearest(path.basename(file), names);
}
