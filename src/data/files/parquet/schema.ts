/** The columns of a parquet file, as far as they can be columns of a table. */
import { type FileMetaData, parquetSchema, type RowGroup, type SchemaElement } from 'hyparquet';
import { DataError } from '../../common/dataset';
import { brokenFile, decoded } from '../bytes';
import { cellText, type Stored } from './cellText';
import { isKnownCodec } from './unpack';

export interface FlatColumn {
  readonly name: string;
  readonly element: SchemaElement;
  readonly text: (value: Stored) => string;
}

/** @throws DataError that names the column which no table has */
export function flatColumns(metadata: FileMetaData, file: string): readonly FlatColumn[] {
  const { children } = decoded(file, () => parquetSchema(metadata));
  return children.map(({ element, children: inner }) => {
    const { name } = element;
    if (inner.length > 0 || element.repetition_type === 'REPEATED') {
      throw refused(
        `column "${name}" of ${file} holds lists or structs; write the file without it, or sequences as .jsonl or .npz`,
      );
    }
    const text = cellText(element);
    if (!text) {
      throw refused(
        `column "${name}" of ${file} holds bytes, not numbers or texts; write the file without it`,
      );
    }
    return { name, element, text };
  });
}

/**
 * Each column's part of a row group, in the order of the columns.
 * @throws DataError where it is in another file, or packed in a way that is not read
 */
export function chunksOf(group: RowGroup, columns: readonly FlatColumn[], file: string) {
  return columns.map(({ name }) => {
    const found = group.columns.find(({ meta_data: data }) => data?.path_in_schema.join('.') === name);
    const chunk = found?.meta_data;
    if (!chunk || found.file_path !== undefined) {
      throw brokenFile(file, `column "${name}" is not in it`);
    }
    if (!isKnownCodec(chunk.codec)) {
      throw refused(
        `column "${name}" of ${file} is packed with ${String(chunk.codec)}; write the file with ${packers}`,
      );
    }
    if (chunk.num_values !== group.num_rows) {
      throw brokenFile(file, `column "${name}" has ${chunk.num_values} of ${group.num_rows} rows`);
    }
    return chunk;
  });
}

const packers = 'compression="snappy", "zstd" or "gzip"';

function refused(what: string): DataError {
  return new DataError(`data.file: ${what}`, ['data', 'file']);
}
