/**
 * Matrix products of the reference kernels, in plain TypeScript. Matrices are row-major, with row strides
 * (BLAS' leading dimensions); a product replaces C or adds to it. Sums are in Float64 whatever the storage
 * is.
 */
import type { Floats } from '../tensor';
import type { Matrix } from './matrix';

/** `C[m,n] (+)= A[m,k] · B[n,k]ᵀ`: activations times weights. */
export function matmulNT(a: Matrix, b: Matrix, c: Matrix, accumulate: boolean): void {
  const { rows: m, columns: n } = c;
  const k = a.columns;
  const A = a.tensor.values;
  const B = b.tensor.values;
  const C = c.tensor.values;
  const { at: aAt, stride: aStride } = a;
  const { at: bAt, stride: bStride } = b;
  const { at: cAt, stride: cStride } = c;
  const evenRows = m - (m % 2);
  const blockedColumns = n - (n % 4);
  for (let j = 0; j < blockedColumns; j += 4) {
    const b0 = bAt + j * bStride;
    const b1 = b0 + bStride;
    const b2 = b1 + bStride;
    const b3 = b2 + bStride;
    for (let i = 0; i < evenRows; i += 2) {
      const a0 = aAt + i * aStride;
      const a1 = a0 + aStride;
      let s00 = 0;
      let s01 = 0;
      let s02 = 0;
      let s03 = 0;
      let s10 = 0;
      let s11 = 0;
      let s12 = 0;
      let s13 = 0;
      for (let p = 0; p < k; p++) {
        const x0 = A[a0 + p];
        const x1 = A[a1 + p];
        const y0 = B[b0 + p];
        const y1 = B[b1 + p];
        const y2 = B[b2 + p];
        const y3 = B[b3 + p];
        s00 += x0 * y0;
        s01 += x0 * y1;
        s02 += x0 * y2;
        s03 += x0 * y3;
        s10 += x1 * y0;
        s11 += x1 * y1;
        s12 += x1 * y2;
        s13 += x1 * y3;
      }
      const c0 = cAt + i * cStride + j;
      const c1 = c0 + cStride;
      if (accumulate) {
        C[c0] += s00;
        C[c0 + 1] += s01;
        C[c0 + 2] += s02;
        C[c0 + 3] += s03;
        C[c1] += s10;
        C[c1 + 1] += s11;
        C[c1 + 2] += s12;
        C[c1 + 3] += s13;
      } else {
        C[c0] = s00;
        C[c0 + 1] = s01;
        C[c0 + 2] = s02;
        C[c0 + 3] = s03;
        C[c1] = s10;
        C[c1 + 1] = s11;
        C[c1 + 2] = s12;
        C[c1 + 3] = s13;
      }
    }
  }
  // The 2×4 blocks leave out the last row and the last columns.
  for (let i = 0; i < m; i++) {
    for (let j = i < evenRows ? blockedColumns : 0; j < n; j++) {
      const sum = dot(k, A, aAt + i * aStride, B, bAt + j * bStride);
      const at = cAt + i * cStride + j;
      C[at] = accumulate ? C[at] + sum : sum;
    }
  }
}

function dot(k: number, A: Floats, aAt: number, B: Floats, bAt: number): number {
  let sum = 0;
  for (let p = 0; p < k; p++) {
    sum += A[aAt + p] * B[bAt + p];
  }
  return sum;
}

/**
 * `C[m,n] (+)= A[m,k] · B[k,n]`: gradients back through weights. Each row of C takes four rows of B at a
 * time.
 */
export function matmulNN(a: Matrix, b: Matrix, c: Matrix, accumulate: boolean): void {
  const { rows: m, columns: n } = c;
  const k = a.columns;
  const A = a.tensor.values;
  const B = b.tensor.values;
  const C = c.tensor.values;
  const blocked = k - (k % 4);
  for (let i = 0; i < m; i++) {
    const row = c.at + i * c.stride;
    if (!accumulate) {
      C.fill(0, row, row + n);
    }
    const at = a.at + i * a.stride;
    for (let p = 0; p < blocked; p += 4) {
      addRows4(
        A[at + p],
        A[at + p + 1],
        A[at + p + 2],
        A[at + p + 3],
        B,
        b.at + p * b.stride,
        b.stride,
        C,
        row,
        n,
      );
    }
    for (let p = blocked; p < k; p++) {
      addRow(A[at + p], B, b.at + p * b.stride, C, row, n);
    }
  }
}

/** Number of elements of C that stay in the first-level cache while all rows of A and B are read. */
const tileSize = 4096;

/** `C[m,n] (+)= A[k,m]ᵀ · B[k,n]`: weight gradients, summed over steps and sequences. */
export function matmulTN(a: Matrix, b: Matrix, c: Matrix, accumulate: boolean): void {
  const { rows: m, columns: n } = c;
  const k = a.rows;
  const A = a.tensor.values;
  const B = b.tensor.values;
  const C = c.tensor.values;
  const blocked = k - (k % 4);
  const tile = Math.max(1, Math.floor(tileSize / n));
  for (let first = 0; first < m; first += tile) {
    const end = Math.min(m, first + tile);
    if (!accumulate) {
      for (let i = first; i < end; i++) {
        C.fill(0, c.at + i * c.stride, c.at + i * c.stride + n);
      }
    }
    for (let p = 0; p < blocked; p += 4) {
      const a0 = a.at + p * a.stride;
      const a1 = a0 + a.stride;
      const a2 = a1 + a.stride;
      const a3 = a2 + a.stride;
      const from = b.at + p * b.stride;
      for (let i = first; i < end; i++) {
        addRows4(A[a0 + i], A[a1 + i], A[a2 + i], A[a3 + i], B, from, b.stride, C, c.at + i * c.stride, n);
      }
    }
    for (let p = blocked; p < k; p++) {
      for (let i = first; i < end; i++) {
        addRow(A[a.at + p * a.stride + i], B, b.at + p * b.stride, C, c.at + i * c.stride, n);
      }
    }
  }
}

/** `C[row …] += x0·B₀ + x1·B₁ + x2·B₂ + x3·B₃`, four consecutive rows of B from `from`. */
function addRows4(
  x0: number,
  x1: number,
  x2: number,
  x3: number,
  B: Floats,
  from: number,
  stride: number,
  C: Floats,
  row: number,
  n: number,
): void {
  const b1 = from + stride;
  const b2 = b1 + stride;
  const b3 = b2 + stride;
  for (let j = 0; j < n; j++) {
    C[row + j] += x0 * B[from + j] + x1 * B[b1 + j] + x2 * B[b2 + j] + x3 * B[b3 + j];
  }
}

function addRow(x: number, B: Floats, from: number, C: Floats, row: number, n: number): void {
  for (let j = 0; j < n; j++) {
    C[row + j] += x * B[from + j];
  }
}
