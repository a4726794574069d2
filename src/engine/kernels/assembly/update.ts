/** One update of one weight tensor of n numbers; formulas in `engine/update.ts`. */
import { loadUnits, madd, storeUnits } from './simd';

/** Updates by SGD; without momentum, `velocity` is not touched. */
export function sgd(
  n: i32,
  theta: usize,
  gradient: usize,
  velocity: usize,
  learningRate: f32,
  momentum: f32,
  weightDecay: f32,
  first: bool,
  gradientScale: f32,
): void {
  for (let j = 0; j < n; j += 4) {
    const at = <usize>j << 2;
    const count = min(4, n - j);
    const w = loadUnits(theta + at, count);
    let g = decayed(loadUnits(gradient + at, count), w, gradientScale, weightDecay);
    if (momentum > 0) {
      if (!first) {
        g = madd(f32x4.splat(momentum), loadUnits(velocity + at, count), g);
      }
      storeUnits(velocity + at, g, count);
    }
    storeUnits(theta + at, f32x4.sub(w, f32x4.mul(f32x4.splat(learningRate), g)), count);
  }
}

export function rmsprop(
  n: i32,
  theta: usize,
  gradient: usize,
  square: usize,
  velocity: usize,
  learningRate: f32,
  momentum: f32,
  alpha: f32,
  oneMinusAlpha: f32,
  eps: f32,
  weightDecay: f32,
  gradientScale: f32,
): void {
  for (let j = 0; j < n; j += 4) {
    const at = <usize>j << 2;
    const count = min(4, n - j);
    const w = loadUnits(theta + at, count);
    const g = decayed(loadUnits(gradient + at, count), w, gradientScale, weightDecay);
    const s = madd(
      f32x4.splat(alpha),
      loadUnits(square + at, count),
      f32x4.mul(f32x4.splat(oneMinusAlpha), f32x4.mul(g, g)),
    );
    storeUnits(square + at, s, count);
    let change = f32x4.div(g, f32x4.add(f32x4.sqrt(s), f32x4.splat(eps)));
    if (momentum > 0) {
      change = madd(f32x4.splat(momentum), loadUnits(velocity + at, count), change);
      storeUnits(velocity + at, change, count);
    }
    storeUnits(theta + at, f32x4.sub(w, f32x4.mul(f32x4.splat(learningRate), change)), count);
  }
}

/**
 * Updates by Adam or AdamW.
 * @param keep factor on θ before the update: 1 − η·w for AdamW, 1 for Adam
 * @param stepSize η/(1−β₁ᵗ)
 * @param rootScale 1/√(1−β₂ᵗ)
 */
export function adam(
  n: i32,
  theta: usize,
  gradient: usize,
  first: usize,
  second: usize,
  beta1: f32,
  oneMinusBeta1: f32,
  beta2: f32,
  oneMinusBeta2: f32,
  stepSize: f32,
  rootScale: f32,
  eps: f32,
  weightDecay: f32,
  keep: f32,
  gradientScale: f32,
): void {
  for (let j = 0; j < n; j += 4) {
    const at = <usize>j << 2;
    const count = min(4, n - j);
    const w = f32x4.mul(f32x4.splat(keep), loadUnits(theta + at, count));
    const g = decayed(loadUnits(gradient + at, count), w, gradientScale, weightDecay);
    const m = madd(
      f32x4.splat(beta1),
      loadUnits(first + at, count),
      f32x4.mul(f32x4.splat(oneMinusBeta1), g),
    );
    const v = madd(
      f32x4.splat(beta2),
      loadUnits(second + at, count),
      f32x4.mul(f32x4.splat(oneMinusBeta2), f32x4.mul(g, g)),
    );
    storeUnits(first + at, m, count);
    storeUnits(second + at, v, count);
    const root = madd(f32x4.sqrt(v), f32x4.splat(rootScale), f32x4.splat(eps));
    storeUnits(theta + at, f32x4.sub(w, f32x4.div(f32x4.mul(f32x4.splat(stepSize), m), root)), count);
  }
}

/** g ← scale·g + w·θ */
// @ts-ignore: decorator
@inline
function decayed(gradient: v128, theta: v128, scale: f32, weightDecay: f32): v128 {
  return madd(f32x4.splat(weightDecay), theta, f32x4.mul(f32x4.splat(scale), gradient));
}
