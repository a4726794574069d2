/**
 * Tensors as views on one memory. An `Arena` plans every tensor first and then allocates them all at once,
 * so that nothing is allocated while training, and kernels of any kind can address them by offset.
 */
import { elementsOf } from '../notation/shape';
import type { Memory } from './memory';

export type Precision = 'float32' | 'float64';
export type Floats = Float32Array | Float64Array;

/** A row-major array of a given shape. `shape` is its room: a smaller batch uses the front of it. */
export class Tensor {
  private bound: Floats | undefined;

  constructor(
    readonly name: string,
    readonly shape: readonly number[],
    /** Index of the first element within the arena. */
    readonly offset: number,
  ) {}

  get size(): number {
    return elementsOf(this.shape);
  }

  /** The elements. @throws before the arena has been allocated */
  get values(): Floats {
    if (this.bound === undefined) {
      throw new Error(`tensor ${this.name} is used before its arena is allocated`);
    }
    return this.bound;
  }

  bind(values: Floats): void {
    this.bound = values;
  }
}

/** A region of memory for tensors that live equally long. */
export class Arena {
  private readonly tensors: Tensor[] = [];
  private elements = 0;

  constructor(
    readonly precision: Precision,
    private readonly memory: Memory,
  ) {}

  /** Plans a tensor; it can be used after `allocate`. */
  tensor(name: string, ...shape: number[]): Tensor {
    const tensor = new Tensor(name, shape, this.elements);
    // Each tensor starts at a multiple of 64 bytes: a cache line, and the widest vector register.
    const line = 64 / bytesPerElement(this.precision);
    this.elements += Math.ceil(tensor.size / line) * line;
    this.tensors.push(tensor);
    return tensor;
  }

  get bytes(): number {
    return this.elements * bytesPerElement(this.precision);
  }

  /** Allocates all planned tensors, zero-filled. */
  allocate(): void {
    const { buffer, byteOffset } = this.memory.allocate(this.bytes);
    for (const tensor of this.tensors) {
      const at = byteOffset + tensor.offset * bytesPerElement(this.precision);
      tensor.bind(
        this.precision === 'float32'
          ? new Float32Array(buffer, at, tensor.size)
          : new Float64Array(buffer, at, tensor.size),
      );
    }
  }
}

export function bytesPerElement(precision: Precision): number {
  return precision === 'float32' ? 4 : 8;
}
