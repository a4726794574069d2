/** The LSTM's step, elementwise; equations in `cells/lstm.ts`. */
import { sigmoid4, tanh4 } from './functions';
import { add } from './rows';
import { flush, loadUnits, madd, storeUnits } from './simd';

/** `gates` `[T][B][4H]`, `h` and `c` `[T+1][B][H]`, `lengths` `[B]`. */
export function lstmForward(
  gates: usize,
  h: usize,
  c: usize,
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
  let z = gates + <usize>(t * rows + first) * 4 * width;
  let cBefore = c + <usize>(before * rows + first) * width;
  let cAfter = c + <usize>(after * rows + first) * width;
  let hAfter = h + <usize>(after * rows + first) * width;
  let hBefore = h + <usize>(before * rows + first) * width;
  for (let b = first; b < end; b++) {
    if (t >= load<i32>(lengths + (<usize>b << 2))) {
      memory.fill(z, 0, 4 * width);
      memory.copy(hAfter, hBefore, width);
      memory.copy(cAfter, cBefore, width);
    } else {
      let u = 0;
      let at: usize = 0;
      for (; u + 4 <= H; u += 4, at += 16) {
        units(4, z + at, width, cBefore + at, cAfter + at, hAfter + at);
      }
      if (u < H) {
        units(H - u, z + at, width, cBefore + at, cAfter + at, hAfter + at);
      }
    }
    z += 4 * width;
    hBefore += width;
    cBefore += width;
    cAfter += width;
    hAfter += width;
  }
}

/** Computes n units of one row, 1 ≤ n ≤ 4. */
// @ts-ignore: decorator
@inline
function units(n: i32, z: usize, width: usize, cBefore: usize, cAfter: usize, hAfter: usize): void {
  const i = sigmoid4(loadUnits(z, n));
  const f = sigmoid4(loadUnits(z + width, n));
  const g = tanh4(loadUnits(z + 2 * width, n));
  const o = sigmoid4(loadUnits(z + 3 * width, n));
  const c = madd(f, loadUnits(cBefore, n), f32x4.mul(i, g));
  storeUnits(z, i, n);
  storeUnits(z + width, f, n);
  storeUnits(z + 2 * width, g, n);
  storeUnits(z + 3 * width, o, n);
  storeUnits(cAfter, c, n);
  storeUnits(hAfter, f32x4.mul(o, tanh4(c)), n);
}

/** `dgates` `[T][B][4H]`, `dh` and `dc` `[T+1][B][H]`. */
export function lstmBackward(
  gates: usize,
  dgates: usize,
  h: usize,
  c: usize,
  dh: usize,
  dc: usize,
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
    const row = <usize>(t * rows + b) * 4 * width;
    const z = gates + row;
    const dz = dgates + row;
    const was = <usize>(before * rows + b) * width;
    const now = <usize>(after * rows + b) * width;
    if (t >= load<i32>(lengths + (<usize>b << 2))) {
      memory.fill(dz, 0, 4 * width);
      add(H, dh + now, dh + was);
      add(H, dc + now, dc + was);
      continue;
    }
    let u = 0;
    let at: usize = 0;
    for (; u + 4 <= H; u += 4, at += 16) {
      unitsBack(4, z + at, dz + at, width, c + was + at, h + now + at, dh + now + at, dc + now + at, dc + was + at);
    }
    if (u < H) {
      unitsBack(H - u, z + at, dz + at, width, c + was + at, h + now + at, dh + now + at, dc + now + at, dc + was + at);
    }
  }
}

// @ts-ignore: decorator
@inline
function unitsBack(
  n: i32,
  z: usize,
  dz: usize,
  width: usize,
  cBefore: usize,
  hAfter: usize,
  dhAfter: usize,
  dcAfter: usize,
  dcBefore: usize,
): void {
  const one = f32x4.splat(1);
  const i = loadUnits(z, n);
  const f = loadUnits(z + width, n);
  const g = loadUnits(z + 2 * width, n);
  const o = loadUnits(z + 3 * width, n);
  // Computed from h = o⊙tanh(c), which is quicker than tanh and as exact, because σ is never zero.
  const tanhC = f32x4.div(loadUnits(hAfter, n), o);
  const deltaH = loadUnits(dhAfter, n);
  const slope = f32x4.sub(one, f32x4.mul(tanhC, tanhC));
  const deltaC = flush(madd(f32x4.mul(deltaH, o), slope, loadUnits(dcAfter, n)));
  const di = f32x4.mul(f32x4.mul(deltaC, g), f32x4.mul(i, f32x4.sub(one, i)));
  const df = f32x4.mul(f32x4.mul(deltaC, loadUnits(cBefore, n)), f32x4.mul(f, f32x4.sub(one, f)));
  const dg = f32x4.mul(f32x4.mul(deltaC, i), f32x4.sub(one, f32x4.mul(g, g)));
  const dOut = f32x4.mul(f32x4.mul(deltaH, tanhC), f32x4.mul(o, f32x4.sub(one, o)));
  storeUnits(dz, flush(di), n);
  storeUnits(dz + width, flush(df), n);
  storeUnits(dz + 2 * width, flush(dg), n);
  storeUnits(dz + 3 * width, flush(dOut), n);
  storeUnits(dcBefore, madd(deltaC, f, loadUnits(dcBefore, n)), n);
}
