/**
 * Reads the list of files in a zip archive from its central directory, as in PKWARE's APPNOTE, 4.3.12 and
 * 4.3.16.
 */
export interface ZipEntry {
  readonly name: string;
  /** Uncompressed size in bytes. */
  readonly size: number;
}

const endOfDirectory = 0x06054b50;
const directoryEntry = 0x02014b50;

export function zipEntries(bytes: Buffer): ZipEntry[] {
  let end = bytes.length - 22; // the end record is this long without a comment
  while (end >= 0 && bytes.readUInt32LE(end) !== endOfDirectory) {
    end--;
  }
  if (end < 0) {
    throw new Error('this is no zip archive');
  }
  const entries: ZipEntry[] = [];
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    if (bytes.readUInt32LE(at) !== directoryEntry) {
      throw new Error(`the archive's directory is broken at byte ${at}`);
    }
    const nameLength = bytes.readUInt16LE(at + 28);
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    entries.push({ name, size: bytes.readUInt32LE(at + 24) });
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return entries;
}
