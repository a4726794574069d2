/** The words that a network knows: the most frequent ones of the training part, and one unknown word. */
import { DataError } from '../common/dataset';

/** The token that every other word is read as. The rule of words never finds it in a text. */
const unknownWord = '<unk>';

export interface TokenVocabulary {
  readonly tokens: readonly string[];
  /** Whether the last token stands for everything else. */
  readonly hasUnknown: boolean;
  /** The class of each symbol of the text. */
  readonly classOf: Uint16Array;
  readonly notes: readonly string[];
}

/**
 * The most frequent word is first; words of the same count are in order of their code units; `<unk>` is last.
 * @param training how often each symbol is in the training part; `validation` in the other
 * @param most the most words besides `<unk>`
 * @param fewest how often a word has to be in the training part
 * @throws DataError where no word is that frequent
 */
export function wordVocabulary(
  symbols: readonly string[],
  training: Float64Array,
  validation: Float64Array,
  most: number,
  fewest: number,
): TokenVocabulary {
  const inTraining = symbols.flatMap((_, symbol) => (training[symbol] > 0 ? [symbol] : []));
  const frequent = inTraining
    .filter((symbol) => training[symbol] >= fewest)
    .sort((a, b) => training[b] - training[a] || (symbols[a] < symbols[b] ? -1 : 1));
  if (frequent.length === 0) {
    throw new DataError(
      `data.minCount: no word is in the training part ${fewest} times; use a smaller number`,
      ['data', 'minCount'],
    );
  }
  const known = frequent.slice(0, most);
  const classOf = new Uint16Array(symbols.length).fill(known.length);
  known.forEach((symbol, code) => {
    classOf[symbol] = code;
  });
  const shares = [training, validation].map((counts) => unknownShare(counts, classOf, known.length));
  return {
    tokens: [...known.map((symbol) => symbols[symbol]), unknownWord],
    hasUnknown: true,
    classOf,
    notes: shares.some((share) => share > 0)
      ? [
          `${percent(shares[0])} of the training part and ${percent(shares[1])} of the validation part are words that are not among the ${known.length} known ones (training has ${inTraining.length} different ones); they are all read as ${unknownWord}.`,
        ]
      : [],
  };
}

function unknownShare(counts: Float64Array, classOf: Uint16Array, unknown: number): number {
  let all = 0;
  let without = 0;
  counts.forEach((count, symbol) => {
    all += count;
    without += classOf[symbol] === unknown ? count : 0;
  });
  return all > 0 ? without / all : 0;
}

function percent(share: number): string {
  return `${share > 0 && share < 0.001 ? 'under 0.1' : (100 * share).toFixed(1)}%`;
}
