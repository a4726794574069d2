/**
 * Norms of products of Jacobians, `‖J_t ⋯ J_{k+1}‖₂`, by the distance t − k: the largest factor by which a
 * gradient can be stretched from step t back to step k. Also norms of the powers of one matrix (docs/math.md,
 * "Products").
 *
 * All norms are in logarithms, and the product is scaled to length 1 after each factor, so it neither
 * underflows nor overflows, however long it is.
 */
import { addTransposed, type Dense, dense, dot, norm } from '../linearAlgebra/dense';
import { Lanczos } from '../linearAlgebra/lanczos';
import { backThrough, type JacobianAt } from './jacobian';
import type { VanillaFactors } from './stepJacobians';

/**
 * @param t step from which the product goes back
 * @returns for each distance d = 0 … t: `ln ‖J_t ⋯ J_{t−d+1}‖₂`; −∞ from the first distance at which the
 *   product is zero
 */
export function productNorms(at: JacobianAt, t: number): Float64Array {
  return logNorms(t, (d) => at(t - d + 1));
}

/** `ln ‖W^d‖₂` for d = 0 … `steps`, from W itself, so it is right for a defective W too. */
export function powerNorms(size: number, values: Float64Array, steps: number): Float64Array {
  const W = { size, hiddenSize: size, values };
  return logNorms(steps, () => W);
}

/** Curves to which the product's norm is compared, each `[d]`, d = 0, 1, …, in logarithms. */
export interface VanillaBounds {
  /** `ln ρ(W)^d`: the rate that the powers of W approach, which is no bound for small d. */
  readonly spectralRadius: Float64Array;
  /** `ln σ_max(W)^d` */
  readonly largestSingularValue: Float64Array;
  /** `ln (∏ max g1′(z_j) · σ_max(W)^d)`, over the same steps as the product: an upper bound of it. */
  readonly withSlopes: Float64Array;
}

/**
 * The textbook's bounds of `productNorms(…, t)` for an RNN (Pascanu, Mikolov and Bengio 2013, section 2.1).
 */
export function vanillaBounds(factors: VanillaFactors, t: number): VanillaBounds {
  const radius = Math.log(factors.spectralRadius);
  const singular = Math.log(factors.largestSingularValue);
  const times = (rate: number) => Float64Array.from({ length: t + 1 }, (_, d) => (d === 0 ? 0 : d * rate));
  const withSlopes = times(singular);
  let slopes = 0;
  for (let d = 1; d <= t; d++) {
    slopes += Math.log(factors.maxSlope[t - d + 1]);
    withSlopes[d] += slopes;
  }
  return { spectralRadius: times(radius), largestSingularValue: times(singular), withSlopes };
}

/** @param factor returns the d-th factor from the left, d = 1 … `count` */
function logNorms(count: number, factor: JacobianAt): Float64Array {
  const logs = new Float64Array(count + 1);
  let product: Dense | undefined;
  let next: Dense | undefined;
  let norms: ProductNorm | undefined;
  /** ln of the number by which the product has been divided. */
  let scale = 0;
  for (let d = 1; d <= count; d++) {
    const J = factor(d);
    const n = J.size;
    norms ??= new ProductNorm(n);
    if (product === undefined || next === undefined) {
      product = dense(J.values.slice(), n, n);
      next = dense(new Float64Array(n * n), n, n);
    } else {
      backThrough(product, J, next);
      [product, next] = [next, product];
    }
    const length = norm(n * n, product.values, 0);
    if (length === 0) {
      return logs.fill(Number.NEGATIVE_INFINITY, d);
    }
    for (let j = 0; j < n * n; j++) {
      product.values[j] /= length;
    }
    scale += Math.log(length);
    logs[d] = scale + Math.log(norms.of(product));
  }
  return logs;
}

/**
 * Computes ‖P‖₂ of products that grow at their right end: their left singular vector changes little, so it is
 * found quickly.
 */
class ProductNorm {
  private readonly lanczos: Lanczos;
  private readonly between: Float64Array;

  constructor(private readonly size: number) {
    this.lanczos = new Lanczos(size);
    this.between = new Float64Array(size);
  }

  of(product: Dense): number {
    const { size: n, between } = this;
    const square = this.lanczos.largest((x, y) => {
      between.fill(0);
      addTransposed(product, x, 0, between);
      for (let i = 0; i < n; i++) {
        y[i] = dot(n, product.values, i * n, between, 0);
      }
    });
    return Math.sqrt(square);
  }
}
