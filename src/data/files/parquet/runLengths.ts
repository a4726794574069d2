/**
 * Parquet's hybrid of run lengths and packed bits, which holds definition levels, booleans and places in a
 * dictionary. https://parquet.apache.org/docs/file-format/data-pages/encodings/#RLE
 */

/**
 * Fills `out` from the bytes; unlike the lengths in them, its length is known to be right.
 * @param width bits of a value, 0 to 32
 * @throws where the bytes end before `out` is full
 */
export function readRunLengths(bytes: Uint8Array, width: number, out: Uint8Array | Uint32Array): void {
  if (width > 32) {
    throw new Error(`values of ${width} bits`);
  }
  let at = 0;
  let filled = 0;
  const next = () => {
    if (at >= bytes.length) {
      throw new Error(`a page ends after ${filled} of ${out.length} values`);
    }
    return bytes[at++];
  };
  while (filled < out.length) {
    const header = varint(next);
    if (header % 2 === 0) {
      let value = 0;
      for (let shift = 0; shift < width; shift += 8) {
        value += next() * 2 ** shift;
      }
      const end = Math.min(out.length, filled + header / 2);
      out.fill(value, filled, end);
      filled = end;
    } else {
      // Groups of eight values; the last group may be longer than what is left.
      const end = Math.min(out.length, filled + 8 * Math.floor(header / 2));
      const start = at;
      at += Math.ceil(((end - filled) * width) / 8);
      if (at > bytes.length) {
        throw new Error(`a page ends after ${filled} of ${out.length} values`);
      }
      unpackBits(bytes, start, width, out, filled, end);
      at = Math.min(bytes.length, start + Math.floor(header / 2) * width);
      filled = end;
    }
  }
}

/** Unpacks values `from … to−1`, least significant bit first. */
function unpackBits(
  bytes: Uint8Array,
  start: number,
  width: number,
  out: Uint8Array | Uint32Array,
  from: number,
  to: number,
): void {
  let bit = 0;
  for (let i = from; i < to; i++) {
    let value = 0;
    for (let done = 0; done < width; ) {
      const place = bit + done;
      const inByte = place % 8;
      const taken = Math.min(8 - inByte, width - done);
      const part = (bytes[start + Math.floor(place / 8)] >> inByte) & ((1 << taken) - 1);
      value += part * 2 ** done;
      done += taken;
    }
    out[i] = value;
    bit += width;
  }
}

function varint(next: () => number): number {
  let value = 0;
  for (let shift = 0; shift < 35; shift += 7) {
    const byte = next();
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) {
      return value;
    }
  }
  throw new Error('a length of more than five bytes');
}
