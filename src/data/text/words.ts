/** A text as words; the rule of what a word is stands in `common/words.ts`. */
import { DataError, type DataSource } from '../common/dataset';
import { WordScanner } from '../common/words';
import { textOf } from './textOfFiles';
import type { TextTokens } from './tokens';

/** Most different words. Their texts are kept while the file is read, a hundred bytes or so each. */
const mostSymbols = 2_000_000;
/** Most tokens of a text; each takes 8 bytes while it is read. */
const longestText = 200_000_000;
/** Bytes per token, at least, of most texts: the first guess of their number. */
const bytesPerToken = 4;
/**
 * Reads the words of a file; a line break of any kind becomes one `\n`.
 * @param lines whether to add a break before the first line and after the last
 * @param lowercase whether words are read in lower case
 * @throws DataError for a file without a token, and for one that is not text in UTF-8
 */
export async function readWords(source: DataSource, lines: boolean, lowercase: boolean): Promise<TextTokens> {
  const found = new Found(source, lowercase);
  const scanner = new WordScanner((token, column) => found.push(token, column));
  if (lines) {
    found.push('\n', 0);
  }
  const before = found.length;
  for await (const part of textOf(source)) {
    scanner.scan(part);
  }
  scanner.end();
  if (found.length === before) {
    throw new DataError(`data.file: ${source.name} is empty`, ['data', 'file']);
  }
  if (lines) {
    found.push('\n', scanner.column);
  }
  return found.finish();
}

/** The tokens found so far. */
class Found {
  length = 0;
  private codes: Uint32Array;
  private columns: Uint32Array;
  private readonly places = new Map<string, number>();

  constructor(
    private readonly source: DataSource,
    private readonly lowercase: boolean,
  ) {
    const guess = Math.min(longestText, Math.max(4096, Math.ceil(source.size / bytesPerToken)));
    this.codes = new Uint32Array(guess);
    this.columns = new Uint32Array(guess);
  }

  push(token: string, column: number): void {
    if (this.length === this.codes.length) {
      this.grow();
    }
    const word = this.lowercase ? token.toLowerCase() : token;
    this.columns[this.length] = column;
    this.codes[this.length++] = this.places.get(word) ?? this.add(word);
  }

  finish(): TextTokens {
    const { length, codes, columns, places } = this;
    return {
      length,
      codes: codes.subarray(0, length),
      symbols: [...places.keys()],
      columns: columns.subarray(0, length),
    };
  }

  private grow(): void {
    if (this.length >= longestText) {
      throw this.tooLarge(`more than ${longestText} words and marks`);
    }
    const size = Math.min(longestText, Math.ceil(this.length * 1.5));
    this.codes = enlarged(this.codes, size);
    this.columns = enlarged(this.columns, size);
  }

  private add(word: string): number {
    const place = this.places.size;
    if (place >= mostSymbols) {
      throw this.tooLarge(`more than ${mostSymbols} different words`);
    }
    // A copy: the engine's substrings keep the whole text alive that they are a part of.
    this.places.set(Array.from(word).join(''), place);
    return place;
  }

  private tooLarge(what: string): DataError {
    return new DataError(`data.file: ${this.source.name} has ${what}; use a part of it`, ['data', 'file']);
  }
}

function enlarged(values: Uint32Array, size: number): Uint32Array {
  const larger = new Uint32Array(size);
  larger.set(values);
  return larger;
}
