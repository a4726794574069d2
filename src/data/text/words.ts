/**
 * A text as words. A word is a run of letters, marks and digits of any script; an apostrophe between two of
 * them belongs to it (don't, l’eau). Every other character that is not a space is a token of its own, and so is
 * the end of a line. Spaces and control characters only separate.
 */
import { DataError, type DataSource } from '../common/dataset';
import { textOf } from './textOfFiles';
import type { TextTokens } from './tokens';

/** Most different words. Their texts are kept while the file is read, a hundred bytes or so each. */
const mostSymbols = 2_000_000;
/** Most tokens of a text; each takes 8 bytes while it is read. */
const longestText = 200_000_000;
/** Most UTF-16 units of a word. What goes on without an end is cut, so that it is never held as a whole. */
const longestWord = 1000;
/** Bytes per token, at least, of most texts: the first guess of their number. */
const bytesPerToken = 4;
const lineFeed = 10;
const carriageReturn = 13;

const unknown = 0;
const space = 1;
const letter = 2;
const apostrophe = 3;
const other = 4;
type Kind = typeof unknown | typeof space | typeof letter | typeof apostrophe | typeof other;

/**
 * Reads the words of a file; a line break of any kind becomes one `\n`.
 * @param lines whether to add a break before the first line and after the last
 * @param lowercase whether words are read in lower case
 * @throws DataError for a file without a token, and for one that is not text in UTF-8
 */
export async function readWords(source: DataSource, lines: boolean, lowercase: boolean): Promise<TextTokens> {
  const found = new Found(source, lowercase);
  const scanner = new Scanner(found);
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

/** The tokens of a short text, such as a prompt. */
export function wordsIn(text: string, lowercase: boolean): readonly string[] {
  const found = new Found({ name: 'the text', size: text.length }, lowercase);
  const scanner = new Scanner(found);
  scanner.scan(text);
  scanner.end();
  const { codes, symbols } = found.finish();
  return Array.from(codes, (code) => symbols[code]);
}

/** Finds tokens in the parts of a text, which may cut words. */
class Scanner {
  /** UTF-16 units since the last line break. */
  column = 0;
  private readonly kinds = new Uint8Array(0x110000);
  /** The part of the present word that lies before `start`. */
  private head = '';
  /** Where the present word goes on in this part; −1 outside of a word. */
  private start = -1;
  private wordColumn = 0;
  /** An apostrophe after the present word, which belongs to it if a letter follows. */
  private mark = '';
  private afterReturn = false;

  constructor(private readonly found: Found) {}

  scan(part: string): void {
    this.start = this.start < 0 ? -1 : 0;
    for (let i = 0; i < part.length; ) {
      const point = part.codePointAt(i) ?? 0;
      const width = point > 0xffff ? 2 : 1;
      this.step(part, i, point, width);
      i += width;
    }
    if (this.start >= 0 && this.mark === '') {
      this.head += part.slice(this.start);
    }
  }

  end(): void {
    this.endWord('', 0);
  }

  private step(part: string, i: number, point: number, width: number): void {
    const kind = this.kindOf(point);
    const breaks = point === lineFeed || point === carriageReturn;
    if (kind === letter) {
      this.letter(part, i);
    } else if (kind === apostrophe && this.start >= 0 && this.mark === '') {
      this.head += part.slice(this.start, i);
      this.mark = part[i];
    } else {
      this.endWord(part, i);
      if (breaks && (point !== lineFeed || !this.afterReturn)) {
        this.found.push('\n', this.column);
      } else if (kind === other || kind === apostrophe) {
        this.found.push(part.slice(i, i + width), this.column);
      }
    }
    this.afterReturn = point === carriageReturn;
    this.column = breaks ? 0 : this.column + width;
  }

  private letter(part: string, i: number): void {
    if (this.start < 0) {
      this.start = i;
      this.wordColumn = this.column;
    } else if (this.mark !== '') {
      this.head += this.mark;
      this.mark = '';
      this.start = i;
    } else if (this.head.length + i - this.start >= longestWord) {
      this.endWord(part, i);
      this.letter(part, i);
    }
  }

  /** Ends the present word, if there is one, before character `i` of the part. */
  private endWord(part: string, i: number): void {
    if (this.start < 0) {
      return;
    }
    const word = this.mark === '' ? this.head + part.slice(this.start, i) : this.head;
    this.found.push(word, this.wordColumn);
    if (this.mark !== '') {
      this.found.push(this.mark, this.wordColumn + word.length);
    }
    this.head = '';
    this.mark = '';
    this.start = -1;
  }

  private kindOf(point: number): Kind {
    const known = this.kinds[point];
    if (known === space || known === letter || known === apostrophe || known === other) {
      return known;
    }
    const kind = kindOfCharacter(String.fromCodePoint(point));
    this.kinds[point] = kind;
    return kind;
  }
}

function kindOfCharacter(character: string): Kind {
  if (/[\p{L}\p{M}\p{N}]/u.test(character)) {
    return letter;
  }
  if (character === "'" || character === '’') {
    return apostrophe;
  }
  return /[\s\p{Cc}\p{Cf}]/u.test(character) ? space : other;
}

/** The tokens found so far. */
class Found {
  length = 0;
  private codes: Uint32Array;
  private columns: Uint32Array;
  private readonly places = new Map<string, number>();

  constructor(
    private readonly source: Pick<DataSource, 'name' | 'size'>,
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
