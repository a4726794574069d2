/** The product of matrices in Float64, for the analysis of a network, in tiles of 4×4 as long as four rows are left. */
import { packedA as panel } from './gemm';
import { maddDoubles } from './simd';

/** Number of rows of B that are laid out at once: a panel of four columns, 8 kB, stays in the first-level cache. */
const KC = 256;

/** C[M,N] (+)= A[M,K]·B[K,N]; rows of A, B and C are `aRow`, `bRow` and `cRow` bytes apart. */
export function multiplyDoubles(
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
  for (let k = 0; k < K; k += KC) {
    const depth = min(KC, K - k);
    const a = A + (<usize>k << 3);
    const b = B + <usize>k * bRow;
    const add = accumulate || k > 0;
    let j = 0;
    for (; j + 3 < N; j += 4) {
      layOut(depth, b + (<usize>j << 3), bRow);
      const c = C + (<usize>j << 3);
      let i = 0;
      for (; i + 3 < M; i += 4) {
        tile4x4(depth, a + <usize>i * aRow, aRow, c + <usize>i * cRow, cRow, add);
      }
      for (; i < M; i++) {
        tile1x4(depth, a + <usize>i * aRow, c + <usize>i * cRow, add);
      }
    }
    for (; j < N; j++) {
      column(M, depth, a, aRow, b + (<usize>j << 3), bRow, C + (<usize>j << 3), cRow, add);
    }
  }
}

/** Lays out four columns of B, one row after the other. */
function layOut(depth: i32, b: usize, bRow: usize): void {
  for (let k = 0, to = panel; k < depth; k++, to += 32, b += bRow) {
    v128.store(to, v128.load(b));
    v128.store(to, v128.load(b, 16), 16);
  }
}

function tile4x4(depth: i32, a0: usize, aRow: usize, c0: usize, cRow: usize, add: bool): void {
  const c1 = c0 + cRow;
  const c2 = c1 + cRow;
  const c3 = c2 + cRow;
  let s00 = f64x2.splat(0);
  let s01 = s00;
  let s10 = s00;
  let s11 = s00;
  let s20 = s00;
  let s21 = s00;
  let s30 = s00;
  let s31 = s00;
  if (add) {
    s00 = v128.load(c0);
    s01 = v128.load(c0, 16);
    s10 = v128.load(c1);
    s11 = v128.load(c1, 16);
    s20 = v128.load(c2);
    s21 = v128.load(c2, 16);
    s30 = v128.load(c3);
    s31 = v128.load(c3, 16);
  }
  let a1 = a0 + aRow;
  let a2 = a1 + aRow;
  let a3 = a2 + aRow;
  const end = panel + (<usize>depth << 5);
  for (let b = panel; b < end; b += 32) {
    const y0 = v128.load(b);
    const y1 = v128.load(b, 16);
    const x0 = v128.load_splat<f64>(a0);
    s00 = maddDoubles(x0, y0, s00);
    s01 = maddDoubles(x0, y1, s01);
    const x1 = v128.load_splat<f64>(a1);
    s10 = maddDoubles(x1, y0, s10);
    s11 = maddDoubles(x1, y1, s11);
    const x2 = v128.load_splat<f64>(a2);
    s20 = maddDoubles(x2, y0, s20);
    s21 = maddDoubles(x2, y1, s21);
    const x3 = v128.load_splat<f64>(a3);
    s30 = maddDoubles(x3, y0, s30);
    s31 = maddDoubles(x3, y1, s31);
    a0 += 8;
    a1 += 8;
    a2 += 8;
    a3 += 8;
  }
  v128.store(c0, s00);
  v128.store(c0, s01, 16);
  v128.store(c1, s10);
  v128.store(c1, s11, 16);
  v128.store(c2, s20);
  v128.store(c2, s21, 16);
  v128.store(c3, s30);
  v128.store(c3, s31, 16);
}

function tile1x4(depth: i32, a: usize, c: usize, add: bool): void {
  let s0 = f64x2.splat(0);
  let s1 = s0;
  if (add) {
    s0 = v128.load(c);
    s1 = v128.load(c, 16);
  }
  const end = panel + (<usize>depth << 5);
  for (let b = panel; b < end; b += 32, a += 8) {
    const x = v128.load_splat<f64>(a);
    s0 = maddDoubles(x, v128.load(b), s0);
    s1 = maddDoubles(x, v128.load(b, 16), s1);
  }
  v128.store(c, s0);
  v128.store(c, s1, 16);
}

/** Computes one of the last columns, which belong to no tile. */
function column(
  M: i32,
  depth: i32,
  a: usize,
  aRow: usize,
  b: usize,
  bRow: usize,
  c: usize,
  cRow: usize,
  add: bool,
): void {
  for (let i = 0; i < M; i++, a += aRow, c += cRow) {
    let sum: f64 = add ? load<f64>(c) : 0;
    for (let k = 0; k < depth; k++) {
      sum += load<f64>(a + (<usize>k << 3)) * load<f64>(b + <usize>k * bRow);
    }
    store<f64>(c, sum);
  }
}
