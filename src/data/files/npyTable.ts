/** A NumPy array with two dimensions as a table: a row for each first index, a column for each second. */
import { DataError, type DataSource } from '../common/dataset';
import { bytesOf } from './bytes';
import { readNpy } from './npy';
import type { TextTable } from './textTable';

const atATime = 2000;

/** @throws DataError for an array of another shape */
export async function npyTable(source: DataSource): Promise<TextTable> {
  const array = await readNpy(await bytesOf(source), source.name);
  const { shape } = array;
  if (shape.length !== 1 && shape.length !== 2) {
    throw new DataError(
      `data.file: ${source.name} has the shape (${shape.join(', ')}); a table has two dimensions, and sequences are saved with their targets: np.savez("data.npz", X=X, y=y)`,
      ['data', 'file'],
    );
  }
  const [rows, width = 1] = shape;
  return {
    names: Array.from({ length: width }, (_, c) => `column ${c + 1}`),
    async *rows() {
      for (let from = 0; from < rows; from += atATime) {
        yield Array.from({ length: Math.min(atATime, rows - from) }, (_, r) =>
          Array.from({ length: width }, (__, c) => array.text((from + r) * width + c)),
        );
      }
    },
  };
}
