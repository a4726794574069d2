/**
 * Parquet files as rows of texts. The rows of a row group are read side by side from its columns, so that
 * memory holds one page of each column, whatever the size of the file.
 * https://parquet.apache.org/docs/file-format/
 */
import type { DataSource } from '../../common/dataset';
import { bytesOf } from '../bytes';
import type { TextTable } from '../textTable';
import { ColumnCells } from './column';
import { metadataOf } from './metadata';
import { chunksOf, flatColumns } from './schema';

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
