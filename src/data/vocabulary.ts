/** The characters of a text as classes, in order of their code points. */
import { DataError } from './dataset';

/** Of texts with more different characters, one-hot inputs would be mostly zeros. */
const mostCharacters = 5000;

export class Vocabulary {
  readonly characters: readonly string[];
  private readonly codes: ReadonlyMap<string, number>;
  /** The class of characters that training does not have; undefined where validation has none either. */
  readonly unknown: number | undefined;

  /** @param others characters that only validation has */
  constructor(training: Iterable<string>, others: Iterable<string>, file: string) {
    const known = [...new Set(training)].sort((a, b) => (a.codePointAt(0) ?? 0) - (b.codePointAt(0) ?? 0));
    if (known.length > mostCharacters) {
      throw new DataError(
        `data.file: ${file} has ${known.length} different characters, at most ${mostCharacters} can be read`,
        ['data', 'file'],
      );
    }
    const inTraining = new Set(known);
    const needsUnknown = [...others].some((character) => !inTraining.has(character));
    this.unknown = needsUnknown ? known.length : undefined;
    this.characters = needsUnknown ? [...known, '\uFFFD'] : known;
    this.codes = new Map(known.map((character, code) => [character, code]));
  }

  get size(): number {
    return this.characters.length;
  }

  /** @throws for a character that neither part of the data has */
  code(character: string): number {
    const code = this.codes.get(character) ?? this.unknown;
    if (code === undefined) {
      throw new Error(`character ${JSON.stringify(character)} is not in the vocabulary`);
    }
    return code;
  }
}
