/**
 * The vector operations of the kernels: four Float32 lanes at a time, or two Float64 lanes in products for the analysis.
 *
 * `@inline` belongs to AssemblyScript. TypeScript, which only the editor runs on this folder, knows no decorators on
 * functions, which is why `@ts-ignore` stands above them.
 */

/** x·y + z: rounded once where the build has relaxed SIMD and the processor can, otherwise twice. */
// @ts-ignore: decorator
@inline
export function madd(x: v128, y: v128, z: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) {
    return f32x4.relaxed_madd(x, y, z);
  }
  return f32x4.add(f32x4.mul(x, y), z);
}

/** The same as `madd` on two Float64 lanes. */
// @ts-ignore: decorator
@inline
export function maddDoubles(x: v128, y: v128, z: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) {
    return f64x2.relaxed_madd(x, y, z);
  }
  return f64x2.add(f64x2.mul(x, y), z);
}

/** Loads n numbers, 1 ≤ n ≤ 4; the other lanes are zero. */
// @ts-ignore: decorator
@inline
export function loadUnits(at: usize, n: i32): v128 {
  if (n >= 4) {
    return v128.load(at);
  }
  if (n == 3) {
    return v128.load_lane<f32>(at + 8, v128.load_zero<f64>(at), 2);
  }
  return n == 2 ? v128.load_zero<f64>(at) : v128.load_zero<f32>(at);
}

/** Stores the first n lanes, 1 ≤ n ≤ 4. */
// @ts-ignore: decorator
@inline
export function storeUnits(at: usize, values: v128, n: i32): void {
  if (n >= 4) {
    v128.store(at, values);
    return;
  }
  if (n >= 2) {
    v128.store_lane<f64>(at, values, 0);
  } else {
    v128.store_lane<f32>(at, values, 0);
  }
  if (n == 3) {
    v128.store_lane<f32>(at + 8, values, 2);
  }
}

/**
 * Replaces x by zero where |x| < 1e-30. Vanishing gradients end as denormal numbers, on which many processors are a hundred
 * times slower, and WebAssembly has no mode that flushes these to zero. NaN stays NaN.
 */
// @ts-ignore: decorator
@inline
export function flush(x: v128): v128 {
  return v128.andnot(x, f32x4.lt(f32x4.abs(x), f32x4.splat(1e-30)));
}
