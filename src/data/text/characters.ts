/** A text as characters (code points), two bytes each. */
import { DataError, type DataSource } from '../common/dataset';
import { textOf } from './textOfFiles';
import type { TextTokens } from './tokens';

const mostSymbols = 65_536;
/** Most characters of a text: a gigabyte in memory, beyond what anyone trains on in an editor. */
const longestText = 500_000_000;
const lineFeed = 10;
const carriageReturn = 13;

/**
 * Reads the characters of a file; a line break of any kind becomes one `\n`.
 * @param lines whether to add a break before the first line and after the last, so that each line lies
 *   between two
 * @throws DataError for an empty file, and for one that is not text in UTF-8
 */
export async function readCharacters(source: DataSource, lines: boolean): Promise<TextTokens> {
  const found = new Growing(source.name);
  let afterReturn = false;
  if (lines) {
    found.push(lineFeed);
  }
  const before = found.length;
  for await (const part of textOf(source)) {
    for (let i = 0; i < part.length; i++) {
      const point = part.codePointAt(i) ?? 0;
      if (point > 0xffff) {
        i++; // skips the second half of a pair, which a decoder never separates
      }
      if (point !== lineFeed || !afterReturn) {
        found.push(point === carriageReturn ? lineFeed : point);
      }
      afterReturn = point === carriageReturn;
    }
  }
  if (found.length === before) {
    throw new DataError(`data.file: ${source.name} is empty`, ['data', 'file']);
  }
  if (lines) {
    found.push(lineFeed);
  }
  return found.finish();
}

/** The characters read so far. */
class Growing {
  length = 0;
  private codes = new Uint16Array(4096);
  private readonly places = new Map<number, number>();

  constructor(private readonly file: string) {}

  push(point: number): void {
    if (this.length === this.codes.length) {
      this.grow();
    }
    this.codes[this.length++] = this.places.get(point) ?? this.add(point);
  }

  finish(): TextTokens {
    const { length, codes, places } = this;
    const symbols = [...places.keys()].map((point) => String.fromCodePoint(point));
    return { length, codes: codes.subarray(0, length), symbols };
  }

  private grow(): void {
    if (this.length >= longestText) {
      throw new DataError(
        `data.file: ${this.file} has more than ${longestText} characters; use a part of it`,
        ['data', 'file'],
      );
    }
    const larger = new Uint16Array(Math.ceil(this.length * 1.5));
    larger.set(this.codes);
    this.codes = larger;
  }

  private add(point: number): number {
    const place = this.places.size;
    if (place >= mostSymbols) {
      throw new DataError(`data.file: ${this.file} has more than ${mostSymbols} different characters`, [
        'data',
        'file',
      ]);
    }
    this.places.set(point, place);
    return place;
  }
}
