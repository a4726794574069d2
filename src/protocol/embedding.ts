/** The question about an embedding of a run, and its answer. Types only. */

export interface EmbeddingQuestion {
  /** Updates done at the snapshot whose weights are used. */
  readonly update: number;
  /** Name of the weight: `embedding.weight`, `embedding.station.weight`. */
  readonly weight: string;
  /** What the user has typed: a token, or its beginning; null for the token that has moved most. */
  readonly token: string | null;
}

/** A token and its number: a cosine, or a distance. */
export interface TokenValue {
  readonly token: string;
  readonly value: number;
}

export interface EmbeddingFacts {
  /** Number of tokens V, and of components E. */
  readonly tokens: number;
  readonly size: number;
  /** The token whose neighbours are listed; null where no token begins with what was typed. */
  readonly token: string | null;
  /** Length of its vector. */
  readonly norm: number;
  /** Tokens that begin with what was typed, the most frequent first where the vocabulary is sorted so. */
  readonly matches: readonly string[];
  /** The nearest other tokens, by cosine. */
  readonly nearest: readonly TokenValue[];
  /** The tokens whose vectors have moved farthest from their start, and how far. */
  readonly moved: readonly TokenValue[];
}
