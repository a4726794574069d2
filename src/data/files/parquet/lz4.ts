/** LZ4 blocks. https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md */

/**
 * @param length bytes of the result
 * @throws where the block does not hold that many
 */
export function unpackLz4(block: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(length);
  let at = 0;
  let filled = 0;
  const next = () => {
    if (at >= block.length) {
      throw new Error('an LZ4 block ends too early');
    }
    return block[at++];
  };
  const longer = (short: number) => {
    let total = short;
    for (let more = short === 15 ? 255 : 0; more === 255; total += more) {
      more = next();
    }
    return total;
  };
  while (at < block.length) {
    const token = next();
    const literals = longer(token >> 4);
    if (at + literals > block.length || filled + literals > length) {
      throw new Error('an LZ4 block has too many literals');
    }
    out.set(block.subarray(at, at + literals), filled);
    at += literals;
    filled += literals;
    if (at === block.length) {
      break; // the last sequence has no match
    }
    const offset = next() + 256 * next();
    const end = filled + longer(token & 15) + 4;
    if (offset === 0 || offset > filled || end > length) {
      throw new Error('an LZ4 block refers to bytes outside of it');
    }
    // Byte by byte: a match may overlap with what it writes.
    for (; filled < end; filled++) {
      out[filled] = out[filled - offset];
    }
  }
  if (filled !== length) {
    throw new Error(`an LZ4 block holds ${filled} bytes instead of ${length}`);
  }
  return out;
}
