/**
 * Products of matrices in Float64, for the analyses of a network. Matrices are in JavaScript's memory; large
 * ones are copied into the kernels' memory and multiplied in WebAssembly SIMD, since copying costs little
 * compared with the product.
 */
import type { Exports } from './exports';
import type { Build } from './kernels';
import { fastestBuild, instantiateAlone } from './webAssembly';

/** A row-major matrix or a window on one: element (i, j) is `values[at + i·stride + j]`. */
export interface DoubleMatrix {
  readonly values: Float64Array;
  readonly at: number;
  readonly rows: number;
  readonly columns: number;
  readonly stride: number;
}

/** Number of multiplications from which copying is worth its cost. */
const manyMultiplications = 20_000;
let large: LargeProducts | undefined;

/** Computes `C = A·B`, or `C += A·B`; C must not overlap A or B. */
export function multiplyDoubles(a: DoubleMatrix, b: DoubleMatrix, c: DoubleMatrix, accumulate = false): void {
  if (c.rows * c.columns * a.columns < manyMultiplications) {
    multiplySmall(a, b, c, accumulate);
  } else {
    large ??= new LargeProducts();
    large.multiply(a, b, c, accumulate);
  }
}

function multiplySmall(a: DoubleMatrix, b: DoubleMatrix, c: DoubleMatrix, accumulate: boolean): void {
  for (let i = 0; i < c.rows; i++) {
    const row = c.at + i * c.stride;
    if (!accumulate) {
      c.values.fill(0, row, row + c.columns);
    }
    for (let p = 0; p < a.columns; p++) {
      const factor = a.values[a.at + i * a.stride + p];
      const from = b.at + p * b.stride;
      for (let j = 0; j < c.columns; j++) {
        c.values[row + j] += factor * b.values[from + j];
      }
    }
  }
}

/** Computes products in WebAssembly, on copies. */
export class LargeProducts {
  private readonly module: Exports;
  private readonly allocate: (elements: number) => Float64Array;
  private room: Float64Array = new Float64Array(0);

  constructor(build: Build = fastestBuild()) {
    const { module, memory } = instantiateAlone(build);
    this.module = module;
    this.allocate = (elements) => {
      const { buffer, byteOffset } = memory.allocate(8 * elements);
      return new Float64Array(buffer, byteOffset, elements);
    };
  }

  /** Does the same as `multiplyDoubles`. */
  multiply(a: DoubleMatrix, b: DoubleMatrix, c: DoubleMatrix, accumulate: boolean): void {
    const bAt = a.rows * a.columns;
    const cAt = bAt + b.rows * b.columns;
    const elements = cAt + c.rows * c.columns;
    if (this.room.length < elements) {
      this.room = this.allocate(2 * elements); // twice as much as needed, because the old memory is not reused
    }
    const { room, module } = this;
    copyIn(a, room, 0);
    copyIn(b, room, bAt);
    if (accumulate) {
      copyIn(c, room, cAt);
    }
    const first = room.byteOffset;
    module.multiplyDoubles(
      c.rows,
      c.columns,
      a.columns,
      first,
      8 * a.columns,
      first + 8 * bAt,
      8 * b.columns,
      first + 8 * cAt,
      8 * c.columns,
      accumulate,
    );
    for (let i = 0; i < c.rows; i++) {
      const from = cAt + i * c.columns;
      c.values.set(room.subarray(from, from + c.columns), c.at + i * c.stride);
    }
  }
}

function copyIn({ values, at, rows, columns, stride }: DoubleMatrix, room: Float64Array, to: number): void {
  for (let i = 0; i < rows; i++) {
    const from = at + i * stride;
    room.set(values.subarray(from, from + columns), to + i * columns);
  }
}
