/**
 * The eigenvalues of a real matrix without its eigenvectors, several times as fast as `eigen`, for the
 * spectral radius of many Jacobians.
 *
 * The method is QR steps with Francis' double shift on the Hessenberg form (Francis 1961 and 1962; as in
 * EISPACK's `hqr`: Wilkinson and Reinsch, "Handbook for Automatic Computation II", 1971, contribution II/14).
 */
import { norm } from './dense';
import { toHessenberg } from './hessenberg';

/** `re[j] + i·im[j]`, in no order. */
export interface Eigenvalues {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** ρ = max |λ|; NaN where the matrix has a value that is not finite. */
export function spectralRadius(size: number, values: Float64Array): number {
  const { re, im } = eigenvalues(size, values);
  return re.reduce((largest, a, j) => Math.max(largest, Math.hypot(a, im[j])), 0);
}

/**
 * All eigenvalues; all NaN where a value of the matrix is not finite, and some where the iteration does not
 * converge.
 * @param values `[size][size]`, row-major
 */
export function eigenvalues(size: number, values: Float64Array): Eigenvalues {
  const H = values.slice();
  toHessenberg(size, H);
  const found = { re: new Float64Array(size).fill(Number.NaN), im: new Float64Array(size) };
  const scale = norm(size * size, H, 0);
  if (!Number.isFinite(scale)) {
    return found;
  }
  /** Sum of the exceptional shifts so far, which has been subtracted from the diagonal. */
  let shifted = 0;
  let end = size - 1;
  let steps = 0;
  while (end >= 0) {
    const start = activeStart(size, H, end, scale);
    if (end - start < 2) {
      end = start === end ? oneRoot(size, H, end, shifted, found) : twoRoots(size, H, end, shifted, found);
      steps = 0;
      continue;
    }
    const shift = shiftOf(size, H, end);
    if (steps % 10 === 9) {
      // On symmetric patterns the iteration can cycle; Wilkinson's shift breaks the cycle.
      shifted += shift.x;
      for (let i = 0; i <= end; i++) {
        H[i * size + i] -= shift.x;
      }
      const s = Math.abs(H[end * size + end - 1]) + Math.abs(H[(end - 1) * size + end - 2]);
      doubleStep(size, H, start, end, { x: 0.75 * s, y: 0.75 * s, w: -0.4375 * s * s });
    } else if (steps === mostSteps) {
      return found;
    } else {
      doubleStep(size, H, start, end, shift);
    }
    steps++;
  }
  return found;
}

/**
 * Most QR steps for one root. The limit has never been reached: Francis' steps find a root in two or three on
 * average.
 */
const mostSteps = 120;

/** First row of the block that ends at `end`: after the last subdiagonal element that is zero to rounding. */
function activeStart(n: number, H: Float64Array, end: number, scale: number): number {
  let l = end;
  for (; l > 0; l--) {
    const size = Math.abs(H[(l - 1) * n + l - 1]) + Math.abs(H[l * n + l]) || scale;
    if (Math.abs(H[l * n + l - 1]) <= Number.EPSILON * size) {
      break;
    }
  }
  return l;
}

function oneRoot(n: number, H: Float64Array, end: number, shifted: number, { re, im }: Eigenvalues): number {
  re[end] = H[end * n + end] + shifted;
  im[end] = 0;
  return end - 1;
}

/** The roots of the last 2×2 block. */
function twoRoots(n: number, H: Float64Array, end: number, shifted: number, { re, im }: Eigenvalues): number {
  const { x, y, w } = shiftOf(n, H, end);
  const p = (y - x) / 2;
  const q = p * p + w;
  const root = Math.sqrt(Math.abs(q));
  if (q >= 0) {
    const far = p < 0 ? p - root : p + root;
    re[end - 1] = x + shifted + far;
    re[end] = far === 0 ? x + shifted : x + shifted - w / far;
    im.fill(0, end - 1, end + 1);
  } else {
    re.fill(x + shifted + p, end - 1, end + 1);
    im[end - 1] = root;
    im[end] = -root;
  }
  return end - 2;
}

/**
 * The last 2×2 block: its diagonal y, x and the product w of the other two elements; its eigenvalues are the
 * shifts.
 */
interface Shift {
  readonly x: number;
  readonly y: number;
  readonly w: number;
}

function shiftOf(n: number, H: Float64Array, end: number): Shift {
  return {
    x: H[end * n + end],
    y: H[(end - 1) * n + end - 1],
    w: H[end * n + end - 1] * H[(end - 1) * n + end],
  };
}

/**
 * Does one QR step with both shifts at once on the block `start … end`, in real numbers although the shifts
 * may be a complex pair.
 */
function doubleStep(n: number, H: Float64Array, start: number, end: number, { x, y, w }: Shift): void {
  let p = 0;
  let q = 0;
  let r = 0;
  let m = end - 2;
  // The first column of (H − λ₁)(H − λ₂) is taken from the row where two consecutive subdiagonal elements are
  // small.
  for (; ; m--) {
    const at = m * n + m;
    const a = x - H[at];
    const b = y - H[at];
    p = (a * b - w) / H[at + n] + H[at + 1];
    q = H[at + n + 1] - H[at] - a - b;
    r = H[at + 2 * n + 1];
    const size = Math.abs(p) + Math.abs(q) + Math.abs(r);
    p /= size;
    q /= size;
    r /= size;
    if (m === start) {
      break;
    }
    const left = Math.abs(H[at - 1]) * (Math.abs(q) + Math.abs(r));
    const right = Math.abs(p) * (Math.abs(H[at - n - 1]) + Math.abs(H[at]) + Math.abs(H[at + n + 1]));
    if (left <= Number.EPSILON * right) {
      break;
    }
  }
  for (let i = m + 2; i <= end; i++) {
    H[i * n + i - 2] = 0;
    if (i > m + 2) {
      H[i * n + i - 3] = 0;
    }
  }
  for (let k = m; k < end; k++) {
    const row = k * n;
    const last = k === end - 1;
    let scale = 1;
    if (k !== m) {
      p = H[row + k - 1];
      q = H[row + n + k - 1];
      r = last ? 0 : H[row + 2 * n + k - 1];
      scale = Math.abs(p) + Math.abs(q) + Math.abs(r);
      if (scale === 0) {
        continue;
      }
      p /= scale;
      q /= scale;
      r /= scale;
    }
    const length = Math.sqrt(p * p + q * q + r * r);
    const s = p < 0 ? -length : length;
    if (k !== m) {
      H[row + k - 1] = -s * scale;
    } else if (start !== m) {
      H[row + k - 1] = -H[row + k - 1];
    }
    p += s;
    reflect(n, H, k, start, end, p / s, q / s, r / s, q / p, r / p, last);
  }
}

/** Applies `(I − (x, y, z)ᵀ(1, q, r))` to the rows k, k+1, k+2, and its transpose to the same columns. */
function reflect(
  n: number,
  H: Float64Array,
  k: number,
  start: number,
  end: number,
  x: number,
  y: number,
  z: number,
  q: number,
  r: number,
  last: boolean,
): void {
  const first = k * n;
  const second = first + n;
  if (last) {
    for (let j = k; j <= end; j++) {
      const p = H[first + j] + q * H[second + j];
      H[first + j] -= p * x;
      H[second + j] -= p * y;
    }
    for (let i = start * n + k; i <= end * n + k; i += n) {
      const p = x * H[i] + y * H[i + 1];
      H[i] -= p;
      H[i + 1] -= p * q;
    }
    return;
  }
  const third = second + n;
  for (let j = k; j <= end; j++) {
    const p = H[first + j] + q * H[second + j] + r * H[third + j];
    H[first + j] -= p * x;
    H[second + j] -= p * y;
    H[third + j] -= p * z;
  }
  const lowest = Math.min(end, k + 3) * n + k;
  for (let i = start * n + k; i <= lowest; i += n) {
    const p = x * H[i] + y * H[i + 1] + z * H[i + 2];
    H[i] -= p;
    H[i + 1] -= p * q;
    H[i + 2] -= p * r;
  }
}
