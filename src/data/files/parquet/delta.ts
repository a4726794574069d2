/**
 * Parquet's integers as differences: blocks of miniblocks, each with its own number of bits.
 * https://parquet.apache.org/docs/file-format/data-pages/encodings/#DELTAENC
 */

/** Places in the bytes of a page. */
export interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
}

/**
 * Reads `out.length` integers, with the arithmetic of their width: it wraps.
 * @throws where the bytes end before
 */
export function readDeltas(cursor: Cursor, out: Int32Array | BigInt64Array): void {
  const perBlock = Number(varint(cursor));
  const miniblocks = Number(varint(cursor));
  varint(cursor); // the number of values, which the page header has, too
  const perMiniblock = perBlock / miniblocks;
  if (!Number.isInteger(perMiniblock) || perMiniblock % 8 !== 0 || perBlock > 2 ** 20) {
    throw new Error(`blocks of ${perBlock} values in ${miniblocks} parts`);
  }
  let value = zigzag(varint(cursor));
  let filled = 0;
  const put = () => {
    if (out instanceof Int32Array) {
      out[filled++] = Number(BigInt.asIntN(32, value));
    } else {
      out[filled++] = BigInt.asIntN(64, value);
    }
  };
  if (out.length > 0) {
    put();
  }
  while (filled < out.length) {
    const least = zigzag(varint(cursor));
    const widths = take(cursor, miniblocks);
    for (let m = 0; m < miniblocks && filled < out.length; m++) {
      const width = widths[m];
      const count = Math.min(perMiniblock, out.length - filled);
      // The last miniblock may be cut after its last value.
      const packed = cursor.bytes.subarray(cursor.at, cursor.at + (perMiniblock * width) / 8);
      if (width > 64 || packed.length < Math.ceil((count * width) / 8)) {
        throw new Error(`a page ends after ${filled} of ${out.length} values`);
      }
      cursor.at += packed.length;
      for (let i = 0; i < count; i++) {
        value = BigInt.asIntN(64, value + least + bits(packed, i * width, width));
        put();
      }
    }
  }
}

/** Texts as their lengths and then all their bytes. */
export function readLengths(cursor: Cursor, out: Uint8Array[]): void {
  const lengths = new Int32Array(out.length);
  readDeltas(cursor, lengths);
  for (let i = 0; i < out.length; i++) {
    out[i] = take(cursor, lengths[i]);
  }
}

/** Texts that each continue a beginning of the text before. */
export function readContinued(cursor: Cursor, out: Uint8Array[]): void {
  const shared = new Int32Array(out.length);
  readDeltas(cursor, shared);
  readLengths(cursor, out);
  for (let i = 1; i < out.length; i++) {
    const before = shared[i] >= 0 ? out[i - 1].subarray(0, shared[i]) : out[i - 1];
    if (before.length !== shared[i]) {
      throw new Error('a text continues more than the text before it has');
    }
    if (before.length > 0) {
      const whole = new Uint8Array(before.length + out[i].length);
      whole.set(before);
      whole.set(out[i], before.length);
      out[i] = whole;
    }
  }
}

/** `width` bits from a place on, least significant bit first. */
function bits(bytes: Uint8Array, from: number, width: number): bigint {
  let low = 0;
  let high = 0;
  for (let done = 0; done < width; ) {
    const place = from + done;
    const inByte = place % 8;
    const taken = Math.min(8 - inByte, width - done, done < 32 ? 32 - done : 8);
    const part = (bytes[Math.floor(place / 8)] >> inByte) & ((1 << taken) - 1);
    if (done < 32) {
      low += part * 2 ** done;
    } else {
      high += part * 2 ** (done - 32);
    }
    done += taken;
  }
  return high === 0 ? BigInt(low) : (BigInt(high) << 32n) + BigInt(low);
}

function take(cursor: Cursor, length: number): Uint8Array {
  const end = cursor.at + length;
  if (length < 0 || end > cursor.bytes.length) {
    throw new Error(`a page ends within ${length} bytes`);
  }
  const part = cursor.bytes.subarray(cursor.at, end);
  cursor.at = end;
  return part;
}

function varint(cursor: Cursor): bigint {
  let value = 0n;
  for (let shift = 0n; shift < 70n; shift += 7n) {
    const [byte] = take(cursor, 1);
    value |= BigInt(byte & 0x7f) << shift;
    if (byte < 0x80) {
      return value;
    }
  }
  throw new Error('a number of more than ten bytes');
}

function zigzag(value: bigint): bigint {
  return (value >> 1n) ^ -(value & 1n);
}
