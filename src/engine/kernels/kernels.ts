/**
 * The numeric kernels on which the engine is built. Everything above this interface is the same for every
 * implementation; the TypeScript one (`reference.ts`) is the specification against which the others are
 * checked.
 */
import type { Tape } from '../cells/tape';
import type { Memory } from '../memory';
import type { Arena, Tensor } from '../tensor';
import type { Matrix } from './matrix';
import type { OutputRows } from './outputs';

/** A right operand of many products, packed in the layout that is fastest for them. */
export interface PackedMatrix {
  /** Packs the present values; called when they have changed, before `multiply`. */
  pack(): void;
  /** `C (+)= A·P`, where `accumulate` adds to C instead of replacing it. */
  multiply(a: Matrix, c: Matrix, accumulate: boolean): void;
}

/** One elementwise part of a cell's step over all rows and units of the tape. */
export type CellKernel = (tape: Tape, t: number, before: number, after: number) => void;

/** An optimizer's update of one parameter; see `optimizer.ts`. */
export type UpdateKernel = (
  parameter: Tensor,
  gradient: Tensor,
  state: readonly Tensor[],
  settings: UpdateSettings,
) => void;

export interface UpdateSettings {
  readonly learningRate: number;
  readonly momentum: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly alpha: number;
  readonly eps: number;
  readonly weightDecay: number;
  /** Number of updates done, this one included: 1, 2, … */
  readonly update: number;
  /** Factor on the gradient from clipping by norm; 1 where nothing is clipped. */
  readonly gradientScale: number;
}

export interface Kernels {
  readonly name: string;
  /** The memory that must contain every tensor and every array of lengths that the kernels receive. */
  readonly memory: Memory;
  /**
   * Shares these kernels and their memory with another thread, which receives the result and passes it to
   * `sharedKernels`. Each call reserves scratch memory of its own, so that every thread needs a call of its
   * own.
   * @param addresses addresses of the arrays that the other thread will allocate again, in that order
   * @returns the shared kernels; null where these kernels can run in one thread only
   */
  share(addresses: readonly number[]): SharedKernels | null;
  /** Makes a packed matrix P of `values`, or of its transpose; its memory is planned in `arena`. */
  packed(values: Matrix, transposed: boolean, arena: Arena): PackedMatrix;
  /** `C[m,n] (+)= A[k,m]ᵀ·B[k,n]` */
  multiplyTransposed(a: Matrix, b: Matrix, c: Matrix, accumulate: boolean): void;
  /** `matrix[i, j] = first[from + j] + second[from + j]`: rows of biases; either vector may be null. */
  fillRows(first: Tensor | null, second: Tensor | null, from: number, matrix: Matrix): void;
  /**
   * Copies the columns of `to` from row `places[i]` of `from` to row i of `to`; the rows of both are equally
   * far apart.
   */
  gatherRows(from: Tensor, places: Int32Array, to: Matrix): void;
  /** Adds row i of `from` to the same columns of row `places[i]` of `to`. */
  scatterRows(from: Matrix, places: Int32Array, to: Tensor): void;
  /**
   * Row i of `to` becomes row `codes[i]` of an embedding `[V][E]`, where `to` has E columns; zeros where the
   * code is −1.
   */
  gatherTokens(embedding: Tensor, codes: Int32Array, to: Matrix): void;
  /** Adds row i of `from` to row `codes[i]` of `to`, in the order of the rows; nothing where the code is −1. */
  scatterTokens(from: Matrix, codes: Int32Array, to: Matrix): void;
  /** `sums[at + j] += Σ_rows matrix[row, j]` */
  addColumnSums(matrix: Matrix, sums: Tensor, at: number): void;

  /** Computes `y = g2(a)` of the rows `first … end−1` of a readout. */
  activate(rows: OutputRows, first: number, end: number): void;
  /** Computes `losses` of these rows, after `activate`. */
  rowLosses(rows: OutputRows, first: number, end: number): void;
  /** Computes `da = weight·∂ℓ/∂a` of these rows, times the weight of the target's class. */
  lossGradient(rows: OutputRows, first: number, end: number, weight: number): void;

  readonly rnnTanhForward: CellKernel;
  readonly rnnTanhBackward: CellKernel;
  readonly rnnReluForward: CellKernel;
  readonly rnnReluBackward: CellKernel;
  readonly lstmForward: CellKernel;
  readonly lstmBackward: CellKernel;
  /** Computes r, z and the candidate's operand, before the candidate's product. */
  readonly gruOriginalGates: CellKernel;
  readonly gruOriginalForward: CellKernel;
  readonly gruOriginalBackward: CellKernel;
  readonly gruOriginalBackwardReset: CellKernel;
  readonly gruCudnnForward: CellKernel;
  readonly gruCudnnBackward: CellKernel;

  readonly sgd: UpdateKernel;
  readonly rmsprop: UpdateKernel;
  readonly adam: UpdateKernel;
  readonly adamw: UpdateKernel;
  /** Σ x², in Float64. */
  sumOfSquares(tensor: Tensor): number;
}

/**
 * `relaxed` multiplies and adds in one rounding where the processor can; `plain` gives the same bits
 * everywhere.
 */
export type Build = 'plain' | 'relaxed';

/**
 * Everything that another thread needs to run the same kernels on the same memory. It can be sent to that
 * thread.
 */
export interface SharedKernels {
  readonly build: Build;
  readonly memory: WebAssembly.Memory;
  /** Address of that thread's own scratch memory, for the blocks into which a product is cut. */
  readonly scratch: number;
  /** Addresses of the arrays that the thread will allocate again, in that order. */
  readonly addresses: readonly number[];
}
