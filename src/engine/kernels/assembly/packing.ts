/** Matrices laid out for products: B in panels `[N/8][K][8]`, a block of A in panels `[rows/6][depth][6]`. */

/** Packs B(k, n), at `B + k·kStep + n·nStep` bytes, into panels `[N/8][K][8]`; columns beyond N are zero. */
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

/** Transposes eight rows of K numbers into K rows of eight, in blocks of four by four. */
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

/** Number of the remaining rows that the next panel takes: six, unless only one or two would be left for a last panel. */
// @ts-ignore: decorator
@inline
export function panelRows(left: i32): i32 {
  return left == 7 || left == 8 ? 4 : min(6, left);
}

/** Packs a block of rows into panels `[rows/6][depth][6]`. */
export function packRows(rows: i32, depth: i32, A: usize, aRow: usize, panels: usize): void {
  let to = panels;
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

/** Packs the columns of a `[depth][rows]` block in the same way, that is, its transpose. */
export function packColumns(rows: i32, depth: i32, A: usize, aRow: usize, panels: usize): void {
  let to = panels;
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
