/**
 * Matrix products, C (+)= A·B, after Goto and van de Geijn (2008, "Anatomy of high-performance matrix multiplication").
 *
 * B is laid out in panels `[N/8][K][8]`, A in panels `[M/6][K][6]`, both so that the innermost loop reads them in order;
 * that loop keeps a tile of C (6×8, for few rows 3×16, 2×16 or 1×32) in registers. A panel of B has KC rows and stays in
 * the first-level cache while the panels of a block of A, MC×KC, pass from the second.
 */
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

const KC = 256;
const MC = 96;
/** Columns of B that are packed at once where B is no weight: KC·NC numbers. */
const NC = 512;
/** With so few columns A is read too seldom to be worth packing. */
const NDIRECT = 64;

/** Bytes of the scratch memory that `setScratch` is given. */
export const scratchBytes: usize = (MC * KC + KC * NC + 6 * 8) * 4;
let packedA: usize = 0;
let packedB: usize = 0;
/** One tile, for the panel that reaches over the last column. */
let margin: usize = 0;

export function setScratch(at: usize): void {
  packedA = at;
  packedB = packedA + MC * KC * 4;
  margin = packedB + KC * NC * 4;
}

/** B(k, n), at `B + k·kStep + n·nStep` bytes, into panels `[N/8][K][8]`; columns beyond N are zero. */
export function pack(K: i32, N: i32, B: usize, kStep: usize, nStep: usize, panels: usize): void {
  let to = panels;
  for (let n = 0; n < N; n += 8) {
    let from = B + <usize>n * nStep;
    const columns = min(8, N - n);
    if (columns == 8 && nStep == 4) {
      for (let k = 0; k < K; k++) {
        v128.store(to, v128.load(from));
        v128.store(to, v128.load(from, 16), 16);
        to += 32;
        from += kStep;
      }
    } else if (columns == 8 && kStep == 4) {
      to = packTransposed(K, from, nStep, to);
    } else {
      for (let k = 0; k < K; k++) {
        for (let j = 0; j < 8; j++) {
          store<f32>(to + (<usize>j << 2), j < columns ? load<f32>(from + <usize>j * nStep) : 0);
        }
        to += 32;
        from += kStep;
      }
    }
  }
}

/** Eight rows of K numbers become K rows of eight; four by four. */
function packTransposed(K: i32, source: usize, rowBytes: usize, target: usize): usize {
  let to = target;
  let k = 0;
  for (; k + 4 <= K; k += 4) {
    for (let half: usize = 0; half < 2; half++) {
      const from = source + (<usize>k << 2) + half * 4 * rowBytes;
      const x0 = v128.load(from);
      const x1 = v128.load(from + rowBytes);
      const x2 = v128.load(from + 2 * rowBytes);
      const x3 = v128.load(from + 3 * rowBytes);
      const low01 = v128.shuffle<f32>(x0, x1, 0, 4, 1, 5);
      const high01 = v128.shuffle<f32>(x0, x1, 2, 6, 3, 7);
      const low23 = v128.shuffle<f32>(x2, x3, 0, 4, 1, 5);
      const high23 = v128.shuffle<f32>(x2, x3, 2, 6, 3, 7);
      const at = to + half * 16;
      v128.store(at, v128.shuffle<i64>(low01, low23, 0, 2));
      v128.store(at, v128.shuffle<i64>(low01, low23, 1, 3), 32);
      v128.store(at, v128.shuffle<i64>(high01, high23, 0, 2), 64);
      v128.store(at, v128.shuffle<i64>(high01, high23, 1, 3), 96);
    }
    to += 128;
  }
  for (; k < K; k++) {
    for (let j: usize = 0; j < 8; j++) {
      store<f32>(to + (j << 2), load<f32>(source + (<usize>k << 2) + j * rowBytes));
    }
    to += 32;
  }
  return to;
}

/**
 * C[M,N] (+)= A[M,K]·B, with B packed. Rows of A, contiguous, are `aRow` bytes apart, those of C `cRow`.
 */
export function multiply(
  M: i32,
  N: i32,
  K: i32,
  A: usize,
  aRow: usize,
  panels: usize,
  C: usize,
  cRow: usize,
  accumulate: bool,
): void {
  const panelBytes = <usize>K << 5;
  for (let first = 0; first < M; first += MC) {
    const rows = min(MC, M - first);
    const c = C + <usize>first * cRow;
    for (let k = 0; k < K; k += KC) {
      const depth = min(KC, K - k);
      const a = A + <usize>first * aRow + (<usize>k << 2);
      const b = panels + (<usize>k << 5);
      const add = accumulate || k > 0;
      if (N <= NDIRECT || rows <= 3) {
        block(Layout.Rows, rows, N, depth, a, aRow, b, panelBytes, c, cRow, add);
      } else {
        packRows(rows, depth, a, aRow);
        block(Layout.Packed, rows, N, depth, packedA, 0, b, panelBytes, c, cRow, add);
      }
    }
  }
}

/** C[M,N] (+)= A[K,M]ᵀ·B[K,N]; rows of A, B and C are `aRow`, `bRow` and `cRow` bytes apart. */
export function multiplyTransposed(
  M: i32,
  N: i32,
  K: i32,
  A: usize,
  aRow: usize,
  B: usize,
  bRow: usize,
  C: usize,
  cRow: usize,
  accumulate: bool,
): void {
  for (let n = 0; n < N; n += NC) {
    const columns = min(NC, N - n);
    for (let k = 0; k < K; k += KC) {
      const depth = min(KC, K - k);
      pack(depth, columns, B + <usize>k * bRow + (<usize>n << 2), bRow, 4, packedB);
      for (let first = 0; first < M; first += MC) {
        const rows = min(MC, M - first);
        const a = A + <usize>k * aRow + (<usize>first << 2);
        const direct = N <= NDIRECT;
        if (!direct) {
          packColumns(rows, depth, a, aRow);
        }
        block(
          direct ? Layout.Columns : Layout.Packed,
          rows,
          columns,
          depth,
          direct ? a : packedA,
          direct ? aRow : 0,
          packedB,
          <usize>depth << 5,
          C + <usize>first * cRow + (<usize>n << 2),
          cRow,
          accumulate || k > 0,
        );
      }
    }
  }
}

/** How many of the rows that are left the next panel takes: sixes, but no panel of one or two behind others. */
// @ts-ignore: decorator
@inline
function panelRows(left: i32): i32 {
  return left == 7 || left == 8 ? 4 : min(6, left);
}

/** A block of rows into panels `[rows/6][depth][6]` in `packedA`. */
function packRows(rows: i32, depth: i32, A: usize, aRow: usize): void {
  let to = packedA;
  let from = A;
  for (let left = rows; left > 0; ) {
    const height = panelRows(left);
    if (height == 6) {
      packSix(depth, from, aRow, to);
    } else {
      let at = to;
      for (let k: usize = 0; k < <usize>depth; k++) {
        let row = from + (k << 2);
        for (let i = 0; i < height; i++) {
          store<f32>(at, load<f32>(row));
          row += aRow;
          at += 4;
        }
      }
    }
    to += (<usize>height * depth) << 2;
    from += <usize>height * aRow;
    left -= height;
  }
}

function packSix(depth: i32, A: usize, aRow: usize, target: usize): void {
  let a = A;
  let to = target;
  let k = 0;
  for (; k + 4 <= depth; k += 4) {
    const x0 = v128.load(a);
    const x1 = v128.load(a + aRow);
    const x2 = v128.load(a + 2 * aRow);
    const x3 = v128.load(a + 3 * aRow);
    const x4 = v128.load(a + 4 * aRow);
    const x5 = v128.load(a + 5 * aRow);
    const low01 = v128.shuffle<f32>(x0, x1, 0, 4, 1, 5);
    const high01 = v128.shuffle<f32>(x0, x1, 2, 6, 3, 7);
    const low23 = v128.shuffle<f32>(x2, x3, 0, 4, 1, 5);
    const high23 = v128.shuffle<f32>(x2, x3, 2, 6, 3, 7);
    const low45 = v128.shuffle<f32>(x4, x5, 0, 4, 1, 5);
    const high45 = v128.shuffle<f32>(x4, x5, 2, 6, 3, 7);
    v128.store(to, v128.shuffle<i64>(low01, low23, 0, 2));
    v128.store(to, v128.shuffle<i64>(low45, low01, 0, 3), 16);
    v128.store(to, v128.shuffle<i64>(low23, low45, 1, 3), 32);
    v128.store(to, v128.shuffle<i64>(high01, high23, 0, 2), 48);
    v128.store(to, v128.shuffle<i64>(high45, high01, 0, 3), 64);
    v128.store(to, v128.shuffle<i64>(high23, high45, 1, 3), 80);
    to += 96;
    a += 16;
  }
  for (; k < depth; k++) {
    for (let i: usize = 0; i < 6; i++) {
      store<f32>(to + (i << 2), load<f32>(a + i * aRow));
    }
    to += 24;
    a += 4;
  }
}

/** The same for the columns of a `[depth][rows]` block: its transpose in panels. */
function packColumns(rows: i32, depth: i32, A: usize, aRow: usize): void {
  let to = packedA;
  let column = A;
  for (let left = rows; left > 0; ) {
    const height = panelRows(left);
    let from = column;
    for (let k = 0; k < depth; k++) {
      if (height == 6) {
        v128.store(to, v128.load(from));
        store<u64>(to, load<u64>(from, 16), 16);
      } else {
        for (let i: usize = 0; i < <usize>height; i++) {
          store<f32>(to + (i << 2), load<f32>(from + (i << 2)));
        }
      }
      to += <usize>height << 2;
      from += aRow;
    }
    column += <usize>height << 2;
    left -= height;
  }
}

/** How a block of A lies; see `tiles.mjs`. */
const enum Layout {
  /** In panels of a few rows, `[rows/6][depth][6]`. */
  Packed,
  Rows,
  Columns,
}

/** The product of a block of A with all panels of B; `aStep` is of A's layout, and not asked for where it is packed. */
function block(
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

/** Three rows or fewer: tiles are wide, so that enough sums are under way at once. */
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

/** Puts the columns of the tile in `margin` that are columns of C there. */
function takeMargin(rows: i32, columns: i32, C: usize, cRow: usize, add: bool): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const at = C + <usize>i * cRow + (<usize>j << 2);
      const value = load<f32>(margin + (<usize>i << 5) + (<usize>j << 2));
      store<f32>(at, add ? load<f32>(at) + value : value);
    }
  }
}
