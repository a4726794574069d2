/** σ and tanh over four lanes. NaN gives NaN: pmin and pmax, single instructions, let it through. */
import { madd } from './simd';

/** Constants in memory, because loading one is cheaper than making it anew in every pass. */
const table: usize = memory.data<f32>([
  126, -126, 12582912, 1.3276468627e-3, 9.67554135377e-3, 5.55071328906e-2, 2.40221197266e-1, 6.93146967050e-1,
  -1.44269504088896, 2.88539008177793, 0.625, -5.70498872745e-3, 2.06390887954e-2, -5.37397155531e-2,
  1.33314422036e-1, -3.33332819422e-1,
]);

// @ts-ignore: decorator
@inline
function constant(index: usize): v128 {
  return v128.load_splat<f32>(table + (index << 2));
}

/**
 * 2ᵗ for t ≤ 126, with a relative error below 2e-7: 2ⁿ·2ᶠ with n = ⌊t⌉ and a minimax polynomial on f in [−½, ½]. The
 * functions here that are computed from it keep less than half of that error.
 */
// @ts-ignore: decorator
@inline
function power(t: v128): v128 {
  // Adding 1.5·2²³ rounds to an integer and leaves it in the lowest bits.
  const rounded = f32x4.add(t, constant(2));
  const f = f32x4.sub(t, f32x4.sub(rounded, constant(2)));
  let p = madd(f, constant(3), constant(4));
  p = madd(f, p, constant(5));
  p = madd(f, p, constant(6));
  p = madd(f, p, constant(7));
  p = madd(f, p, f32x4.splat(1));
  return i32x4.add(p, i32x4.shl(rounded, 23));
}

/** σ(x) = 1/(1 + e⁻ˣ) */
// @ts-ignore: decorator
@inline
export function sigmoid4(x: v128): v128 {
  const one = f32x4.splat(1);
  const t = f32x4.pmax(f32x4.pmin(f32x4.mul(x, constant(8)), constant(0)), constant(1));
  return f32x4.div(one, f32x4.add(one, power(t)));
}

/** tanh |x| = 1 − 2/(e²|ˣ| + 1); below 0.625, where that cancels, tanh x = x + x³·P(x²) (Moshier, Cephes, tanhf). */
// @ts-ignore: decorator
@inline
export function tanh4(x: v128): v128 {
  const one = f32x4.splat(1);
  const size = f32x4.abs(x);
  const t = f32x4.pmin(f32x4.mul(size, constant(9)), constant(0));
  const far = f32x4.sub(one, f32x4.div(f32x4.splat(2), f32x4.add(one, power(t))));
  const sign = v128.and(x, f32x4.splat(-0.0));
  const s = f32x4.mul(x, x);
  let p = madd(s, constant(11), constant(12));
  p = madd(s, p, constant(13));
  p = madd(s, p, constant(14));
  p = madd(s, p, constant(15));
  const near = madd(f32x4.mul(s, x), p, x);
  return v128.bitselect(near, v128.or(far, sign), f32x4.lt(size, constant(10)));
}
