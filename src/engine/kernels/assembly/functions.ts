/** exp, σ and tanh over four lanes. NaN gives NaN: pmin and pmax, single instructions, let it through. */
import { madd } from './simd';

/** In memory, because loading a constant is cheaper than making it anew in every pass. */
const table: usize = memory.data<f32>([
  88, -87, 1.44269504088896341, -0.693359375, 2.12194440e-4, 1.9875691500e-4, 1.3981999507e-3, 8.3334519073e-3,
  4.1665795894e-2, 1.6666665459e-1, 0.5, 0.625, -5.70498872745e-3, 2.06390887954e-2, -5.37397155531e-2,
  1.33314422036e-1, -3.33332819422e-1,
]);

// @ts-ignore: decorator
@inline
function constant(index: usize): v128 {
  return v128.load_splat<f32>(table + (index << 2));
}

/**
 * eˣ within two units of the last place, for −87 ≤ x ≤ 88, and its value there beyond: 2ⁿ·eʳ with n = ⌊x/ln 2⌉ and a
 * polynomial in r (Moshier, Cephes, expf).
 */
// @ts-ignore: decorator
@inline
export function exp4(given: v128): v128 {
  const x = f32x4.pmax(f32x4.pmin(given, constant(0)), constant(1));
  const n = f32x4.nearest(f32x4.mul(x, constant(2)));
  // ln 2 in two parts, so that n·ln 2 is taken away exactly.
  const r = madd(n, constant(4), madd(n, constant(3), x));
  let p = madd(r, constant(5), constant(6));
  p = madd(r, p, constant(7));
  p = madd(r, p, constant(8));
  p = madd(r, p, constant(9));
  p = madd(r, p, constant(10));
  p = madd(f32x4.mul(r, r), p, f32x4.add(r, f32x4.splat(1)));
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  return f32x4.mul(p, power);
}

/** σ(x) = 1/(1 + e⁻ˣ) */
// @ts-ignore: decorator
@inline
export function sigmoid4(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exp4(f32x4.neg(x))));
}

/**
 * tanh x = 1 − 2/(e²ˣ + 1); below 0.625, where that cancels, x + x³·P(x²) (Moshier, Cephes, tanhf).
 */
// @ts-ignore: decorator
@inline
export function tanh4(x: v128): v128 {
  const one = f32x4.splat(1);
  const two = f32x4.splat(2);
  const far = f32x4.sub(one, f32x4.div(two, f32x4.add(exp4(f32x4.add(x, x)), one)));
  const s = f32x4.mul(x, x);
  let p = madd(s, constant(12), constant(13));
  p = madd(s, p, constant(14));
  p = madd(s, p, constant(15));
  p = madd(s, p, constant(16));
  const near = madd(f32x4.mul(s, x), p, x);
  return v128.bitselect(near, far, f32x4.lt(f32x4.abs(x), constant(11)));
}
