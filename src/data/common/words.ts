/**
 * The rule of words. A word is a run of letters, marks and digits of any script; an apostrophe between two of
 * them belongs to it (don't, l’eau). Every other character that is not a space is a token of its own, and so is
 * the end of a line. Spaces and control characters only separate.
 */

/** Most UTF-16 units of a word. What goes on without an end is cut, so that it is never held as a whole. */
const longestWord = 1000;
const lineFeed = 10;
const carriageReturn = 13;

const unknown = 0;
const space = 1;
const letter = 2;
const apostrophe = 3;
const other = 4;
type Kind = typeof unknown | typeof space | typeof letter | typeof apostrophe | typeof other;

/** The tokens of a text; a line break of any kind is one `\n`. */
export function wordsIn(text: string): string[] {
  const words: string[] = [];
  const scanner = new WordScanner((word) => words.push(word));
  scanner.scan(text);
  scanner.end();
  return words;
}

/** Words as people write them: with spaces, but none before a mark that ends something or after an opening one. */
export function joinWords(words: readonly string[]): string {
  const joined = words.map((word, i) => {
    const before = words[i - 1];
    const apart =
      before !== undefined &&
      !/^(?:\n|[\p{Pe}\p{Pf}.,;:!?%…])$/u.test(word) &&
      !/^(?:\n|[\p{Ps}\p{Pi}])$/u.test(before);
    return apart ? ` ${word}` : word;
  });
  return joined.join('');
}

/** Finds tokens in the parts of a text, which may cut words. */
export class WordScanner {
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

  /** @param found receives each token, and its column in its line in UTF-16 units */
  constructor(private readonly found: (token: string, column: number) => void) {}

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
        this.found('\n', this.column);
      } else if (kind === other || kind === apostrophe) {
        this.found(part.slice(i, i + width), this.column);
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
    this.found(word, this.wordColumn);
    if (this.mark !== '') {
      this.found(this.mark, this.wordColumn + word.length);
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
