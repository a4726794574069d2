/** The pages of one column in one row group, read one after another and unpacked. */
import type { ColumnMetaData, PageHeader } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { type Bytes, brokenFile, decoded } from '../bytes';
import { unpackPage } from './unpack';

export interface Page {
  readonly header: PageHeader;
  /** Definition levels of a page of version 2, which are never packed. */
  readonly levels: Uint8Array | undefined;
  /** Everything else, unpacked. */
  readonly body: Uint8Array;
}

/** Most bytes of a page once it is unpacked; writers make pages of about a megabyte. */
const mostPageBytes = 2 ** 28;
/** Bytes that are read ahead, so that small pages do not each cost a call. */
const ahead = 2 ** 18;

export async function* pagesOf(bytes: Bytes, column: ColumnMetaData): AsyncGenerator<Page> {
  const { name } = bytes;
  const { data_page_offset: data, dictionary_page_offset: dictionary } = column;
  let at = Number(dictionary !== undefined && dictionary > 0n && dictionary < data ? dictionary : data);
  const end = at + Number(column.total_compressed_size);
  let window = new Uint8Array();
  let start = at;
  const need = async (length: number) => {
    if (at + length > start + window.length) {
      window = await bytes.slice(at, Math.min(Math.max(at + length, at + ahead), Math.max(end, at + length)));
      start = at;
    }
  };
  while (at < end) {
    await need(Math.min(ahead, end - at));
    const reader = {
      view: new DataView(window.buffer, window.byteOffset + at - start, window.length - (at - start)),
      offset: 0,
    };
    const header = decoded(name, () => parquetHeader(reader));
    const { compressed_page_size: packed, uncompressed_page_size: size } = header;
    at += reader.offset;
    if (!isCount(packed) || packed > end - at || !isCount(size) || size > mostPageBytes) {
      throw brokenFile(name, `a page at byte ${at} states a size of ${packed} (${size} once unpacked)`);
    }
    await need(packed);
    const content = window.subarray(at - start, at - start + packed);
    at += packed;
    yield await unpackedPage(name, header, content, column.codec);
  }
}

async function unpackedPage(
  name: string,
  header: PageHeader,
  content: Uint8Array,
  codec: ColumnMetaData['codec'],
): Promise<Page> {
  const size = header.uncompressed_page_size;
  const v2 = header.data_page_header_v2;
  const levels = v2 ? v2.definition_levels_byte_length : 0;
  const repeated = v2 ? v2.repetition_levels_byte_length : 0;
  if (!isCount(levels) || repeated !== 0 || levels > content.length || levels > size) {
    throw brokenFile(name, `a page of ${content.length} bytes states ${levels} bytes of levels`);
  }
  const packed = v2?.is_compressed !== false;
  try {
    const rest = content.subarray(levels);
    const body =
      packed && size > levels
        ? await unpackPage(rest, codec, size - levels)
        : rest.subarray(0, size - levels);
    return { header, levels: v2 ? content.subarray(0, levels) : undefined, body };
  } catch (error) {
    throw brokenFile(name, error instanceof Error ? error.message : String(error));
  }
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0;
}
