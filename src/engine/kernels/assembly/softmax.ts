/** The softmax of rows; formula in `engine/loss.ts`. */
import { loadUnits, madd, storeUnits } from './simd';

const table: usize = memory.data<f32>([
  -87, 1.44269504088896341, 12582912, -0.693359375, 2.12194440e-4, 1.9875691500e-4, 1.3981999507e-3,
  8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 0.5,
]);

// @ts-ignore: decorator
@inline
function constant(index: usize): v128 {
  return v128.load_splat<f32>(table + (index << 2));
}

/** eˣ for x ≤ 0 within two units of the last place: 2ⁿ·eʳ and a polynomial in r (Moshier, Cephes, expf). */
// @ts-ignore: decorator
@inline
function exp4(given: v128): v128 {
  const x = f32x4.pmax(given, constant(0));
  const rounded = madd(x, constant(1), constant(2));
  const n = f32x4.sub(rounded, constant(2));
  // ln 2 is split in two parts, so that n·ln 2 is subtracted exactly.
  const r = madd(n, constant(4), madd(n, constant(3), x));
  let p = madd(r, constant(5), constant(6));
  p = madd(r, p, constant(7));
  p = madd(r, p, constant(8));
  p = madd(r, p, constant(9));
  p = madd(r, p, constant(10));
  p = madd(f32x4.mul(r, r), p, f32x4.add(r, f32x4.splat(1)));
  return i32x4.add(p, i32x4.shl(rounded, 23));
}

/** Adds the four lanes in two pairs. */
// @ts-ignore: decorator
@inline
function inFloat64(x: v128): v128 {
  return f64x2.add(f64x2.promote_low_f32x4(x), f64x2.promote_low_f32x4(v128.shuffle<i64>(x, x, 1, 1)));
}

/** Computes the softmax of rows of `columns` numbers; `logSums` (Float64) becomes ln Σ eᵃ of each row. */
export function softmax(first: i32, end: i32, columns: i32, logits: usize, y: usize, logSums: usize): void {
  for (let i = first; i < end; i++) {
    const from = logits + (<usize>(i * columns) << 2);
    const to = y + (<usize>(i * columns) << 2);
    let largest = load<f32>(from);
    for (let j = 1; j < columns; j++) {
      largest = max(largest, load<f32>(from + (<usize>j << 2))); // NaN where one of the logits is
    }
    const shift = f32x4.splat(largest);
    // The sum is in Float64, so that the small loss of a certain answer keeps its digits.
    let total = f64x2.splat(0);
    let j = 0;
    for (; j + 4 <= columns; j += 4) {
      const at = <usize>j << 2;
      const value = exp4(f32x4.sub(v128.load(from + at), shift));
      v128.store(to + at, value);
      total = f64x2.add(total, inFloat64(value));
    }

    if (j < columns) {
      const at = <usize>j << 2;
      const value = exp4(f32x4.sub(loadUnits(from + at, columns - j), shift));
      storeUnits(to + at, value, columns - j);
      total = f64x2.add(total, inFloat64(loadUnits(to + at, columns - j)));
    }
    const sum = f64x2.extract_lane(total, 0) + f64x2.extract_lane(total, 1);
    store<f64>(logSums + (<usize>i << 3), <f64>largest + Math.log(sum));
    const scale = f32x4.splat(<f32>(1 / sum));
    for (j = 0; j < columns; j += 4) {
      const at = to + (<usize>j << 2);
      const count = min(4, columns - j);
      storeUnits(at, f32x4.mul(loadUnits(at, count), scale), count);
    }
  }
}
