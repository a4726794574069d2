/**
 * Draws a matrix as pixels. Where several cells fall on one pixel, the one furthest from zero is drawn, so
 * that no spike is lost; where one cell covers several pixels, they all get its colour. Pure.
 */
import type { ColourTable } from './colourTable';
import { type ColumnRange, columnsOfPixel } from './matrix';
import type { Pyramid } from './pyramid';

/**
 * Paints the columns in view over `width`×`height` pixels.
 * @param pixels row-major, `width·height` long
 */
export function rasterize(
  pyramid: Pyramid,
  range: ColumnRange,
  colours: ColourTable,
  pixels: Uint32Array,
  width: number,
  height: number,
): void {
  const { rows } = pyramid;
  const column = new Int32Array(rows);
  const taller = rows < height;
  let previous: readonly [number, number] = [-1, -1];
  for (let x = 0; x < width; x++) {
    const columns = columnsOfPixel(x, width, range);
    if (columns[0] === previous[0] && columns[1] === previous[1]) {
      for (let at = x; at < width * height; at += width) {
        pixels[at] = pixels[at - 1];
      }
      continue;
    }
    previous = columns;
    pyramid.strongest(columns[0], columns[1], column);
    if (taller) {
      for (let y = 0, at = x; y < height; y++, at += width) {
        pixels[at] = colours.of(column[Math.floor((y * rows) / height)]);
      }
    } else {
      for (let y = 0, at = x; y < height; y++, at += width) {
        pixels[at] = colours.of(column[y]);
      }
    }
  }
}
