/** A file that is written beside its place, piece by piece, and renamed when it is complete. */
import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { isSystemError, writeError } from '../files/fileErrors';
import { InputError } from '../files/inputError';

/** Bytes that are collected before they are written. */
const pieceBytes = 1 << 18;

export class PartFile {
  readonly part: string;
  /** Bytes so far, those that are not written yet included. */
  size = 0;
  private readonly handle: number;
  private pieces: Uint8Array[] = [];
  private waiting = 0;
  private open = true;

  /**
   * @param suffix of the name beside it, which several files of one place need
   * @throws InputError where it cannot be written
   */
  constructor(
    private readonly file: string,
    suffix = '.part',
  ) {
    this.part = `${file}${suffix}`;
    this.handle = this.attempt(() => openSync(this.part, 'w+'));
  }

  /** @param content is kept until it is written, and may not change */
  write(content: string | Uint8Array): void {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    this.pieces.push(bytes);
    this.size += bytes.length;
    this.waiting += bytes.length;
    if (this.waiting >= pieceBytes) {
      this.flush();
    }
  }

  /** Overwrites bytes that have been written. */
  patch(bytes: Uint8Array, at: number): void {
    this.flush();
    this.attempt(() => writeSync(this.handle, bytes, 0, bytes.length, at));
  }

  flush(): void {
    const bytes = Buffer.concat(this.pieces);
    const from = this.size - this.waiting;
    this.pieces = [];
    this.waiting = 0;
    for (let at = 0; at < bytes.length; ) {
      at += this.attempt(() => writeSync(this.handle, bytes, at, bytes.length - at, from + at));
    }
  }

  finish(): void {
    this.flush();
    this.close();
    this.attempt(() => renameSync(this.part, this.file));
  }

  abandon(): void {
    this.close();
    rmSync(this.part, { force: true });
  }

  private close(): void {
    if (this.open) {
      this.open = false;
      closeSync(this.handle);
    }
  }

  private attempt<T>(act: () => T): T {
    try {
      return act();
    } catch (error) {
      throw isSystemError(error) ? new InputError(`cannot write ${this.file}: ${writeError(error)}`) : error;
    }
  }
}
