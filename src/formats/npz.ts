/**
 * NumPy's .npz: a zip archive of .npy arrays, not compressed, as `numpy.savez` writes it. The formats:
 * https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html and PKWARE's APPNOTE 6.3.
 */

/** Element types of arrays. `<U8` is a text of at most 8 code points, 4 bytes each, filled up with zeros. */
export type NumpyType = '<i4' | '<f4' | '<f8' | `<U${number}`;

/** Bytes of an archive, and of an entry in it, that its 32-bit fields can hold. */
export const largestArchive = 0xffffffff;

/** The beginning of a .npy file: what the values behind it are. */
export function npyHeader(type: NumpyType, shape: readonly number[]): Uint8Array {
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const text = `{'descr': '${type}', 'fortran_order': False, 'shape': (${sizes}), }`;
  // Magic, version and length take 10 bytes; the whole is filled up to a multiple of 64 and ends with \n.
  const length = Math.ceil((10 + text.length + 1) / 64) * 64 - 10;
  const header = new Uint8Array(10 + length).fill(0x20);
  header.set([0x93, ...ascii('NUMPY'), 1, 0, length & 255, length >>> 8]);
  header.set(ascii(text), 10);
  header[header.length - 1] = 0x0a;
  return header;
}

/** Texts as an array of NumPy, as wide as the longest of them. */
export function numpyTexts(texts: readonly string[], least = 1): { type: NumpyType; bytes: Uint8Array } {
  const points = texts.map((text) => Array.from(text, (character) => character.codePointAt(0) ?? 0));
  const width = points.reduce((most, each) => Math.max(most, each.length), least);
  const codes = new DataView(new ArrayBuffer(4 * width * texts.length));
  points.forEach((each, i) => {
    each.forEach((point, j) => {
      codes.setUint32(4 * (i * width + j), point, true);
    });
  });
  return { type: `<U${width}`, bytes: new Uint8Array(codes.buffer) };
}

/** CRC-32 of bytes behind others whose checksum is `before`. */
export function crc32(bytes: Uint8Array, before = 0): number {
  let crc = ~before;
  for (const byte of bytes) {
    crc = (crc >>> 8) ^ table[(crc ^ byte) & 255];
  }
  return ~crc >>> 0;
}

/** An entry of an archive. */
export interface ZipEntry {
  readonly name: string;
  readonly bytes: number;
  readonly crc: number;
  /** Place of its local header in the archive. */
  readonly at: number;
}

/** The header before an entry's bytes. */
export function localHeader({ name, bytes, crc }: Omit<ZipEntry, 'at'>): Uint8Array {
  return fields([[4, 0x04034b50], ...common(bytes, crc), [2, name.length], [2, 0]], name);
}

/** The directory behind all entries. @param at its place in the archive */
export function directory(entries: readonly ZipEntry[], at: number): Uint8Array {
  const parts = entries.map(({ name, bytes, crc, at: place }) =>
    fields(
      [
        [4, 0x02014b50],
        [2, 20],
        ...common(bytes, crc),
        [2, name.length],
        [2, 0],
        [2, 0],
        [2, 0],
        [2, 0],
        [4, 0],
        [4, place],
      ],
      name,
    ),
  );
  const size = parts.reduce((sum, { length }) => sum + length, 0);
  const end = fields(
    [
      [4, 0x06054b50],
      [2, 0],
      [2, 0],
      [2, entries.length],
      [2, entries.length],
      [4, size],
      [4, at],
      [2, 0],
    ],
    '',
  );
  const whole = new Uint8Array(size + end.length);
  let to = 0;
  for (const part of [...parts, end]) {
    whole.set(part, to);
    to += part.length;
  }
  return whole;
}

type Field = readonly [bytes: 2 | 4, value: number];

/** Version 2.0, no flags, stored, midnight of 1 January 1980, checksum and both sizes. */
function common(bytes: number, crc: number): readonly Field[] {
  return [
    [2, 20],
    [2, 0],
    [2, 0],
    [2, 0],
    [2, 0x21],
    [4, crc],
    [4, bytes],
    [4, bytes],
  ];
}

function fields(values: readonly Field[], text: string): Uint8Array {
  const size = values.reduce((sum, [bytes]) => sum + bytes, 0);
  const view = new DataView(new ArrayBuffer(size + text.length));
  let at = 0;
  for (const [bytes, value] of values) {
    if (bytes === 2) {
      view.setUint16(at, value, true);
    } else {
      view.setUint32(at, value, true);
    }
    at += bytes;
  }
  const whole = new Uint8Array(view.buffer);
  whole.set(ascii(text), size);
  return whole;
}

function ascii(text: string): readonly number[] {
  return Array.from(text, (character) => character.charCodeAt(0));
}

/** Remainders of each byte by the polynomial of IEEE 802.3, bits reversed. */
const table = Uint32Array.from({ length: 256 }, (_, n) => {
  let crc = n;
  for (let bit = 0; bit < 8; bit++) {
    crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return crc;
});
