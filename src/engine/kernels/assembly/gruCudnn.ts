/** The step of the GRU as in cuDNN and PyTorch, elementwise; equations in `cells/gruCudnn.ts`. */
import { sigmoid4, tanh4 } from './functions';
import { add } from './rows';
import { flush, loadUnits, madd, storeUnits } from './simd';

/** `gates` `[T][B][3H]`, `candidate` q `[T][B][H]`, `h` `[T+1][B][H]`, `lengths` `[B]`. */
export function gruCudnnForward(
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
  after: i32,
): void {
  const width = <usize>H << 2;
  for (let b = first; b < end; b++) {
    const step = <usize>(t * rows + b) * width;
    const a = gates + 3 * step;
    const q = candidate + step;
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
      units(4, a + at, width, q + at, was + at, now + at);
    }
    if (u < H) {
      units(H - u, a + at, width, q + at, was + at, now + at);
    }
  }
}

/** Computes n units of one row, 1 ≤ n ≤ 4. */
// @ts-ignore: decorator
@inline
function units(n: i32, a: usize, width: usize, q: usize, was: usize, now: usize): void {
  const r = sigmoid4(loadUnits(a, n));
  const z = sigmoid4(loadUnits(a + width, n));
  const candidate = tanh4(madd(r, loadUnits(q, n), loadUnits(a + 2 * width, n)));
  storeUnits(a, r, n);
  storeUnits(a + width, z, n);
  storeUnits(a + 2 * width, candidate, n);
  // (1 − z)·n + z·h₋
  storeUnits(now, madd(z, f32x4.sub(loadUnits(was, n), candidate), candidate), n);
}

/** `dgates` `[T][B][3H]`, `dcandidate` ∂L/∂q `[T][B][H]`, `dh` `[T+1][B][H]`. */
export function gruCudnnBackward(
  gates: usize,
  dgates: usize,
  candidate: usize,
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
  after: i32,
): void {
  const width = <usize>H << 2;
  for (let b = first; b < end; b++) {
    const step = <usize>(t * rows + b) * width;
    const a = gates + 3 * step;
    const da = dgates + 3 * step;
    const q = candidate + step;
    const dq = dcandidate + step;
    const was = <usize>(before * rows + b) * width;
    const now = <usize>(after * rows + b) * width;
    if (t >= load<i32>(lengths + (<usize>b << 2))) {
      memory.fill(da, 0, 3 * width);
      memory.fill(dq, 0, width);
      add(H, dh + now, dh + was);
      continue;
    }
    let u = 0;
    let at: usize = 0;
    for (; u + 4 <= H; u += 4, at += 16) {
      unitsBack(4, a + at, da + at, width, q + at, dq + at, h + was + at, dh + was + at, dh + now + at);
    }
    if (u < H) {
      unitsBack(H - u, a + at, da + at, width, q + at, dq + at, h + was + at, dh + was + at, dh + now + at);
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
  q: usize,
  dq: usize,
  was: usize,
  dhBefore: usize,
  dhAfter: usize,
): void {
  const one = f32x4.splat(1);
  const r = loadUnits(a, n);
  const z = loadUnits(a + width, n);
  const candidate = loadUnits(a + 2 * width, n);
  const deltaH = loadUnits(dhAfter, n);
  const slope = f32x4.sub(one, f32x4.mul(candidate, candidate));
  const an = flush(f32x4.mul(f32x4.mul(deltaH, f32x4.sub(one, z)), slope));
  const ar = f32x4.mul(f32x4.mul(an, loadUnits(q, n)), f32x4.mul(r, f32x4.sub(one, r)));
  const az = f32x4.mul(
    f32x4.mul(deltaH, f32x4.sub(loadUnits(was, n), candidate)),
    f32x4.mul(z, f32x4.sub(one, z)),
  );
  storeUnits(da, flush(ar), n);
  storeUnits(da + width, flush(az), n);
  storeUnits(da + 2 * width, an, n);
  storeUnits(dq, flush(f32x4.mul(an, r)), n);
  storeUnits(dhBefore, flush(madd(deltaH, z, loadUnits(dhBefore, n))), n);
}
