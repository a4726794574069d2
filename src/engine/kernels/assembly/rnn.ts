/** The vanilla cell's step, elementwise; equations in `cells/rnn.ts`. */
import { tanh4 } from './functions';
import { add } from './rows';
import { flush, loadUnits, storeUnits } from './simd';

/** `gates` `[T][B][H]`, `h` `[T+1][B][H]`, `lengths` `[B]`; `relu` replaces tanh. */
// @ts-ignore: decorator
@inline
function forward(
  relu: bool,
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
    const z = gates + <usize>(t * rows + b) * width;
    const was = h + <usize>(before * rows + b) * width;
    const now = h + <usize>(after * rows + b) * width;
    if (t >= load<i32>(lengths + (<usize>b << 2))) {
      memory.fill(z, 0, width);
      memory.copy(now, was, width);
      continue;
    }
    let u = 0;
    let at: usize = 0;
    for (; u + 4 <= H; u += 4, at += 16) {
      units(relu, 4, z + at, now + at);
    }
    if (u < H) {
      units(relu, H - u, z + at, now + at);
    }
  }
}

/** Computes n units of one row, 1 ≤ n ≤ 4. */
// @ts-ignore: decorator
@inline
function units(relu: bool, n: i32, z: usize, h: usize): void {
  const value = activation(relu, loadUnits(z, n));
  storeUnits(z, value, n);
  storeUnits(h, value, n);
}

/** ReLU by pmax, which returns its first operand where that is NaN. */
// @ts-ignore: decorator
@inline
function activation(relu: bool, z: v128): v128 {
  return relu ? f32x4.pmax(z, f32x4.splat(0)) : tanh4(z);
}

// @ts-ignore: decorator
@inline
function backward(
  relu: bool,
  gates: usize,
  dgates: usize,
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
    const row = <usize>(t * rows + b) * width;
    const now = dh + <usize>(after * rows + b) * width;
    if (t >= load<i32>(lengths + (<usize>b << 2))) {
      memory.fill(dgates + row, 0, width);
      add(H, now, dh + <usize>(before * rows + b) * width);
      continue;
    }
    let u = 0;
    let at: usize = 0;
    for (; u + 4 <= H; u += 4, at += 16) {
      unitsBack(relu, 4, gates + row + at, dgates + row + at, now + at);
    }
    if (u < H) {
      unitsBack(relu, H - u, gates + row + at, dgates + row + at, now + at);
    }
  }
}

// @ts-ignore: decorator
@inline
function unitsBack(relu: bool, n: i32, z: usize, dz: usize, dh: usize): void {
  storeUnits(dz, flush(f32x4.mul(loadUnits(dh, n), slope(relu, loadUnits(z, n)))), n);
}

/** g1′, computed from the value of g1. */
// @ts-ignore: decorator
@inline
function slope(relu: bool, value: v128): v128 {
  const one = f32x4.splat(1);
  return relu
    ? v128.and(one, f32x4.gt(value, f32x4.splat(0)))
    : f32x4.sub(one, f32x4.mul(value, value));
}

export function rnnTanhForward(
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
  forward(false, gates, h, lengths, rows, first, end, H, t, before, after);
}

export function rnnReluForward(
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
  forward(true, gates, h, lengths, rows, first, end, H, t, before, after);
}

export function rnnTanhBackward(
  gates: usize,
  dgates: usize,
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
  backward(false, gates, dgates, dh, lengths, rows, first, end, H, t, before, after);
}

export function rnnReluBackward(
  gates: usize,
  dgates: usize,
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
  backward(true, gates, dgates, dh, lengths, rows, first, end, H, t, before, after);
}
