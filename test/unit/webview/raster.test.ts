import assert from 'node:assert/strict';
import fc from 'fast-check';
import { makePalette, paletteIndex } from '../../../webview/palette';
import {
  cellsOfPixel,
  type Matrix,
  rasterize,
  squareMatrix,
  strongestCell,
  timeMatrix,
  valueAt,
} from '../../../webview/raster';
import { symmetric } from '../../../webview/scale';

const palette = makePalette('diverging', 'dark', [31, 31, 31], [255, 0, 0]);
const scale = symmetric(1);

function paint(
  matrix: Matrix,
  width: number,
  height: number,
  range = { from: 0, to: matrix.columns },
): Uint32Array {
  const pixels = new Uint32Array(width * height);
  rasterize(matrix, range, scale, palette, pixels, width, height);
  return pixels;
}

describe('raster', () => {
  it('paints each pixel with the value furthest from zero among the cells it covers', () => {
    const sizes = fc.record({
      columns: fc.integer({ min: 1, max: 40 }),
      rows: fc.integer({ min: 1, max: 20 }),
      width: fc.integer({ min: 1, max: 30 }),
      height: fc.integer({ min: 1, max: 30 }),
      seed: fc.integer(),
    });
    fc.assert(
      fc.property(sizes, ({ columns, rows, width, height, seed }) => {
        const values = Float32Array.from({ length: columns * rows }, (_, i) => Math.sin(i * 12.9898 + seed));
        const matrix = timeMatrix(values, columns, rows);
        const pixels = paint(matrix, width, height);
        for (let x = 0; x < width; x++) {
          for (let y = 0; y < height; y++) {
            const cell = strongestCell(
              matrix,
              cellsOfPixel(x, width, 0, columns),
              cellsOfPixel(y, height, 0, rows),
            );
            const expected = palette.colours[paletteIndex(scale.position(valueAt(matrix, cell)))];
            assert.equal(pixels[y * width + x], expected);
          }
        }
      }),
    );
  });

  it('shows every cell at least once when there are more cells than pixels', () => {
    const seen = new Set<number>();
    for (let pixel = 0; pixel < 7; pixel++) {
      const [start, end] = cellsOfPixel(pixel, 7, 3, 50);
      for (let cell = start; cell < end; cell++) {
        seen.add(cell);
      }
    }
    assert.deepEqual(
      [...seen],
      Array.from({ length: 50 }, (_, i) => i + 3),
    );
  });

  it('keeps one spike among ten thousand steps, with its sign', () => {
    const values = new Float32Array(10_000 * 8);
    values[6_543 * 8 + 5] = -1;
    const pixels = paint(timeMatrix(values, 10_000, 8), 300, 8);
    const darkest = palette.colours[paletteIndex(-1)];
    assert.equal(pixels.filter((pixel) => pixel === darkest).length, 1);
    assert.equal(pixels.indexOf(darkest), 5 * 300 + Math.floor((6_543 * 300) / 10_000));
  });

  it('marks what is not finite, whatever else falls on the pixel', () => {
    const values = Float32Array.from([0.9, Number.NaN, -1, Number.POSITIVE_INFINITY, 0.1, 0.2]);
    const pixels = paint(timeMatrix(values, 6, 1), 3, 1);
    assert.deepEqual(
      [...pixels].map((pixel) => pixel === palette.nonFinite),
      [true, true, false],
    );
  });

  it('reads a square with rows downwards and columns to the right', () => {
    const matrix = squareMatrix(Float32Array.from([1, 2, 3, 4]), 2);
    assert.equal(valueAt(matrix, { column: 1, row: 0 }), 2);
    assert.equal(valueAt(matrix, { column: 0, row: 1 }), 3);
  });

  it('paints only the columns in view', () => {
    const values = Float32Array.from([1, -1, 0, 1]);
    const pixels = paint(timeMatrix(values, 4, 1), 2, 1, { from: 1, to: 3 });
    assert.deepEqual(
      [...pixels],
      [-1, 0].map((place) => palette.colours[paletteIndex(place)]),
    );
  });
});
