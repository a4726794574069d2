/** The step of the original GRU, elementwise; equations in `cells/gruOriginal.ts`. */
import { sigmoid4, tanh4 } from './functions';
import { add } from './rows';
import { flush, loadUnits, madd, storeUnits } from './simd';

/** Computes r and z from their preactivations, and the candidate's operand r⊙h₋. */
export function gruOriginalGates(
  gates: usize,
  candidate: usize,
  h: usize,
  lengths: usize,
  rows: i32,
  first: i32,
  end: i32,
  H: i32,
  t: i32,
  before: i32,
): void {
  const width = <usize>H << 2;
  for (let b = first; b < end; b++) {
    const step = <usize>(t * rows + b) * width;
    const a = gates + 3 * step;
    const operand = candidate + step;
    const was = h + <usize>(before * rows + b) * width;
    if (t >= load<i32>(lengths + (<usize>b << 2))) {
      memory.fill(operand, 0, width);
      continue;
    }
    let u = 0;
    let at: usize = 0;
    for (; u + 4 <= H; u += 4, at += 16) {
      unitsGates(4, a + at, width, operand + at, was + at);
    }
    if (u < H) {
      unitsGates(H - u, a + at, width, operand + at, was + at);
    }
  }
}

/** Computes n units of one row, 1 ≤ n ≤ 4. */
// @ts-ignore: decorator
@inline
function unitsGates(n: i32, a: usize, width: usize, operand: usize, was: usize): void {
  const r = sigmoid4(loadUnits(a, n));
  storeUnits(a, r, n);
  storeUnits(a + width, sigmoid4(loadUnits(a + width, n)), n);
  storeUnits(operand, f32x4.mul(r, loadUnits(was, n)), n);
}

/** Computes n and the new state. */
export function gruOriginalForward(
  gates: usize,
  h: usize,
  lengths: usize,
  rows: i32,
  first: i32,
  end: i32,
  H: i32,
  t: i32,
  before: i32,
  after: i32,
): void {
  const width = <usize>H << 2;
  for (let b = first; b < end; b++) {
    const a = gates + <usize>(t * rows + b) * 3 * width;
    const was = h + <usize>(before * rows + b) * width;
    const now = h + <usize>(after * rows + b) * width;
    if (t >= load<i32>(lengths + (<usize>b << 2))) {
      memory.fill(a, 0, 3 * width);
      memory.copy(now, was, width);
      continue;
    }
    let u = 0;
    let at: usize = 0;
    for (; u + 4 <= H; u += 4, at += 16) {
      units(4, a + at, width, was + at, now + at);
    }
    if (u < H) {
      units(H - u, a + at, width, was + at, now + at);
    }
  }
}

// @ts-ignore: decorator
@inline
function units(n: i32, a: usize, width: usize, was: usize, now: usize): void {
  const z = loadUnits(a + width, n);
  const candidate = tanh4(loadUnits(a + 2 * width, n));
  const h = loadUnits(was, n);
  storeUnits(a + 2 * width, candidate, n);
  // (1 − z)·h₋ + z·n
  storeUnits(now, madd(z, f32x4.sub(candidate, h), h), n);
}

/** Computes ∂L/∂a_n and ∂L/∂a_z, and the gradient that reaches h₋ along the carry path. */
export function gruOriginalBackward(
  gates: usize,
  dgates: usize,
  h: usize,
  dh: usize,
  lengths: usize,
  rows: i32,
  first: i32,
  end: i32,
  H: i32,
  t: i32,
  before: i32,
  after: i32,
): void {
  const width = <usize>H << 2;
  for (let b = first; b < end; b++) {
    const step = <usize>(t * rows + b) * 3 * width;
    const a = gates + step;
    const da = dgates + step;
    const was = <usize>(before * rows + b) * width;
    const now = <usize>(after * rows + b) * width;
    if (t >= load<i32>(lengths + (<usize>b << 2))) {
      memory.fill(da, 0, 3 * width);
      add(H, dh + now, dh + was);
      continue;
    }
    let u = 0;
    let at: usize = 0;
    for (; u + 4 <= H; u += 4, at += 16) {
      unitsBack(4, a + at, da + at, width, h + was + at, dh + was + at, dh + now + at);
    }
    if (u < H) {
      unitsBack(H - u, a + at, da + at, width, h + was + at, dh + was + at, dh + now + at);
    }
  }
}

// @ts-ignore: decorator
@inline
function unitsBack(
  n: i32,
  a: usize,
  da: usize,
  width: usize,
  was: usize,
  dhBefore: usize,
  dhAfter: usize,
): void {
  const one = f32x4.splat(1);
  const z = loadUnits(a + width, n);
  const candidate = loadUnits(a + 2 * width, n);
  const deltaH = loadUnits(dhAfter, n);
  const keep = f32x4.sub(one, z);
  const az = f32x4.mul(f32x4.mul(deltaH, f32x4.sub(candidate, loadUnits(was, n))), f32x4.mul(z, keep));
  const an = f32x4.mul(f32x4.mul(deltaH, z), f32x4.sub(one, f32x4.mul(candidate, candidate)));
  storeUnits(da + width, flush(az), n);
  storeUnits(da + 2 * width, flush(an), n);
  storeUnits(dhBefore, flush(madd(deltaH, keep, loadUnits(dhBefore, n))), n);
}

/** Computes ∂L/∂a_r from ∂L/∂(r⊙h₋), and the gradient that reaches h₋ through that product. */
export function gruOriginalBackwardReset(
  gates: usize,
  dgates: usize,
  dcandidate: usize,
  h: usize,
  dh: usize,
  lengths: usize,
  rows: i32,
  first: i32,
  end: i32,
  H: i32,
  t: i32,
  before: i32,
): void {
  const width = <usize>H << 2;
  for (let b = first; b < end; b++) {
    if (t >= load<i32>(lengths + (<usize>b << 2))) {
      continue;
    }
    const step = <usize>(t * rows + b) * width;
    const a = gates + 3 * step;
    const da = dgates + 3 * step;
    const operand = dcandidate + step;
    const was = <usize>(before * rows + b) * width;
    let u = 0;
    let at: usize = 0;
    for (; u + 4 <= H; u += 4, at += 16) {
      unitsReset(4, a + at, da + at, operand + at, h + was + at, dh + was + at);
    }
    if (u < H) {
      unitsReset(H - u, a + at, da + at, operand + at, h + was + at, dh + was + at);
    }
  }
}

// @ts-ignore: decorator
@inline
function unitsReset(n: i32, a: usize, da: usize, operand: usize, was: usize, dhBefore: usize): void {
  const r = loadUnits(a, n);
  const delta = loadUnits(operand, n);
  const slope = f32x4.mul(r, f32x4.sub(f32x4.splat(1), r));
  storeUnits(da, flush(f32x4.mul(f32x4.mul(delta, loadUnits(was, n)), slope)), n);
  storeUnits(dhBefore, madd(delta, r, loadUnits(dhBefore, n)), n);
}
