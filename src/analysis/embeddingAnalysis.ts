/** The results of learning an embedding: which tokens have similar vectors, and which vectors have moved. */

/** A token, by its code, and how near it is or how far it has moved. */
export interface RankedToken {
  readonly code: number;
  readonly value: number;
}

/** The vectors of an embedding, `[V][E]`, row by row. */
export interface Vectors {
  readonly values: ArrayLike<number>;
  readonly size: number;
}

/**
 * Returns the other tokens by the cosine of their vectors with that of `code`, the nearest first:
 * `⟨a, b⟩ / (‖a‖‖b‖)`. A vector of zeros has no direction, and is left out.
 */
export function nearestTokens(vectors: Vectors, code: number, most: number): RankedToken[] {
  const { values, size: E } = vectors;
  const own = normAt(vectors, code);
  const found: RankedToken[] = [];
  for (let other = 0; other < values.length / E; other++) {
    let inner = 0;
    for (let j = 0; j < E; j++) {
      inner += values[other * E + j] * values[code * E + j];
    }
    const cosine = inner / (own * normAt(vectors, other));
    if (other !== code && Number.isFinite(cosine)) {
      found.push({ code: other, value: cosine });
    }
  }
  return found.sort(falling).slice(0, most);
}

/** Returns the tokens by how far their vectors have moved, `‖e − e₀‖₂`, the farthest first. */
export function movedTokens(
  { values, size: E }: Vectors,
  start: ArrayLike<number>,
  most: number,
): RankedToken[] {
  const found: RankedToken[] = [];
  for (let code = 0; code < values.length / E; code++) {
    let squares = 0;
    for (let j = code * E; j < (code + 1) * E; j++) {
      squares += (values[j] - start[j]) ** 2;
    }
    found.push({ code, value: Math.sqrt(squares) });
  }
  return found.sort(falling).slice(0, most);
}

/** The length of a token's vector. */
export function normAt({ values, size: E }: Vectors, code: number): number {
  let squares = 0;
  for (let j = code * E; j < (code + 1) * E; j++) {
    squares += values[j] ** 2;
  }
  return Math.sqrt(squares);
}

function falling(one: RankedToken, other: RankedToken): number {
  return other.value - one.value || one.code - other.code;
}
