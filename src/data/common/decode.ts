/**
 * Decodes the bytes of a text file chunk by chunk, with progress. UTF-8 and UTF-16 are recognised by their
 * bytes; bytes that are not UTF-8 after nothing but ASCII are taken as Windows-1252, which is what older
 * programs of Western Europe and America write.
 */
import { DataError, type DataSource } from './dataset';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

const names: Readonly<Record<Encoding, string>> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16',
  'utf-16be': 'UTF-16',
  'windows-1252': 'Windows-1252',
};

/** Bytes by which an encoding is recognised. */
const firstBytes = 512;
/** Bytes of the longest character in UTF-8, less one. */
const longestTail = 3;

/** The text of a file, and how it is encoded. */
export class Decoding {
  private found: Encoding | undefined;
  private read = 0;

  /** @param given encoding that the config names */
  constructor(
    private readonly source: DataSource,
    private readonly given?: Encoding,
  ) {}

  /** A sentence where the text is not in UTF-8. Complete once the text has been read. */
  get notes(): readonly string[] {
    const { found, given } = this;
    return found === undefined || found === 'utf-8' || found === given
      ? []
      : [`The text is read as ${names[found]}.`];
  }

  /** @throws DataError where the bytes are not text in the encoding */
  async *text(): AsyncGenerator<string> {
    const { source, given } = this;
    let decoder: TextDecoder | undefined;
    /** Bytes that are not decoded yet: too few to tell the encoding, or the beginning of a character. */
    let rest: Uint8Array = new Uint8Array();
    for await (const chunk of source.chunks()) {
      const bytes = joined(rest, chunk);
      this.read += chunk.byteLength;
      source.progress?.(this.read);
      if (!decoder && bytes.length < firstBytes) {
        rest = bytes;
        continue;
      }
      this.found ??= given ?? encodingOf(bytes);
      decoder ??= decoderOf(this.found);
      // The bytes of a character that the chunk may have cut are decoded with the next one.
      const whole: number = this.found === 'utf-8' ? wholeCharacters(bytes) : bytes.length;
      const text = decode(decoder, bytes.subarray(0, whole), true);
      if (text === undefined) {
        decoder = this.western(bytes);
        rest = new Uint8Array();
        yield decoder.decode(bytes, { stream: true });
        continue;
      }
      rest = bytes.slice(whole);
      this.note(text);
      if (text !== '') {
        yield text;
      }
    }
    this.found ??= given ?? encodingOf(rest);
    const text = decode(decoder ?? decoderOf(this.found), rest, false) ?? this.western(rest).decode(rest);
    if (text !== '') {
      yield text;
    }
  }

  /** Whether all text so far is ASCII, so that it is the same in Windows-1252. */
  private ascii = true;

  private note(text: string): void {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is that of ASCII
    this.ascii &&= /^[\x00-\x7f]*$/.test(text);
  }

  /** A decoder of Windows-1252 for bytes that are not UTF-8. @throws DataError where they are neither */
  private western(bytes: Uint8Array): TextDecoder {
    if (this.found !== 'utf-8' || this.given !== undefined || !this.ascii || isBrokenUtf8(bytes)) {
      throw this.problem(bytes.length);
    }
    this.found = 'windows-1252';
    return decoderOf(this.found);
  }

  /** @param bytes number of the last bytes, which cannot be decoded */
  private problem(bytes: number): DataError {
    const { source, read, found = 'utf-8', given } = this;
    return new DataError(
      `data.file: ${source.name} is not text in ${names[found]} (between bytes ${read - bytes} and ${read}); ${given === undefined ? 'save it as UTF-8, or name its encoding in data.read.encoding' : 'set data.read.encoding to another one'}`,
      ['data', 'file'],
    );
  }
}

/** The text of a file in one of the known encodings, chunk by chunk. */
export function decodeText(source: DataSource): AsyncGenerator<string> {
  return new Decoding(source).text();
}

/** A byte order mark decides; without one, zeros in every other byte are those of ASCII text in UTF-16. */
function encodingOf(bytes: Uint8Array): Encoding {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) {
    return 'utf-16le';
  }
  if (first === 0xfe && second === 0xff) {
    return 'utf-16be';
  }
  const looked = bytes.subarray(0, firstBytes);
  const zeros = (odd: number) => looked.filter((byte, i) => i % 2 === odd && byte === 0).length;
  const [even, odd] = [zeros(0), zeros(1)];
  if (odd > 0.3 * looked.length && even === 0) {
    return 'utf-16le';
  }
  return even > 0.3 * looked.length && odd === 0 ? 'utf-16be' : 'utf-8';
}

function decoderOf(encoding: Encoding): TextDecoder {
  return new TextDecoder(encoding, { fatal: true });
}

/** The text of some bytes; undefined where they are not in the encoding, of which the caller knows what to do. */
function decode(decoder: TextDecoder, bytes: Uint8Array, stream: boolean): string | undefined {
  try {
    return decoder.decode(bytes, { stream });
  } catch {
    return undefined;
  }
}

/** Share of broken characters for each whole one of UTF-8: in another encoding whole ones are rare accidents. */
const accidents = 0.1;

/** Whether bytes have so many characters of UTF-8 that they are meant as such, and broken. */
function isBrokenUtf8(bytes: Uint8Array): boolean {
  const text = new TextDecoder('utf-8').decode(bytes);
  const broken = text.split('\uFFFD').length - 1;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is that of ASCII
  const whole = text.replace(/[\x00-\x7f\uFFFD]/g, '').length;
  return whole > accidents * broken;
}

/** The number of bytes without a character of UTF-8 at the end that goes on in the next chunk. */
function wholeCharacters(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(longestTail, bytes.length); back++) {
    const byte = bytes[bytes.length - back];
    if (byte < 0x80) {
      break;
    }
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return back < length ? bytes.length - back : bytes.length;
    }
  }
  return bytes.length;
}

function joined(before: Uint8Array, after: Uint8Array): Uint8Array {
  if (before.length === 0) {
    return after;
  }
  const all = new Uint8Array(before.length + after.length);
  all.set(before);
  all.set(after, before.length);
  return all;
}
