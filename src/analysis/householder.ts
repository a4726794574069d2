/**
 * The QR decomposition of a tall matrix by Householder reflections (Golub and Van Loan, "Matrix Computations", 4th edition,
 * 5.2), many of one size one after the other. Vectors stand in rows, so that every loop runs along memory.
 */
import { addScaled, dot, norm } from './dense';

export class Householder {
  /** `[count][size]` the columns of Q; of the identity before the first decomposition. */
  readonly vectors: Float64Array;
  /** `[count]` |R[i,i]| */
  readonly lengths: Float64Array;
  /** `[count]` h of each reflection `I − v·vᵀ/h`; 0 where there is none. */
  private readonly h: Float64Array;

  constructor(
    private readonly size: number,
    private readonly count: number,
  ) {
    this.vectors = new Float64Array(size * count);
    this.lengths = new Float64Array(count);
    this.h = new Float64Array(count);
    this.resetVectors();
  }

  /** @param A `[count][size]` columns of the matrix, each in a row; left as scratch */
  decompose(A: Float64Array): void {
    const { size: n, count, h, lengths, vectors } = this;
    for (let i = 0; i < count; i++) {
      const at = i * n + i;
      const rest = n - i;
      const length = norm(rest, A, at);
      lengths[i] = length;
      h[i] = 0;
      if (length > 0) {
        // Row i becomes v, which has to have a length near 1 for its square to be a number.
        for (let j = at; j < at + rest; j++) {
          A[j] /= length;
        }
        h[i] = 1 + Math.abs(A[at]);
        A[at] += A[at] < 0 ? -1 : 1;
        reflect(rest, A, at, h[i], A, at + n, n, count - i - 1);
      }
    }
    // Q = (I − v₀v₀ᵀ/h₀) ⋯ (I − v_{k−1}v_{k−1}ᵀ/h_{k−1}), applied to the columns of the identity
    this.resetVectors();
    for (let i = count - 1; i >= 0; i--) {
      if (h[i] > 0) {
        reflect(n - i, A, i * n + i, h[i], vectors, i * n + i, n, count - i);
      }
    }
  }

  private resetVectors(): void {
    this.vectors.fill(0);
    for (let i = 0; i < this.count; i++) {
      this.vectors[i * this.size + i] = 1;
    }
  }
}

/** `x −= v·⟨v, x⟩/h` for `rows` vectors x, the first at `xAt`; four at a time, which read v once. */
function reflect(
  count: number,
  v: Float64Array,
  vAt: number,
  h: number,
  x: Float64Array,
  xAt: number,
  stride: number,
  rows: number,
): void {
  let row = 0;
  for (; row + 3 < rows; row += 4) {
    const x0 = xAt + row * stride;
    const x1 = x0 + stride;
    const x2 = x1 + stride;
    const x3 = x2 + stride;
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    for (let j = 0; j < count; j++) {
      const part = v[vAt + j];
      s0 += part * x[x0 + j];
      s1 += part * x[x1 + j];
      s2 += part * x[x2 + j];
      s3 += part * x[x3 + j];
    }
    s0 /= h;
    s1 /= h;
    s2 /= h;
    s3 /= h;
    for (let j = 0; j < count; j++) {
      const part = v[vAt + j];
      x[x0 + j] -= part * s0;
      x[x1 + j] -= part * s1;
      x[x2 + j] -= part * s2;
      x[x3 + j] -= part * s3;
    }
  }
  for (; row < rows; row++) {
    const at = xAt + row * stride;
    addScaled(count, -dot(count, v, vAt, x, at) / h, v, vAt, x, at);
  }
}
