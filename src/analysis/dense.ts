/** Dense matrices in Float64, row-major, and their product. For whole decompositions see `eigen.ts`, which uses ml-matrix. */

/** Element (i, j) is `values[at + i·stride + j]`: a whole matrix, or a window on one. */
export interface Dense {
  readonly values: Float64Array;
  readonly at: number;
  readonly rows: number;
  readonly columns: number;
  readonly stride: number;
}

export function dense(values: Float64Array, rows: number, columns: number): Dense {
  return { values, at: 0, rows, columns, stride: columns };
}

/** The first `count` rows of a matrix. */
export function firstRows(of: Dense, count: number): Dense {
  return rowsOf(of, 0, count);
}

/** The rows `from … from + count − 1` of a matrix. */
export function rowsOf(of: Dense, from: number, count: number): Dense {
  return { ...of, at: of.at + from * of.stride, rows: count };
}

/** The columns `from … from + count − 1` of a matrix. */
export function columnsOf(of: Dense, from: number, count: number): Dense {
  return { ...of, at: of.at + from, columns: count };
}

/** `C = A·B`, or `C += A·B`; C must not overlap the others. In blocks of 3×4, whose sums stay in registers. */
export function multiply(a: Dense, b: Dense, c: Dense, accumulate = false): void {
  const { rows, columns: inner } = a;
  const { columns } = b;
  const blockedRows = rows - (rows % 3);
  const blockedColumns = columns - (columns % 4);
  for (let j = 0; j < blockedColumns; j += 4) {
    for (let i = 0; i < blockedRows; i += 3) {
      block3x4(a, b, c, i, j, accumulate);
    }
  }
  // What the blocks leave: the last rows, and the last columns.
  for (let i = 0; i < rows; i++) {
    for (let j = i < blockedRows ? blockedColumns : 0; j < columns; j++) {
      let sum = 0;
      for (let p = 0; p < inner; p++) {
        sum += a.values[a.at + i * a.stride + p] * b.values[b.at + p * b.stride + j];
      }
      const at = c.at + i * c.stride + j;
      c.values[at] = accumulate ? c.values[at] + sum : sum;
    }
  }
}

function block3x4(a: Dense, b: Dense, c: Dense, i: number, j: number, accumulate: boolean): void {
  const A = a.values;
  const B = b.values;
  const inner = a.columns;
  const first = a.at + i * a.stride;
  const second = first + a.stride;
  const third = second + a.stride;
  let s00 = 0;
  let s01 = 0;
  let s02 = 0;
  let s03 = 0;
  let s10 = 0;
  let s11 = 0;
  let s12 = 0;
  let s13 = 0;
  let s20 = 0;
  let s21 = 0;
  let s22 = 0;
  let s23 = 0;
  let at = b.at + j;
  for (let p = 0; p < inner; p++) {
    const x = A[first + p];
    const y = A[second + p];
    const z = A[third + p];
    const b0 = B[at];
    const b1 = B[at + 1];
    const b2 = B[at + 2];
    const b3 = B[at + 3];
    s00 += x * b0;
    s01 += x * b1;
    s02 += x * b2;
    s03 += x * b3;
    s10 += y * b0;
    s11 += y * b1;
    s12 += y * b2;
    s13 += y * b3;
    s20 += z * b0;
    s21 += z * b1;
    s22 += z * b2;
    s23 += z * b3;
    at += b.stride;
  }
  const to = c.at + i * c.stride + j;
  put4(c.values, to, accumulate, s00, s01, s02, s03);
  put4(c.values, to + c.stride, accumulate, s10, s11, s12, s13);
  put4(c.values, to + 2 * c.stride, accumulate, s20, s21, s22, s23);
}

function put4(
  C: Float64Array,
  at: number,
  accumulate: boolean,
  s0: number,
  s1: number,
  s2: number,
  s3: number,
): void {
  C[at] = accumulate ? C[at] + s0 : s0;
  C[at + 1] = accumulate ? C[at + 1] + s1 : s1;
  C[at + 2] = accumulate ? C[at + 2] + s2 : s2;
  C[at + 3] = accumulate ? C[at + 3] + s3 : s3;
}

/** `C = Aᵀ` */
export function transpose(a: Dense, c: Dense): void {
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j < a.columns; j++) {
      c.values[c.at + j * c.stride + i] = a.values[a.at + i * a.stride + j];
    }
  }
}

/** `⟨x, y⟩` of two runs of `count` elements. Four sums side by side, as one would wait for each addition. */
export function dot(count: number, x: Float64Array, xAt: number, y: Float64Array, yAt: number): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let j = 0;
  for (; j + 3 < count; j += 4) {
    s0 += x[xAt + j] * y[yAt + j];
    s1 += x[xAt + j + 1] * y[yAt + j + 1];
    s2 += x[xAt + j + 2] * y[yAt + j + 2];
    s3 += x[xAt + j + 3] * y[yAt + j + 3];
  }
  for (; j < count; j++) {
    s0 += x[xAt + j] * y[yAt + j];
  }
  return s0 + s1 + (s2 + s3);
}

/** `y += factor·x` */
export function addScaled(
  count: number,
  factor: number,
  x: Float64Array,
  xAt: number,
  y: Float64Array,
  yAt: number,
): void {
  for (let j = 0; j < count; j++) {
    y[yAt + j] += factor * x[xAt + j];
  }
}

/** `‖x‖₂` of a run of `count` elements, without under- or overflow of the squares. */
export function norm(count: number, x: Float64Array, at: number): number {
  const squares = dot(count, x, at, x, at);
  if (squares > 1e-290 && squares < 1e290) {
    return Math.sqrt(squares);
  }
  let largest = 0;
  for (let j = at; j < at + count; j++) {
    // A number that is not one must not get lost in the maximum.
    largest = Number.isNaN(x[j]) ? Number.NaN : Math.max(largest, Math.abs(x[j]));
  }
  if (largest === 0 || !Number.isFinite(largest)) {
    return largest;
  }
  let sum = 0;
  for (let j = at; j < at + count; j++) {
    const part = x[j] / largest;
    sum += part * part;
  }
  return largest * Math.sqrt(sum);
}

/** `y += Aᵀ·x`, x from element `xAt` on. Four rows at a time, so that y is read and written a quarter as often. */
export function addTransposed(a: Dense, x: Float64Array, xAt: number, y: Float64Array): void {
  const { values: A, rows, columns, stride } = a;
  let i = 0;
  for (; i + 3 < rows; i += 4) {
    const r0 = a.at + i * stride;
    const r1 = r0 + stride;
    const r2 = r1 + stride;
    const r3 = r2 + stride;
    const x0 = x[xAt + i];
    const x1 = x[xAt + i + 1];
    const x2 = x[xAt + i + 2];
    const x3 = x[xAt + i + 3];
    for (let j = 0; j < columns; j++) {
      y[j] += x0 * A[r0 + j] + x1 * A[r1 + j] + (x2 * A[r2 + j] + x3 * A[r3 + j]);
    }
  }
  for (; i < rows; i++) {
    addScaled(columns, x[xAt + i], A, a.at + i * stride, y, 0);
  }
}
