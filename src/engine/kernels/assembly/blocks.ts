/** Multiplies a block of A by all panels of B, tile by tile. */
import { panelRows } from './packing';
import {
  columns1x8,
  columns1x32,
  columns2x8,
  columns2x16,
  columns3x8,
  columns3x16,
  columns4x8,
  columns5x8,
  columns6x8,
  rows1x8,
  rows1x32,
  rows2x8,
  rows2x16,
  rows3x8,
  rows3x16,
  rows4x8,
  rows5x8,
  rows6x8,
} from './tiles';

/** Address of one tile, for the panel that extends past the last column. */
let margin: usize = 0;

/** @param at address of room for 6×8 numbers */
export function setMargin(at: usize): void {
  margin = at;
}

/** Layout of a block of A in memory; see `tiles.mjs`. */
export const enum Layout {
  /** Panels of a few rows, `[rows/6][depth][6]`. */
  Packed,
  Rows,
  Columns,
}

/** Multiplies a block of A by all panels of B; `aStep` belongs to A's layout, and is not used where A is packed. */
export function block(
  layout: Layout,
  rows: i32,
  N: i32,
  depth: i32,
  A: usize,
  aStep: usize,
  panels: usize,
  panelBytes: usize,
  C: usize,
  cRow: usize,
  add: bool,
): void {
  if (rows <= 3) {
    const step = layout == Layout.Packed ? <usize>rows << 2 : aStep;
    few(layout, rows, N, depth, A, step, panels, panelBytes, C, cRow, add);
    return;
  }
  let b = panels;
  for (let n = 0; n < N; n += 8) {
    let a = A;
    let c = C + (<usize>n << 2);
    const columns = min(8, N - n);
    for (let left = rows; left > 0; ) {
      const height = panelRows(left);
      const inside = columns == 8;
      const to = inside ? c : margin;
      const toRow = inside ? cRow : 32;
      const adding = inside && add;
      const step = layout == Layout.Packed ? <usize>height << 2 : aStep;
      if (layout == Layout.Rows) {
        rowsTile(height, depth, a, step, b, panelBytes, to, toRow, adding);
        a += <usize>height * step;
      } else {
        columnsTile(height, depth, a, step, b, panelBytes, to, toRow, adding);
        a += layout == Layout.Packed ? (<usize>height * depth) << 2 : <usize>height << 2;
      }
      if (!inside) {
        takeMargin(height, columns, c, cRow, add);
      }
      c += <usize>height * cRow;
      left -= height;
    }
    b += panelBytes;
  }
}

// @ts-ignore: decorator
@inline
function columnsTile(
  height: i32,
  depth: i32,
  a: usize,
  aStep: usize,
  b: usize,
  panelBytes: usize,
  c: usize,
  cRow: usize,
  add: bool,
): void {
  if (height == 6) {
    columns6x8(depth, a, aStep, b, panelBytes, c, cRow, add);
  } else if (height == 5) {
    columns5x8(depth, a, aStep, b, panelBytes, c, cRow, add);
  } else if (height == 4) {
    columns4x8(depth, a, aStep, b, panelBytes, c, cRow, add);
  } else {
    columns3x8(depth, a, aStep, b, panelBytes, c, cRow, add);
  }
}

// @ts-ignore: decorator
@inline
function rowsTile(
  height: i32,
  depth: i32,
  a: usize,
  aStep: usize,
  b: usize,
  panelBytes: usize,
  c: usize,
  cRow: usize,
  add: bool,
): void {
  if (height == 6) {
    rows6x8(depth, a, aStep, b, panelBytes, c, cRow, add);
  } else if (height == 5) {
    rows5x8(depth, a, aStep, b, panelBytes, c, cRow, add);
  } else if (height == 4) {
    rows4x8(depth, a, aStep, b, panelBytes, c, cRow, add);
  } else {
    rows3x8(depth, a, aStep, b, panelBytes, c, cRow, add);
  }
}

/** Multiplies three rows or fewer, in wide tiles, so that enough sums are under way at once. */
function few(
  layout: Layout,
  rows: i32,
  N: i32,
  depth: i32,
  a: usize,
  aStep: usize,
  panels: usize,
  panelBytes: usize,
  C: usize,
  cRow: usize,
  add: bool,
): void {
  const direct = layout == Layout.Rows;
  let b = panels;
  let c = C;
  let n = 0;
  if (rows == 1) {
    for (; n + 32 <= N; n += 32) {
      if (direct) {
        rows1x32(depth, a, aStep, b, panelBytes, c, cRow, add);
      } else {
        columns1x32(depth, a, aStep, b, panelBytes, c, cRow, add);
      }
      b += 4 * panelBytes;
      c += 128;
    }
  } else {
    for (; n + 16 <= N; n += 16) {
      if (direct) {
        if (rows == 2) {
          rows2x16(depth, a, aStep, b, panelBytes, c, cRow, add);
        } else {
          rows3x16(depth, a, aStep, b, panelBytes, c, cRow, add);
        }
      } else if (rows == 2) {
        columns2x16(depth, a, aStep, b, panelBytes, c, cRow, add);
      } else {
        columns3x16(depth, a, aStep, b, panelBytes, c, cRow, add);
      }
      b += 2 * panelBytes;
      c += 64;
    }
  }
  for (; n < N; n += 8) {
    const columns = min(8, N - n);
    const inside = columns == 8;
    const to = inside ? c : margin;
    const toRow = inside ? cRow : 32;
    const adding = inside && add;
    if (direct) {
      if (rows == 1) {
        rows1x8(depth, a, aStep, b, panelBytes, to, toRow, adding);
      } else if (rows == 2) {
        rows2x8(depth, a, aStep, b, panelBytes, to, toRow, adding);
      } else {
        rows3x8(depth, a, aStep, b, panelBytes, to, toRow, adding);
      }
    } else if (rows == 1) {
      columns1x8(depth, a, aStep, b, panelBytes, to, toRow, adding);
    } else if (rows == 2) {
      columns2x8(depth, a, aStep, b, panelBytes, to, toRow, adding);
    } else {
      columns3x8(depth, a, aStep, b, panelBytes, to, toRow, adding);
    }
    if (!inside) {
      takeMargin(rows, columns, c, cRow, add);
    }
    b += panelBytes;
    c += 32;
  }
}

/** Moves those columns of the tile in `margin` that exist in C to C. */
function takeMargin(rows: i32, columns: i32, C: usize, cRow: usize, add: bool): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const at = C + <usize>i * cRow + (<usize>j << 2);
      const value = load<f32>(margin + (<usize>i << 5) + (<usize>j << 2));
      store<f32>(at, add ? load<f32>(at) + value : value);
    }
  }
}
