/**
 * Parquet files as rows of texts. The rows of a row group are read side by side from its columns, so that
 * memory holds one page of each column, whatever the size of the file.
 * https://parquet.apache.org/docs/file-format/
 */
import { type FileMetaData, parquetMetadata } from 'hyparquet';
import { DataError, type DataSource } from '../../common/dataset';
import { type Bytes, brokenFile, bytesOf, decoded } from '../bytes';
import type { TextTable } from '../textTable';
import { ColumnCells } from './column';
import { chunksOf, flatColumns } from './schema';

/** Most bytes of the file's description of itself. */
const mostMetadata = 2 ** 28;
/** Rows that are handed on at a time. */
const atATime = 2000;

/** @throws DataError for a file that is broken, or whose columns are not those of a table */
export async function readParquet(source: DataSource): Promise<TextTable> {
  const bytes = await bytesOf(source);
  const metadata = await metadataOf(bytes);
  const columns = flatColumns(metadata, bytes.name);
  return {
    names: columns.map(({ name }) => name),
    async *rows() {
      for (const group of metadata.row_groups) {
        const count = Number(group.num_rows);
        const cells = chunksOf(group, columns, bytes.name).map(
          (chunk, c) => new ColumnCells(bytes, columns[c], chunk, count),
        );
        for (let done = 0; done < count; done += atATime) {
          const some = Math.min(atATime, count - done);
          const taken: (readonly string[])[] = [];
          for (const column of cells) {
            taken.push(await column.take(some));
          }
          yield Array.from({ length: some }, (_, row) => taken.map((column) => column[row]));
        }
      }
    },
  };
}

async function metadataOf(bytes: Bytes): Promise<FileMetaData> {
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
  if (length > Math.min(size - 8, mostMetadata)) {
    throw brokenFile(name, `its description of itself states ${length} bytes`);
  }
  const footer = await bytes.slice(size - 8 - length, size);
  const metadata = decoded(name, () => parquetMetadata(footer, { geoparquet: false }));
  if (metadata.row_groups.some(({ num_rows: rows }) => typeof rows !== 'bigint' || rows < 0n)) {
    throw brokenFile(name, 'a row group has no number of rows');
  }
  return metadata;
}
