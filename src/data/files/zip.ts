/**
 * Zip archives, as far as NumPy writes them: stored or deflated entries.
 * https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
import { DataError } from '../common/dataset';
import { unpacked, unpackedWhole } from '../common/inflate';
import { type Bytes, brokenFile } from './bytes';
import { crc32 } from './crc32';

export interface ZipEntry {
  readonly name: string;
  /** 0: stored; 8: deflated. */
  readonly method: number;
  readonly packed: number;
  readonly size: number;
  readonly crc: number;
  /** Place of its local header. */
  readonly at: number;
}

/** Most bytes of the list of entries. */
const mostList = 2 ** 26;
const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const localSignature = 0x04034b50;
const end64Signature = 0x06064b50;
/** Stands for a size that is in the extra field for archives beyond 4 GB. */
const elsewhere = 0xffffffff;

/** @throws DataError where the bytes are no zip archive */
export async function zipEntries(bytes: Bytes): Promise<readonly ZipEntry[]> {
  const { name } = bytes;
  const { at, length } = await listPlace(bytes);
  if (length > mostList || at + length > bytes.size) {
    throw brokenFile(name, `its list of entries states ${length} bytes`);
  }
  const list = await bytes.slice(at, at + length);
  const view = new DataView(list.buffer);
  const entries: ZipEntry[] = [];
  for (let place = 0; place + 46 <= length; ) {
    if (view.getUint32(place, true) !== entrySignature) {
      throw brokenFile(name, `entry ${entries.length + 1} of its list is not one`);
    }
    const names = view.getUint16(place + 28, true);
    const extra = view.getUint16(place + 30, true);
    const next = place + 46 + names + extra + view.getUint16(place + 32, true);
    if (next > length) {
      throw brokenFile(name, 'its list of entries ends within an entry');
    }
    const sizes = [20, 24, 42].map((offset) => view.getUint32(place + offset, true));
    const [packed, size, offset] = wideSizes(
      sizes,
      list.subarray(place + 46 + names, place + 46 + names + extra),
    );
    entries.push({
      name: new TextDecoder().decode(list.subarray(place + 46, place + 46 + names)),
      method: view.getUint16(place + 10, true),
      packed,
      size,
      crc: view.getUint32(place + 16, true),
      at: offset,
    });
    place = next;
  }
  return entries;
}

/**
 * What an entry holds.
 * @param most most bytes that are held in memory
 * @throws DataError where it is broken or larger
 */
export async function unzipped(bytes: Bytes, entry: ZipEntry, most: number): Promise<Bytes> {
  const what = entryName(bytes, entry);
  if (entry.size > most) {
    throw new DataError(`data.file: ${what} has ${entry.size} bytes; up to ${most} are read`, [
      'data',
      'file',
    ]);
  }
  const packed = await packedBytes(bytes, entry, entry.packed);
  const content =
    entry.method === 0
      ? packed
      : await unpackedWhole(packed, 'deflate-raw', entry.size, (why) => brokenFile(what, why));
  if (content.length !== entry.size || crc32(content) !== entry.crc) {
    throw brokenFile(what, 'its bytes are not those that were written; copy or write it again');
  }
  return heldBytes(what, content);
}

/**
 * The first bytes of what an entry holds, at most `length`; they are not checked against its checksum.
 * @throws DataError where it is broken
 */
export async function beginning(bytes: Bytes, entry: ZipEntry, length: number): Promise<Bytes> {
  const what = entryName(bytes, entry);
  // A packed byte holds one or more, but for a few at the start.
  const packed = await packedBytes(bytes, entry, Math.min(entry.packed, length + 1024));
  if (entry.method === 0) {
    return heldBytes(what, packed.slice(0, length));
  }
  const found = new Uint8Array(Math.min(length, entry.size));
  let filled = 0;
  const once = (async function* () {
    yield packed;
  })();
  for await (const part of unpacked(once, 'deflate-raw', (why) => brokenFile(what, why))) {
    const taken = part.subarray(0, found.length - filled);
    found.set(taken, filled);
    filled += taken.length;
    if (filled === found.length) {
      break;
    }
  }
  return heldBytes(what, found.slice(0, filled));
}

function entryName({ name }: Bytes, entry: ZipEntry): string {
  return `"${entry.name}" in ${name}`;
}

/** The first packed bytes of an entry. */
async function packedBytes(bytes: Bytes, entry: ZipEntry, count: number): Promise<Uint8Array<ArrayBuffer>> {
  const header = new DataView((await bytes.slice(entry.at, entry.at + 30)).buffer);
  if (header.getUint32(0, true) !== localSignature) {
    throw brokenFile(bytes.name, `"${entry.name}" is not where its list has it`);
  }
  if (entry.method !== 0 && entry.method !== 8) {
    throw brokenFile(
      entryName(bytes, entry),
      `it is packed by method ${entry.method}; np.savez and np.savez_compressed are read`,
    );
  }
  // No deflated byte holds more than 1032, so that a wrong size is not allocated.
  if (entry.size > 1032 * entry.packed) {
    throw brokenFile(entryName(bytes, entry), `its ${entry.packed} bytes cannot hold ${entry.size}`);
  }
  const from = entry.at + 30 + header.getUint16(26, true) + header.getUint16(28, true);
  return bytes.slice(from, from + count);
}

function heldBytes(name: string, content: Uint8Array<ArrayBuffer>): Bytes {
  return { name, size: content.length, slice: async (from, to) => content.slice(from, to) };
}

/** The place of the list of entries, from the record at the end, before which a comment may stand. */
async function listPlace(bytes: Bytes): Promise<{ readonly at: number; readonly length: number }> {
  const from = Math.max(0, bytes.size - 65_557);
  const end = await bytes.slice(from, bytes.size);
  const view = new DataView(end.buffer);
  for (let place = end.length - 22; place >= 0; place--) {
    if (view.getUint32(place, true) !== endSignature) {
      continue;
    }
    const [length, at] = [view.getUint32(place + 12, true), view.getUint32(place + 16, true)];
    if (at !== elsewhere || place < 20) {
      return { at, length };
    }
    // The locator before it has the place of the record for large archives.
    const record = Number(view.getBigUint64(place - 12, true));
    const wide = new DataView((await bytes.slice(record, record + 56)).buffer);
    if (wide.getUint32(0, true) === end64Signature) {
      return { length: Number(wide.getBigUint64(40, true)), at: Number(wide.getBigUint64(48, true)) };
    }
  }
  throw brokenFile(bytes.name, 'it does not end as a zip archive does; copy or write it again');
}

/** Sizes and places, of which those that do not fit in 32 bits stand in an extra field, in this order. */
function wideSizes([packed, size, offset]: readonly number[], extra: Uint8Array): readonly number[] {
  const view = new DataView(extra.buffer, extra.byteOffset, extra.byteLength);
  let wide: DataView | undefined;
  for (let at = 0; at + 4 <= extra.length; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) === 1) {
      wide = new DataView(
        extra.buffer,
        extra.byteOffset + at + 4,
        Math.min(view.getUint16(at + 2, true), extra.length - at - 4),
      );
    }
  }
  let next = 0;
  const wider = (value: number) => {
    if (value !== elsewhere || !wide || next + 8 > wide.byteLength) {
      return value;
    }
    next += 8;
    return Number(wide.getBigUint64(next - 8, true));
  };
  const wideSize = wider(size);
  const widePacked = wider(packed);
  return [widePacked, wideSize, wider(offset)];
}
