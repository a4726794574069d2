/**
 * The embeddings at the bottom of a network: for each step, the vector of each token, joined with the inputs
 * that are numbers.
 *
 *     x_t = [n_t, E₁[k₁], E₂[k₂], …]        ∂L/∂E[k] = Σ over the steps with token k of ∂L/∂x_t's part
 *
 * It computes the same as a one-hot vector times E, but reads only one row of E a step. At padded steps the
 * code is −1 and the vector zero.
 */

import { columns, type Matrix, matrix } from './kernels/matrix';
import type { Context } from './layer';
import { integers } from './memory';
import type { Parameter } from './parameters';
import type { Arena, Tensor } from './tensor';
import { type Part, type Partition, partOf } from './threads/partition';

/** The places of a chunk that read data. */
export interface InputPlaces {
  /** B, the number of sequences. */
  readonly rows: number;
  readonly steps: number;
}

export class Embedding {
  /** `[T][B][N]` inputs that are numbers; the caller fills it for each chunk. */
  readonly numbers: Tensor;
  /** The first column of each embedding's vector in a row of x. */
  private readonly starts: readonly number[];
  private bound: readonly Int32Array[] | undefined;

  /**
   * Plans the tensors; `allocate` makes room for the codes.
   * @param inputSize the width of the data's part of x, to which it writes
   * @param x `[T][B][·]`, the input of the first layer, which has at least that many columns
   */
  constructor(
    private readonly context: Context,
    private readonly embeddings: readonly Parameter[],
    inputSize: number,
    private readonly x: Tensor,
    arena: Arena,
    private readonly capacity: InputPlaces,
  ) {
    const sizes = embeddings.map(sizeOf);
    const vectors = sizes.reduce((sum, size) => sum + size, 0);
    const width = inputSize - vectors;
    this.starts = sizes.map((_, k) => sizes.slice(0, k).reduce((sum, size) => sum + size, width));
    this.numbers = arena.tensor('input.numbers', capacity.steps, capacity.rows, width);
  }

  allocate(): void {
    const { memory } = this.context.kernels;
    const places = this.capacity.rows * this.capacity.steps;
    this.bound = this.embeddings.map(() => integers(memory, places));
  }

  /** Bytes that `allocate` takes. */
  get bytes(): number {
    return 4 * this.embeddings.length * this.capacity.rows * this.capacity.steps;
  }

  /** `[T][B]` for each embedding: codes of tokens, which the caller fills for each chunk. */
  get codes(): readonly Int32Array[] {
    if (!this.bound) {
      throw new Error('the embedding is used before it is allocated');
    }
    return this.bound;
  }

  /** Writes x of the rows `first … end − 1` of each step. */
  forward({ rows: B, steps }: InputPlaces, { first, end }: Part): void {
    const { kernels } = this.context;
    for (let t = 0; t < steps; t++) {
      const place = t * B + first;
      const x = this.rowsOf(this.x, place, end - first);
      this.copyNumbers(place, end - first, x);
      this.embeddings.forEach(({ value }, k) => {
        const codes = this.codes[k].subarray(place, place + end - first);
        kernels.gatherTokens(value, codes, columns(x, this.starts[k], sizeOf({ value })));
      });
      this.context.interrupt();
    }
  }

  /**
   * Adds ∂L/∂x of all rows to the gradients, in the order of the places.
   * @param dx ∂L/∂x in the layout of x
   * @param partition the part of each vector's components that this thread computes
   */
  weightGradients(dx: Tensor, { rows: B, steps }: InputPlaces, partition: Partition): void {
    const { kernels } = this.context;
    this.embeddings.forEach(({ value, gradient }, k) => {
      const { first, end } = partOf(partition, sizeOf({ value }));
      const part = matrix(gradient, 0, gradient.shape[0], gradient.shape[1]);
      for (let t = 0; t < steps; t++) {
        const from = this.rowsOf(dx, t * B, B);
        const codes = this.codes[k].subarray(t * B, (t + 1) * B);
        kernels.scatterTokens(
          columns(from, this.starts[k] + first, end - first),
          codes,
          columns(part, first, end - first),
        );
        this.context.interrupt();
      }
    });
  }

  private copyNumbers(place: number, count: number, x: Matrix): void {
    const N = this.numbers.shape[2];
    const { values } = this.numbers;
    for (let row = 0; N > 0 && row < count; row++) {
      const from = (place + row) * N;
      x.tensor.values.set(values.subarray(from, from + N), x.at + row * x.stride);
    }
  }

  private rowsOf(x: Tensor, first: number, rows: number): Matrix {
    return matrix(x, first, rows, x.shape[2]);
  }
}

/** The number of components of an embedding's vectors. */
function sizeOf({ value }: Pick<Parameter, 'value'>): number {
  return value.shape[1];
}
