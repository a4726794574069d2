/** Biases, their gradients, and sums of rows. */
import { loadUnits, storeUnits } from './simd';

/** `to[j] += from[j]`, n numbers. */
export function add(n: i32, from: usize, to: usize): void {
  for (let j = 0; j < n; j += 4) {
    const at = <usize>j << 2;
    const count = min(4, n - j);
    storeUnits(to + at, f32x4.add(loadUnits(to + at, count), loadUnits(from + at, count)), count);
  }
}

/** `matrix[i, j] = first[j] + second[j]`; an address of 0 means zeros. Rows are `stride` bytes apart. */
export function fillRows(
  first: usize,
  second: usize,
  matrix: usize,
  rows: i32,
  columns: i32,
  stride: usize,
): void {
  if (rows == 0) {
    return;
  }
  for (let j = 0; j < columns; j += 4) {
    const at = <usize>j << 2;
    const count = min(4, columns - j);
    let bias = f32x4.splat(0);
    if (first != 0) {
      bias = loadUnits(first + at, count);
    }
    if (second != 0) {
      bias = f32x4.add(bias, loadUnits(second + at, count));
    }
    storeUnits(matrix + at, bias, count);
  }
  let to = matrix + stride;
  for (let i = 1; i < rows; i++, to += stride) {
    memory.copy(to, matrix, <usize>columns << 2);
  }
}

/** Row i of `to` becomes row `places[i]` of `from`; rows of `columns` numbers are `stride` bytes apart in both. */
export function gatherRows(
  from: usize,
  places: usize,
  to: usize,
  rows: i32,
  columns: i32,
  stride: usize,
): void {
  for (let i = 0; i < rows; i++) {
    const place = <usize>load<i32>(places + (<usize>i << 2));
    memory.copy(to + <usize>i * stride, from + place * stride, <usize>columns << 2);
  }
}

/** Adds row i of `from` to row `places[i]` of `to`. */
export function scatterRows(
  from: usize,
  places: usize,
  to: usize,
  rows: i32,
  columns: i32,
  stride: usize,
): void {
  for (let i = 0; i < rows; i++) {
    const place = <usize>load<i32>(places + (<usize>i << 2));
    add(columns, from + <usize>i * stride, to + place * stride);
  }
}

/** Row i of `to` becomes row `codes[i]` of an embedding whose rows have `columns` numbers; zeros where the code is −1. */
export function gatherTokens(
  embedding: usize,
  codes: usize,
  to: usize,
  rows: i32,
  columns: i32,
  stride: usize,
): void {
  const bytes = <usize>columns << 2;
  for (let i = 0; i < rows; i++) {
    const code = load<i32>(codes + (<usize>i << 2));
    const row = to + <usize>i * stride;
    if (code < 0) {
      memory.fill(row, 0, bytes);
    } else {
      memory.copy(row, embedding + <usize>code * bytes, bytes);
    }
  }
}

/** Adds row i of `from` to row `codes[i]` of `to`, one after the other; nothing where the code is −1. */
export function scatterTokens(
  from: usize,
  codes: usize,
  to: usize,
  rows: i32,
  columns: i32,
  fromStride: usize,
  toStride: usize,
): void {
  for (let i = 0; i < rows; i++) {
    const code = load<i32>(codes + (<usize>i << 2));
    if (code >= 0) {
      add(columns, from + <usize>i * fromStride, to + <usize>code * toStride);
    }
  }
}

/** `sums[j] += Σ_i matrix[i, j]`, in blocks of rows, so that many terms lose no more digits than few. */
export function addColumnSums(matrix: usize, sums: usize, rows: i32, columns: i32, stride: usize): void {
  for (let first = 0; first < rows; first += 128) {
    const count = min(128, rows - first);
    const from = matrix + <usize>first * stride;
    let j = 0;
    for (; j + 16 <= columns; j += 16) {
      addSixteenSums(from + (<usize>j << 2), sums + (<usize>j << 2), count, stride);
    }
    for (; j < columns; j += 4) {
      addSums(min(4, columns - j), from + (<usize>j << 2), sums + (<usize>j << 2), count, stride);
    }
  }
}

/** Adds the sums of a whole cache line of columns. */
function addSixteenSums(matrix: usize, sums: usize, rows: i32, stride: usize): void {
  let s0 = f32x4.splat(0);
  let s1 = f32x4.splat(0);
  let s2 = f32x4.splat(0);
  let s3 = f32x4.splat(0);
  let from = matrix;
  for (let i = 0; i < rows; i++, from += stride) {
    s0 = f32x4.add(s0, v128.load(from));
    s1 = f32x4.add(s1, v128.load(from, 16));
    s2 = f32x4.add(s2, v128.load(from, 32));
    s3 = f32x4.add(s3, v128.load(from, 48));
  }
  v128.store(sums, f32x4.add(v128.load(sums), s0));
  v128.store(sums, f32x4.add(v128.load(sums, 16), s1), 16);
  v128.store(sums, f32x4.add(v128.load(sums, 32), s2), 32);
  v128.store(sums, f32x4.add(v128.load(sums, 48), s3), 48);
}

function addSums(columns: i32, matrix: usize, sums: usize, rows: i32, stride: usize): void {
  let total = f32x4.splat(0);
  let from = matrix;
  for (let i = 0; i < rows; i++, from += stride) {
    total = f32x4.add(total, loadUnits(from, columns));
  }
  storeUnits(sums, f32x4.add(loadUnits(sums, columns), total), columns);
}

/** Σ x², in Float64. */
export function sumOfSquares(n: i32, x: usize): f64 {
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  for (let j = 0; j < n; j += 4) {
    const values = loadUnits(x + (<usize>j << 2), min(4, n - j));
    const first = f64x2.promote_low_f32x4(values);
    const second = f64x2.promote_low_f32x4(v128.shuffle<i64>(values, values, 1, 1));
    low = f64x2.add(low, f64x2.mul(first, first));
    high = f64x2.add(high, f64x2.mul(second, second));
  }
  const total = f64x2.add(low, high);
  return f64x2.extract_lane(total, 0) + f64x2.extract_lane(total, 1);
}
