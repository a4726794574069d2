/** A text as one small number per token, whatever the file's size; the text itself is not kept. */

/** What a text consists of: characters, or words. */
export interface TextTokens {
  readonly length: number;
  /** Each token's place in `symbols`. */
  readonly codes: Uint16Array | Uint32Array;
  /** The different tokens, in order of appearance; the end of a line is `\n`. */
  readonly symbols: readonly string[];
  /**
   * Column of each token in its line, in UTF-16 units as editors count. Absent for characters, which follow
   * each other without a gap.
   */
  readonly columns?: Uint32Array;
}
