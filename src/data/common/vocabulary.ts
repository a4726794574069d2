/**
 * The characters of texts, or whole texts, as classes; everything that the training part lacks is one unknown
 * class.
 */

import { DataError } from './dataset';
import { joinNames } from './joinNames';

/** Most tokens of a vocabulary. With more of them, one-hot inputs would be mostly zeros. */
const mostTokens = 5000;
/** Token that represents everything that the training part lacks. */
const unknownToken = '\uFFFD';

export class Vocabulary {
  /** Tokens in order of their code units; the unknown token, where there is one, is last. */
  readonly tokens: readonly string[];
  readonly notes: readonly string[];
  private readonly codes: ReadonlyMap<string, number>;
  /**
   * The class of tokens that the training part lacks; undefined where the validation part has no such token.
   */
  private readonly unknown: number | undefined;

  /**
   * @param validation tokens of the validation part, which may repeat those of the training part
   * @param what name of the tokens in messages
   * @throws DataError where there are too many tokens
   */
  constructor(
    training: Iterable<string>,
    validation: Iterable<string>,
    what: 'characters' | 'classes',
    file: string,
  ) {
    const known = [...new Set(training)].sort((a, b) => (a < b ? -1 : 1));
    if (known.length > mostTokens) {
      throw new DataError(
        `data.file: ${file} has ${known.length} different ${what}, at most ${mostTokens} can be used`,
        ['data', 'file'],
      );
    }
    this.codes = new Map(known.map((token, code) => [token, code]));
    const others = [...new Set(validation)].filter((token) => !this.codes.has(token));
    this.unknown = others.length > 0 ? known.length : undefined;
    this.tokens = others.length > 0 ? [...known, unknownToken] : known;
    this.notes =
      others.length > 0
        ? [
            `The validation part has ${what} that the training part lacks, which are all taken as one unknown: ${joinNames(
              others.map((token) => JSON.stringify(token)),
              5,
            )}.`,
          ]
        : [];
  }

  /** Whether the last token stands for everything that the training part lacks. */
  get hasUnknown(): boolean {
    return this.unknown !== undefined;
  }

  get size(): number {
    return this.tokens.length;
  }

  /** @throws for a token that neither part of the data has */
  code(token: string): number {
    const code = this.codes.get(token) ?? this.unknown;
    if (code === undefined) {
      throw new Error(`${JSON.stringify(token)} is not in the vocabulary`);
    }
    return code;
  }
}
