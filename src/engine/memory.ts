/** Where arrays come from. Kernels that are not JavaScript reach only a memory of their own, and threads only a shared one. */

export interface Memory {
  /**
   * @returns `bytes` bytes of zeros from `byteOffset` on, which is a multiple of 64; they are never given back
   * @throws RangeError where there is no room for them
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

/** Keeps where everything was put, so that another thread finds it there. */
export class RecordedMemory implements Memory {
  readonly addresses: number[] = [];

  constructor(private readonly memory: Memory) {}

  allocate(bytes: number): ReturnType<Memory['allocate']> {
    const given = this.memory.allocate(bytes);
    this.addresses.push(given.byteOffset);
    return given;
  }
}

/** Gives again what a `RecordedMemory` gave, to a thread that asks for the same in the same order. */
export class ReplayedMemory implements Memory {
  private asked = 0;

  /** @param buffer the memory as it is now */
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
