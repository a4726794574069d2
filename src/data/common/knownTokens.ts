/** The tokens that a trained model knows, for new data. */
import { joinNames } from './joinNames';
import type { Vocabulary } from './vocabulary';

type Codes = Pick<Vocabulary, 'tokens' | 'size' | 'code' | 'hasUnknown' | 'notes'>;

export class KnownTokens implements Codes {
  readonly notes = [];
  private readonly codes: ReadonlyMap<string, number>;

  /** @param hasUnknown whether the last token stands for everything else */
  constructor(
    readonly tokens: readonly string[],
    readonly hasUnknown: boolean,
  ) {
    this.codes = new Map(tokens.map((token, code) => [token, code]));
  }

  get size(): number {
    return this.tokens.length;
  }

  has(token: string): boolean {
    return this.hasUnknown || this.codes.has(token);
  }

  /** @throws for a token that the model does not know */
  code(token: string): number {
    const code = this.codes.get(token) ?? (this.hasUnknown ? this.size - 1 : undefined);
    if (code === undefined) {
      throw new Error(`the model does not know ${JSON.stringify(token)}`);
    }
    return code;
  }

  /**
   * Half a sentence for a token that the model does not know: `the training has never seen "é"; near to it are
   * "e", "E"`.
   */
  unknownText(token: string): string {
    const near = this.near(token);
    const hint =
      near.length > 0
        ? `near to it ${near.length === 1 ? 'is' : 'are'} ${joinNames(near.map(quoted))}`
        : `it knows ${joinNames(this.tokens.map(quoted))}`;
    return `the training has never seen ${quoted(token)}; ${hint}`;
  }

  /** The tokens that differ in case or accents alone. */
  private near(token: string): readonly string[] {
    return this.tokens.filter((known) => bare(known) === bare(token));
  }
}

function quoted(token: string): string {
  return JSON.stringify(token);
}

function bare(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
