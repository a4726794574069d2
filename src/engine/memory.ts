/**
 * The memory in which arrays are allocated. Kernels that are not JavaScript reach only a memory of their own,
 * and threads only a shared one.
 */

export interface Memory {
  /**
   * @returns `bytes` bytes of zeros that start at `byteOffset`, a multiple of 64; they are never freed
   * @throws RangeError where there is not enough room
   */
  allocate(bytes: number): { readonly buffer: ArrayBufferLike; readonly byteOffset: number };
}

/** JavaScript's own memory. */
export const heap: Memory = {
  allocate: (bytes) => ({ buffer: new ArrayBuffer(bytes), byteOffset: 0 }),
};

export function integers(memory: Memory, length: number): Int32Array {
  const { buffer, byteOffset } = memory.allocate(4 * length);
  return new Int32Array(buffer, byteOffset, length);
}

export function doubles(memory: Memory, length: number): Float64Array {
  const { buffer, byteOffset } = memory.allocate(8 * length);
  return new Float64Array(buffer, byteOffset, length);
}

export function bytes(memory: Memory, length: number): Uint8Array {
  const { buffer, byteOffset } = memory.allocate(length);
  return new Uint8Array(buffer, byteOffset, length);
}

/** Records the address of every allocation, so that another thread can find the same arrays. */
export class RecordedMemory implements Memory {
  readonly addresses: number[] = [];

  constructor(private readonly memory: Memory) {}

  allocate(bytes: number): ReturnType<Memory['allocate']> {
    const given = this.memory.allocate(bytes);
    this.addresses.push(given.byteOffset);
    return given;
  }
}

/**
 * Returns the allocations of a `RecordedMemory` again, to a thread that makes the same requests in the same
 * order.
 */
export class ReplayedMemory implements Memory {
  private asked = 0;

  /** @param buffer returns the memory's present buffer, since it changes when the memory grows */
  constructor(
    private readonly buffer: () => ArrayBufferLike,
    private readonly addresses: readonly number[],
  ) {}

  allocate(): ReturnType<Memory['allocate']> {
    if (this.asked === this.addresses.length) {
      throw new Error('more memory is asked for than was recorded');
    }
    return { buffer: this.buffer(), byteOffset: this.addresses[this.asked++] };
  }
}
