/** Snappy blocks. https://github.com/google/snappy/blob/main/format_description.txt */

/**
 * @param length bytes of the result
 * @throws where the block does not hold that many
 */
export function unpackSnappy(block: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(length);
  let at = 0;
  let filled = 0;
  const little = (bytes: number) => {
    if (at + bytes > block.length) {
      throw new Error('a Snappy block ends too early');
    }
    let value = 0;
    for (let i = 0; i < bytes; i++) {
      value += block[at++] * 2 ** (8 * i);
    }
    return value;
  };
  // The length of the result comes first; the page header has it, too.
  while (little(1) >= 128) {}
  while (at < block.length) {
    const tag = little(1);
    const kind = tag & 3;
    if (kind === 0) {
      const short = tag >> 2;
      const count = 1 + (short < 60 ? short : little(short - 59));
      if (at + count > block.length || filled + count > length) {
        throw new Error('a Snappy block has too many literals');
      }
      out.set(block.subarray(at, at + count), filled);
      at += count;
      filled += count;
      continue;
    }
    const count = kind === 1 ? 4 + ((tag >> 2) & 7) : 1 + (tag >> 2);
    const offset = kind === 1 ? 256 * (tag >> 5) + little(1) : little(kind === 2 ? 2 : 4);
    const end = filled + count;
    if (offset === 0 || offset > filled || end > length) {
      throw new Error('a Snappy block refers to bytes outside of it');
    }
    // Byte by byte: a copy may overlap with what it writes.
    for (; filled < end; filled++) {
      out[filled] = out[filled - offset];
    }
  }
  if (filled !== length) {
    throw new Error(`a Snappy block holds ${filled} bytes instead of ${length}`);
  }
  return out;
}
