/**
 * Matrix products, C (+)= A·B, after Goto and van de Geijn (2008, "Anatomy of high-performance matrix multiplication").
 *
 * B is laid out in panels `[N/8][K][8]`, A in panels `[M/6][K][6]`, both so that the innermost loop reads them in order;
 * that loop keeps a tile of C (6×8, for few rows 3×16, 2×16 or 1×32) in registers. A panel of B has KC rows and stays in
 * the first-level cache while the panels of a block of A, MC×KC, pass from the second.
 */
import { block, Layout, setMargin } from './blocks';
import { pack, packColumns, packRows } from './packing';

const KC = 256;
const MC = 96;
/** Number of columns of B that are packed at once where B is no weight: KC·NC numbers. */
const NC = 512;
/** Number of columns up to which A is read too seldom to be worth packing. */
const NDIRECT = 64;

/** Size in bytes of the scratch memory that `setScratch` receives. */
export const scratchBytes: usize = (MC * KC + KC * NC + 6 * 8) * 4;
export let packedA: usize = 0;
let packedB: usize = 0;

export function setScratch(at: usize): void {
  packedA = at;
  packedB = packedA + MC * KC * 4;
  setMargin(packedB + KC * NC * 4);
}

/**
 * C[M,N] (+)= A[M,K]·B, with B packed. Rows of A are `aRow` bytes apart and contiguous in themselves, rows of C `cRow`.
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
        packRows(rows, depth, a, aRow, packedA);
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
          packColumns(rows, depth, a, aRow, packedA);
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
