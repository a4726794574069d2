/**
 * Outputs, losses and their gradients, row by row; formulas in `engine/loss.ts`. Row i of N has O logits, and its target
 * is at `place[i]`; rows without a target (`mask` 0) have neither loss nor gradient. Losses are computed in Float64.
 */
import { sigmoid4 } from './functions';
import { loadUnits, storeUnits } from './simd';

/** `y = σ(a)`, n numbers. */
export function sigmoid(n: i32, a: usize, y: usize): void {
  for (let j = 0; j < n; j += 4) {
    const at = <usize>j << 2;
    const count = min(4, n - j);
    storeUnits(y + at, sigmoid4(loadUnits(a + at, count)), count);
  }
}

// @ts-ignore: decorator
@inline
function placeOf(place: usize, row: i32): usize {
  return <usize>load<i32>(place + (<usize>row << 2));
}

// @ts-ignore: decorator
@inline
function hasTarget(mask: usize, at: usize): bool {
  return load<u8>(mask + at) != 0;
}

/** `ℓ = ln Σ eᵃ − a_k`; `softmax` has computed `logSums`. */
export function crossEntropy(
  first: i32,
  end: i32,
  O: i32,
  a: usize,
  logSums: usize,
  place: usize,
  classes: usize,
  mask: usize,
  losses: usize,
): void {
  for (let row = first; row < end; row++) {
    const at = placeOf(place, row);
    let loss: f64 = 0;
    if (hasTarget(mask, at)) {
      const k = load<i32>(classes + (at << 2));
      loss = load<f64>(logSums + (<usize>row << 3)) - <f64>load<f32>(a + (<usize>(row * O + k) << 2));
    }
    store<f64>(losses + (<usize>row << 3), loss);
  }
}

/** `∂L/∂a = weight·w_k·(y − onehot(k))`; an address of 0 means that all weights of classes are 1. */
export function crossEntropyGradient(
  first: i32,
  end: i32,
  O: i32,
  y: usize,
  place: usize,
  classes: usize,
  mask: usize,
  classWeights: usize,
  weight: f32,
  da: usize,
): void {
  for (let row = first; row < end; row++) {
    const at = placeOf(place, row);
    const from = y + (<usize>(row * O) << 2);
    const to = da + (<usize>(row * O) << 2);
    if (!hasTarget(mask, at)) {
      memory.fill(to, 0, <usize>O << 2);
      continue;
    }
    const k = <usize>load<i32>(classes + (at << 2)) << 2;
    const own = classWeights != 0 ? weight * <f32>load<f64>(classWeights + (k << 1)) : weight;
    const scale = f32x4.splat(own);
    for (let j = 0; j < O; j += 4) {
      const unit = <usize>j << 2;
      const count = min(4, O - j);
      storeUnits(to + unit, f32x4.mul(scale, loadUnits(from + unit, count)), count);
    }
    // Computed from y itself: the difference of two rounded products would lose the last digits of a small gradient.
    store<f32>(to + k, own * (load<f32>(from + k) - 1));
  }
}

/** `ℓ = 1/O Σ max(a, 0) − a·t + ln(1 + e^−|a|)` */
export function binaryCrossEntropy(
  first: i32,
  end: i32,
  O: i32,
  a: usize,
  place: usize,
  targets: usize,
  mask: usize,
  losses: usize,
): void {
  for (let row = first; row < end; row++) {
    const at = placeOf(place, row);
    let sum: f64 = 0;
    if (hasTarget(mask, at)) {
      for (let j = 0; j < O; j++) {
        const logit = <f64>load<f32>(a + (<usize>(row * O + j) << 2));
        const t = <f64>load<f32>(targets + ((at * <usize>O + <usize>j) << 2));
        // A NaN logit stays NaN, because it is not below 0.
        sum += (logit < 0 ? 0 : logit) - logit * t + Math.log1p(Math.exp(-Math.abs(logit)));
      }
    }
    store<f64>(losses + (<usize>row << 3), sum / <f64>O);
  }
}

/** `ℓ = 1/O Σ (y − t)²` */
export function squaredError(
  first: i32,
  end: i32,
  O: i32,
  y: usize,
  place: usize,
  targets: usize,
  mask: usize,
  losses: usize,
): void {
  for (let row = first; row < end; row++) {
    const at = placeOf(place, row);
    let low = f64x2.splat(0);
    let high = f64x2.splat(0);
    if (hasTarget(mask, at)) {
      const from = y + (<usize>(row * O) << 2);
      const to = targets + ((at * <usize>O) << 2);
      for (let j = 0; j < O; j += 4) {
        const unit = <usize>j << 2;
        const count = min(4, O - j);
        const error = f32x4.sub(loadUnits(from + unit, count), loadUnits(to + unit, count));
        const first2 = f64x2.promote_low_f32x4(error);
        const second2 = f64x2.promote_low_f32x4(v128.shuffle<i64>(error, error, 1, 1));
        low = f64x2.add(low, f64x2.mul(first2, first2));
        high = f64x2.add(high, f64x2.mul(second2, second2));
      }
    }
    const total = f64x2.add(low, high);
    const sum = f64x2.extract_lane(total, 0) + f64x2.extract_lane(total, 1);
    store<f64>(losses + (<usize>row << 3), sum / <f64>O);
  }
}

/** `∂L/∂a = weight·(y − t)`, for binary cross-entropy and, where y = a, for the squared error. */
export function differenceGradient(
  first: i32,
  end: i32,
  O: i32,
  y: usize,
  place: usize,
  targets: usize,
  mask: usize,
  weight: f32,
  da: usize,
): void {
  const scale = f32x4.splat(weight);
  for (let row = first; row < end; row++) {
    const at = placeOf(place, row);
    const from = y + (<usize>(row * O) << 2);
    const to = da + (<usize>(row * O) << 2);
    if (!hasTarget(mask, at)) {
      memory.fill(to, 0, <usize>O << 2);
      continue;
    }
    const target = targets + ((at * <usize>O) << 2);
    for (let j = 0; j < O; j += 4) {
      const unit = <usize>j << 2;
      const count = min(4, O - j);
      const error = f32x4.sub(loadUnits(from + unit, count), loadUnits(target + unit, count));
      storeUnits(to + unit, f32x4.mul(scale, error), count);
    }
  }
}
