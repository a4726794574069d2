/** A table as names and texts, whatever file it comes from. */

export interface TextTable {
  readonly names: readonly string[];
  /** Rows in order, some at a time; each has a text for each name, which is empty where there is no value. */
  rows(): AsyncGenerator<readonly (readonly string[])[]>;
}
