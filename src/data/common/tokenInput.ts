/** Tokens as inputs: one-hot, or the codes that an embedding looks up. */
import type { BatchBuffer } from './dataset';

/** Writes the token of a code as the input at a place of a batch; −1 is padding. */
export type TokenWriter = (batch: BatchBuffer, place: number, code: number) => void;

/**
 * Returns the writer of a data set whose only input is a token.
 * @param tokens number of different tokens
 * @param embedded whether the network has an embedding of them
 */
export function tokenWriter(tokens: number, embedded: boolean): TokenWriter {
  if (embedded) {
    return (batch, place, code) => writeCode(batch, 0, place, code);
  }
  return (batch, place, code) => {
    batch.x.fill(0, place * tokens, (place + 1) * tokens);
    if (code >= 0) {
      batch.x[place * tokens + code] = 1;
    }
  };
}

/** Writes the code of embedded input `k`, if the batch has room for codes. */
export function writeCode({ codes }: BatchBuffer, k: number, place: number, code: number): void {
  if (codes) {
    codes[k][place] = code;
  }
}
