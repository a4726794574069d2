/** A parquet file's description of itself, which its end holds. */
import { type ColumnMetaData, type FileMetaData, parquetMetadata, type SchemaElement } from 'hyparquet';
import { DataError } from '../../common/dataset';
import { type Bytes, brokenFile, decoded } from '../bytes';

/** Most bytes of the description. */
const mostBytes = 2 ** 28;

/** @throws DataError for a file that is no parquet file, is encrypted or is broken */
export async function metadataOf(bytes: Bytes): Promise<FileMetaData> {
  const { name, size } = bytes;
  const end = size >= 12 ? await bytes.slice(size - 8, size) : new Uint8Array(8);
  const magic = new TextDecoder('latin1').decode(end.subarray(4));
  if (magic === 'PARE') {
    throw new DataError(`data.file: ${name} is encrypted; write it without encryption`, ['data', 'file']);
  }
  if (magic !== 'PAR1') {
    throw brokenFile(name, 'it does not end as a parquet file does; copy or write it again');
  }
  const length = new DataView(end.buffer).getUint32(0, true);
  if (length > Math.min(size - 8, mostBytes)) {
    throw brokenFile(name, `its description of itself states ${length} bytes`);
  }
  const footer = await bytes.slice(size - 8 - length, size);
  const metadata = decoded(name, () => parquetMetadata(footer, { geoparquet: false }));
  const whole =
    Array.isArray(metadata.schema) &&
    metadata.schema.every(isElement) &&
    metadata.row_groups.every(
      ({ num_rows: rows, columns }) =>
        isSize(rows) && columns.every(({ meta_data: column }) => column !== undefined && isColumn(column)),
    );
  if (!whole) {
    throw brokenFile(name, 'its description of itself lacks a part');
  }
  return metadata;
}

// The package's types state what a whole file has, which is not checked when it is parsed.

function isElement({ name, type_length: width, scale, num_children: children }: SchemaElement): boolean {
  return (
    typeof name === 'string' &&
    [width, scale, children].every((value) => value === undefined || isCount(value))
  );
}

function isColumn(column: ColumnMetaData): boolean {
  const { path_in_schema: path, num_values: values, total_compressed_size: packed } = column;
  const { data_page_offset: data, dictionary_page_offset: dictionary } = column;
  return (
    Array.isArray(path) &&
    path.every((part) => typeof part === 'string') &&
    [values, packed, data].every(isSize) &&
    (dictionary === undefined || isSize(dictionary))
  );
}

function isSize(value: unknown): boolean {
  return typeof value === 'bigint' && value >= 0n && value < 2n ** 53n;
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 0;
}
