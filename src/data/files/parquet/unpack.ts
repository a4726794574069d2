/** Unpacks the pages of a parquet file. */
import { decompress } from 'fzstd';
import type { ColumnMetaData } from 'hyparquet';
import { unpackedWhole } from '../../common/inflate';
import { unpackLz4 } from './lz4';
import { unpackSnappy } from './snappy';

type Codec = ColumnMetaData['codec'];

/** The codecs that are read. BROTLI's dictionary would be larger than everything else here. */
const known: readonly Codec[] = ['UNCOMPRESSED', 'SNAPPY', 'GZIP', 'ZSTD', 'LZ4_RAW'];

export function isKnownCodec(codec: Codec): boolean {
  return known.includes(codec);
}

/**
 * @param size bytes of the result, which the caller has limited
 * @throws Error where the page does not hold that many
 */
export async function unpackPage(packed: Uint8Array, codec: Codec, size: number): Promise<Uint8Array> {
  const page = await unpack(packed, codec, size);
  if (page.length !== size) {
    throw new Error(`a page holds ${page.length} bytes instead of ${size}`);
  }
  return page;
}

async function unpack(packed: Uint8Array, codec: Codec, size: number): Promise<Uint8Array> {
  switch (codec) {
    case 'UNCOMPRESSED':
      return packed;
    case 'SNAPPY':
      return unpackSnappy(packed, size);
    case 'ZSTD':
      return size === 0 ? packed.subarray(0, 0) : decompress(packed, new Uint8Array(size));
    case 'LZ4_RAW':
      return unpackLz4(packed, size);
    case 'GZIP':
      return unpackedWhole(packed, 'gzip', size, (why) => new Error(why));
    default:
      throw new Error(`it is packed with ${codec}`);
  }
}
