/** A NumPy array with two dimensions as a table: a row for each first index, a column for each second. */
import { DataError, type DataSource } from '../common/dataset';
import { type Bytes, bytesOf, decoded } from './bytes';
import { checkWhole, type NpyLayout, npyLayout, readNpy } from './npy';
import type { TextTable } from './textTable';

const atATime = 2000;

/** @throws DataError for an array of another shape */
export async function npyTable(source: DataSource): Promise<TextTable> {
  const bytes = await bytesOf(source);
  const { name } = source;
  const layout = await npyLayout(bytes, name);
  const { shape, fortran } = layout;
  if (shape.length !== 1 && shape.length !== 2) {
    throw new DataError(
      `data.file: ${name} has the shape (${shape.join(', ')}); a table has two dimensions, and sequences are saved with their targets: np.savez("data.npz", X=X, y=y)`,
      ['data', 'file'],
    );
  }
  const [rows, width = 1] = shape;
  if (width > mostColumns) {
    throw new DataError(`data.file: ${name} has ${width} columns; up to ${mostColumns} are read`, [
      'data',
      'file',
    ]);
  }
  checkWhole(layout, bytes, name);
  // An array that lies column by column is held in memory.
  const whole = fortran ? await readNpy(bytes, name) : undefined;
  return {
    names: Array.from({ length: width }, (_, c) => `column ${c + 1}`),
    async *rows() {
      for (let from = 0; from < rows; from += atATime) {
        const count = Math.min(atATime, rows - from);
        const text = whole
          ? (i: number) => whole.text(from * width + i)
          : await textsOf(bytes, layout, from * width, count * width);
        yield Array.from({ length: count }, (_, r) =>
          Array.from({ length: width }, (__, c) => text(r * width + c)),
        );
      }
    },
  };
}

const mostColumns = 100_000;

/** The texts of `count` elements from the one with the index `first` on. */
async function textsOf(
  bytes: Bytes,
  layout: NpyLayout,
  first: number,
  count: number,
): Promise<(i: number) => string> {
  const { from, size } = layout;
  const data = await bytes.slice(from + first * size, from + (first + count) * size);
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  return (i) => decoded(bytes.name, () => layout.text(view, i * size));
}
