import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ColourTable } from '../../../../webview/drawing/colourTable';
import {
  cellsOfPixel,
  columnsOfPixel,
  type Matrix,
  squareMatrix,
  strongestCell,
  timeMatrix,
  valueAt,
} from '../../../../webview/drawing/matrix';
import { makePalette, paletteIndex } from '../../../../webview/drawing/palette';
import { Pyramid } from '../../../../webview/drawing/pyramid';
import { rasterize } from '../../../../webview/drawing/rasterize';
import { logScaleOf, symmetric } from '../../../../webview/drawing/scale';
import { finish } from '../base/work';

const palette = makePalette('diverging', 'dark', [31, 31, 31], [255, 0, 0]);
const scale = symmetric(1);

function pyramidOf(matrix: Matrix, height: number, grown = true): Pyramid {
  const pyramid = new Pyramid();
  finish(pyramid.fill(matrix, height));
  if (grown) {
    finish(pyramid.grow());
  }
  return pyramid;
}

function paint(
  matrix: Matrix,
  width: number,
  height: number,
  range = { from: 0, to: matrix.columns },
): Uint32Array {
  const pixels = new Uint32Array(width * height);
  const colours = new ColourTable(scale, palette);
  rasterize(pyramidOf(matrix, height), range, colours, pixels, width, height);
  return pixels;
}

/** Matrices of any layout and number width, with some values that are not finite. */
const matrices = fc
  .record({
    columns: fc.integer({ min: 1, max: 300 }),
    rows: fc.integer({ min: 1, max: 30 }),
    seed: fc.integer(),
    downwards: fc.boolean(),
    wide: fc.boolean(),
    broken: fc.array(
      fc.record({ at: fc.nat(), value: fc.constantFrom(Number.NaN, Infinity, -Infinity, -0) }),
      {
        maxLength: 4,
      },
    ),
  })
  .map(({ columns, rows, seed, downwards, wide, broken }): Matrix => {
    const at = (i: number) => Math.fround(Math.sin(i * 12.9898 + seed) ** 5);
    const list = Array.from({ length: columns * rows }, (_, i) => at(i));
    const values = wide ? Float64Array.from(list) : Float32Array.from(list);
    for (const each of broken) {
      values[each.at % values.length] = each.value;
    }
    return downwards
      ? { values, columns, rows, columnStride: rows, rowStride: 1 }
      : { values, columns, rows, columnStride: 1, rowStride: columns };
  });

const views = fc.record({
  matrix: matrices,
  width: fc.integer({ min: 1, max: 80 }),
  height: fc.integer({ min: 1, max: 40 }),
  from: fc.double({ min: 0, max: 0.99, noNaN: true }),
  share: fc.double({ min: 0.001, max: 1, noNaN: true }),
});

function rangeOf({ columns }: Matrix, start: number, share: number) {
  const from = Math.floor(start * columns);
  return { from, to: Math.min(columns, from + Math.max(1, Math.round(share * columns))) };
}

describe('a raster', () => {
  it('finds for each pixel, in any view, what a plain scan of its cells finds, to the last bit', () => {
    fc.assert(
      fc.property(views, fc.boolean(), ({ matrix, width, height, from: start, share }, grown) => {
        const { from, to } = rangeOf(matrix, start, share);
        const pyramid = pyramidOf(matrix, height, grown);
        const bits = new Int32Array(pyramid.rows);
        for (let x = 0; x < width; x++) {
          const columns = columnsOfPixel(x, width, { from, to });
          pyramid.strongest(columns[0], columns[1], bits);
          const found = new Float32Array(bits.buffer);
          for (let row = 0; row < pyramid.rows; row++) {
            const cells = cellsOfPixel(row, pyramid.rows, 0, matrix.rows);
            const exact = valueAt(matrix, strongestCell(matrix, columns, cells));
            assert.equal(Number.isFinite(found[row]), Number.isFinite(exact));
            assert.ok(!Number.isFinite(exact) || found[row] === exact, `${found[row]} is not ${exact}`);
          }
        }
      }),
    );
  });

  it('paints each pixel in the colour of its stated value, within two of the 1025 of a palette', () => {
    const scales = fc.constantFrom(
      symmetric(1),
      symmetric(0.3),
      logScaleOf([1, 1e-3]),
      logScaleOf([1, 1e-30]),
    );
    fc.assert(
      fc.property(views, scales, ({ matrix, width, height, from: start, share }, scale) => {
        const range = rangeOf(matrix, start, share);
        const pixels = new Uint32Array(width * height);
        const colours = new ColourTable(scale, palette);
        rasterize(pyramidOf(matrix, height), range, colours, pixels, width, height);
        for (let x = 0; x < width; x++) {
          for (let y = 0; y < height; y++) {
            const cell = strongestCell(
              matrix,
              columnsOfPixel(x, width, range),
              cellsOfPixel(y, height, 0, matrix.rows),
            );
            const value = valueAt(matrix, cell);
            const index = paletteIndex(scale.position(value));
            const near = Number.isFinite(value)
              ? palette.colours.subarray(Math.max(0, index - 2), index + 3)
              : Uint32Array.of(palette.nonFinite);
            assert.ok(near.includes(pixels[y * width + x]), `${value} at ${x}, ${y}`);
          }
        }
      }),
    );
  });

  it('shows one spike among a million cells at every size and zoom, at its place', () => {
    const [columns, rows] = [10_000, 100];
    const places = fc.record({
      column: fc.integer({ min: 0, max: columns - 1 }),
      row: fc.integer({ min: 0, max: rows - 1 }),
      width: fc.integer({ min: 1, max: 1500 }),
      height: fc.integer({ min: 1, max: 200 }),
      before: fc.nat({ max: 6000 }),
      after: fc.nat({ max: 6000 }),
    });
    const noise = Float32Array.from({ length: columns * rows }, (_, i) => 0.1 * Math.sin(i * 12.9898));
    fc.assert(
      fc.property(places, ({ column, row, width, height, before, after }) => {
        const values = noise.slice();
        values[column * rows + row] = -1;
        const range = { from: Math.max(0, column - before), to: Math.min(columns, column + after + 1) };
        const pixels = paint(timeMatrix(values, columns, rows), width, height, range);
        const spike = palette.colours[paletteIndex(-1)];
        assert.ok(pixels.includes(spike));
        for (let at = pixels.indexOf(spike); at >= 0; at = pixels.indexOf(spike, at + 1)) {
          const x = ((column + 0.5 - range.from) / (range.to - range.from)) * width;
          const y = ((row + 0.5) / rows) * height;
          // For cells at least as wide as a pixel, any pixel within one; for smaller cells, the pixel that
          // contains it.
          assert.ok(Math.abs((at % width) + 0.5 - x) <= Math.max(1, width / (range.to - range.from)));
          assert.ok(Math.abs(Math.floor(at / width) + 0.5 - y) <= Math.max(1, height / rows));
        }
      }),
      { numRuns: 10 },
    );
  });

  it('finds the value of a pixel among ten thousand columns before the levels are there', () => {
    const values = new Float32Array(10_000);
    values[6789] = -3;
    const pyramid = pyramidOf(timeMatrix(values, 10_000, 1), 1, false);
    const bits = new Int32Array(1);
    pyramid.strongest(0, 10_000, bits);
    assert.equal(new Float32Array(bits.buffer)[0], -3);
  });

  it('gives each column in view to one pixel, at most half a pixel from where it lies', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 900 }),
        fc.nat(20_000),
        fc.integer({ min: 1, max: 20_000 }),
        (width, from, span) => {
          fc.pre(span >= width);
          const range = { from, to: from + span };
          let next = from;
          for (let pixel = 0; pixel < width; pixel++) {
            const [start, end] = columnsOfPixel(pixel, width, range);
            assert.equal(start, next);
            assert.ok(end > start);
            assert.ok(Math.abs(((start - from) * width) / span - pixel) <= Math.max(0.5, width / span));
            next = end;
          }
          assert.equal(next, range.to);
        },
      ),
    );
  });

  it('distinguishes zero from the smallest numbers', () => {
    const colours = new ColourTable(symmetric(2 ** -149), palette);
    const [zero, least, negative] = new Int32Array(Float32Array.of(0, 2 ** -149, -(2 ** -149)).buffer);
    assert.deepEqual(
      [zero, least, negative].map((bits) => colours.of(bits)),
      [0, 1, -1].map((position) => palette.colours[paletteIndex(position)]),
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

  it('marks values that are not finite, whatever else falls on the pixel', () => {
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
