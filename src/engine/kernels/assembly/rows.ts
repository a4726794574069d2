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

/** `matrix[i, j] = first[j] + second[j]`; an address of 0 stands for zeros. Rows are `stride` bytes apart. */
export function fillRows(
  first: usize,
  second: usize,
  matrix: usize,
  rows: i32,
  columns: i32,
  stride: usize,
): void {
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
    let to = matrix + at;
    if (count == 4) {
      for (let i = 0; i < rows; i++, to += stride) {
        v128.store(to, bias);
      }
    } else {
      for (let i = 0; i < rows; i++, to += stride) {
        storeUnits(to, bias, count);
      }
    }
  }
}

/** `sums[j] += Σ_i matrix[i, j]`: by blocks of rows, so that many terms lose no more digits than few. */
export function addColumnSums(matrix: usize, sums: usize, rows: i32, columns: i32, stride: usize): void {
  for (let first = 0; first < rows; first += 128) {
    const end = min(rows, first + 128);
    for (let j = 0; j < columns; j += 4) {
      const at = <usize>j << 2;
      const count = min(4, columns - j);
      let from = matrix + <usize>first * stride + at;
      let total = f32x4.splat(0);
      if (count == 4) {
        for (let i = first; i < end; i++, from += stride) {
          total = f32x4.add(total, v128.load(from));
        }
      } else {
        for (let i = first; i < end; i++, from += stride) {
          total = f32x4.add(total, loadUnits(from, count));
        }
      }
      storeUnits(sums + at, f32x4.add(loadUnits(sums + at, count), total), count);
    }
  }
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
