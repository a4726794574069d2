/**
 * How a training has read its data: the columns, their scaling and their words. A trained model reads new
 * data in the same way, with the statistics of its training.
 */

import { type Scaling, unscaled } from '../../notation/scaling';

/** A column of a table, a field of records, or a text. */
export type TrainedSource =
  /** Numbers: `fed = (raw − offset) / scale`, one scaling for each number of a step. */
  | { readonly kind: 'number'; readonly name: string; readonly scaling: readonly Scaling[] }
  /** Dates, which are read as (sin, cos) of the time of year. */
  | { readonly kind: 'date'; readonly name: string }
  /**
   * `word`: one word a step, `tokens`: a text as a sequence of tokens. Each is a class, by its place in
   * `tokens`.
   */
  | {
      readonly kind: 'word' | 'tokens';
      readonly name: string;
      readonly tokens: readonly string[];
      /** Whether the last token stands for everything that the training part lacks. */
      readonly unknown: boolean;
    };

/**
 * The sources of both sides. The features of the network are theirs, in this order; with an embedding, words are no
 * features, and their vectors follow the numbers.
 */
export interface TrainedData {
  readonly inputs: readonly TrainedSource[];
  readonly targets: readonly TrainedSource[];
}

/** What a network reads of the sources. */
export function networkInput(
  sources: readonly TrainedSource[],
  hasEmbedding: boolean,
): {
  /** Number of features that are numbers. */
  readonly inputSize: number;
  /** The inputs that are fed as codes. */
  readonly embedded?: readonly { readonly name: string; readonly tokens: readonly string[] }[];
} {
  const embedded = sources.flatMap((source) =>
    hasEmbedding && (source.kind === 'word' || source.kind === 'tokens')
      ? [{ name: source.name, tokens: source.tokens }]
      : [],
  );
  const numbers = sources.filter(({ name }) => embedded.every((each) => each.name !== name));
  return { inputSize: numbers.flatMap(namesOf).length, ...(embedded.length > 0 ? { embedded } : {}) };
}

function namesOf(source: TrainedSource): readonly string[] {
  const { kind, name } = source;
  switch (kind) {
    case 'number':
      return source.scaling.length > 1 ? source.scaling.map((_, j) => `${name}[${j}]`) : [name];
    case 'date':
      return [`sin(${name})`, `cos(${name})`];
    case 'word':
      return source.tokens.map((token) => `${name}=${token}`);
    case 'tokens':
      return source.tokens.map(shownToken);
  }
}

/** A name for each output: a column, or a class. */
export function outputNames(sources: readonly TrainedSource[]): readonly string[] {
  return sources.flatMap((source) =>
    source.kind === 'word' || source.kind === 'tokens' ? source.tokens.map(shownToken) : namesOf(source),
  );
}

/** The scaling of each output; classes have none. */
export function outputScaling(sources: readonly TrainedSource[]): readonly Scaling[] {
  return sources.flatMap((source) =>
    source.kind === 'number' ? source.scaling : namesOf(source).map(() => unscaled),
  );
}

/** A token as it is shown: a line break has a sign. */
export function shownToken(token: string): string {
  return token === '\n' ? '⏎' : token;
}
