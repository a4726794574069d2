/**
 * The kernels in WebAssembly SIMD, Float32 only (sources in `assembly/`): the same functions as
 * `reference.ts`, on addresses in a memory of their own.
 */

import { type Memory, ReplayedMemory } from '../memory';
import type { Arena, Tensor } from '../tensor';
import plain from './assembly/plain.wasm';
import relaxed from './assembly/relaxed.wasm';
import { type Exports, exportsOf } from './exports';
import type { Build, Kernels, SharedKernels, UpdateKernel } from './kernels';
import type { Matrix } from './matrix';
import { cellKernels } from './webAssemblyCells';
import { outputKernels } from './webAssemblyOutputs';

const builds: Record<Build, Uint8Array<ArrayBuffer>> = { plain, relaxed };
const pageBytes = 65_536;
/** Number of pages that 32-bit addresses can reach. */
const mostPages = 65_536;

/** Whether this JavaScript engine can run a build. */
export function isSupported(build: Build): boolean {
  return WebAssembly.validate(builds[build]);
}

export function fastestBuild(): Build {
  return isSupported('relaxed') ? 'relaxed' : 'plain';
}

/** Makes kernels with a memory of their own. */
export function webAssemblyKernels(build: Build = fastestBuild()): Kernels {
  const { wasm, module, memory, scratch } = instantiateAlone(build);
  const share: Kernels['share'] = (addresses) => ({ build, memory: wasm, scratch: scratch(), addresses });
  return { ...kernelsOf(module, build), memory, share };
}

/** Instantiates a build with a memory of its own. */
export function instantiateAlone(build: Build): {
  readonly wasm: WebAssembly.Memory;
  readonly module: Exports;
  readonly memory: Memory;
  readonly scratch: () => number;
} {
  const wasm = new WebAssembly.Memory({ initial: 1, maximum: mostPages, shared: true });
  const module = instantiate(build, wasm);
  const memory = new GrowingMemory(wasm, module.firstFreeByte());
  const scratch = () => memory.allocate(module.bytesOfScratch()).byteOffset;
  module.setScratch(scratch());
  return { wasm, module, memory, scratch };
}

/**
 * Makes kernels on the memory of another thread. Their memory throws an Error on an allocation that the other
 * has not made.
 */
export function sharedKernels({ build, memory: wasm, scratch, addresses }: SharedKernels): Kernels {
  const module = instantiate(build, wasm);
  module.setScratch(scratch);
  const memory = new ReplayedMemory(() => wasm.buffer, addresses);
  return { ...kernelsOf(module, build), memory, share: () => null };
}

function instantiate(build: Build, memory: WebAssembly.Memory): Exports {
  return exportsOf(new WebAssembly.Instance(new WebAssembly.Module(builds[build]), { env: { memory } }));
}

function kernelsOf(module: Exports, build: Build): Omit<Kernels, 'memory' | 'share'> {
  return {
    name: `WebAssembly (${build})`,
    ...products(module),
    ...cellKernels(module),
    ...outputKernels(module),
    ...updates(module),
  };
}

/** A memory that grows on demand; arrays in it stay where they are. */
class GrowingMemory implements Memory {
  constructor(
    private readonly wasm: WebAssembly.Memory,
    private end: number,
  ) {}

  allocate(bytes: number): { buffer: ArrayBufferLike; byteOffset: number } {
    const byteOffset = Math.ceil(this.end / 64) * 64;
    this.end = byteOffset + bytes;
    const missing = Math.ceil(this.end / pageBytes) - this.wasm.buffer.byteLength / pageBytes;
    if (missing > 0) {
      this.wasm.grow(missing); // throws a RangeError
    }
    return { buffer: this.wasm.buffer, byteOffset };
  }
}

function products(
  module: Exports,
): Pick<
  Kernels,
  | 'packed'
  | 'multiplyTransposed'
  | 'fillRows'
  | 'addColumnSums'
  | 'gatherRows'
  | 'scatterRows'
  | 'gatherTokens'
  | 'scatterTokens'
  | 'sumOfSquares'
> {
  return {
    packed: (values, transposed, arena) => new WebAssemblyPackedMatrix(module, values, transposed, arena),
    multiplyTransposed: (a, b, c, accumulate) =>
      module.multiplyTransposed(
        c.rows,
        c.columns,
        a.rows,
        addressOf(a),
        4 * a.stride,
        addressOf(b),
        4 * b.stride,
        addressOf(c),
        4 * c.stride,
        accumulate,
      ),
    fillRows: (first, second, from, to) =>
      module.fillRows(
        first ? first.values.byteOffset + 4 * from : 0,
        second ? second.values.byteOffset + 4 * from : 0,
        addressOf(to),
        to.rows,
        to.columns,
        4 * to.stride,
      ),
    addColumnSums: (from, sums, at) =>
      module.addColumnSums(
        addressOf(from),
        sums.values.byteOffset + 4 * at,
        from.rows,
        from.columns,
        4 * from.stride,
      ),
    gatherRows: (from, places, to) =>
      module.gatherRows(
        from.values.byteOffset + 4 * (to.at % to.stride),
        places.byteOffset,
        addressOf(to),
        to.rows,
        to.columns,
        4 * to.stride,
      ),
    scatterRows: (from, places, to) =>
      module.scatterRows(
        addressOf(from),
        places.byteOffset,
        to.values.byteOffset + 4 * (from.at % from.stride),
        from.rows,
        from.columns,
        4 * from.stride,
      ),
    gatherTokens: (embedding, codes, to) =>
      module.gatherTokens(
        embedding.values.byteOffset,
        codes.byteOffset,
        addressOf(to),
        to.rows,
        to.columns,
        4 * to.stride,
      ),
    scatterTokens: (from, codes, to) =>
      module.scatterTokens(
        addressOf(from),
        codes.byteOffset,
        addressOf(to),
        from.rows,
        from.columns,
        4 * from.stride,
        4 * to.stride,
      ),
    sumOfSquares: ({ values }) => module.sumOfSquares(values.length, values.byteOffset),
  };
}

class WebAssemblyPackedMatrix {
  private readonly panels: Tensor;
  private readonly inner: number;
  private readonly outer: number;

  constructor(
    private readonly module: Exports,
    private readonly values: Matrix,
    private readonly transposed: boolean,
    arena: Arena,
  ) {
    const { rows, columns } = values;
    [this.inner, this.outer] = transposed ? [columns, rows] : [rows, columns];
    this.panels = arena.tensor('packed', Math.ceil(this.outer / 8), this.inner, 8);
  }

  pack(): void {
    const { module, values, transposed, inner, outer, panels } = this;
    const row = 4 * values.stride;
    const [innerStep, outerStep] = transposed ? [4, row] : [row, 4];
    module.pack(inner, outer, addressOf(values), innerStep, outerStep, panels.values.byteOffset);
  }

  multiply(a: Matrix, c: Matrix, accumulate: boolean): void {
    this.module.multiply(
      c.rows,
      this.outer,
      this.inner,
      addressOf(a),
      4 * a.stride,
      this.panels.values.byteOffset,
      addressOf(c),
      4 * c.stride,
      accumulate,
    );
  }
}

function addressOf({ tensor, at }: Matrix): number {
  return tensor.values.byteOffset + 4 * at;
}

function at(tensor: Tensor): number {
  return tensor.values.byteOffset;
}

function updates(module: Exports): Pick<Kernels, 'sgd' | 'rmsprop' | 'adam' | 'adamw'> {
  /** @param apart whether the weights decay separately from the gradient, as in AdamW */
  const adam =
    (apart: boolean): UpdateKernel =>
    (parameter, gradient, [first, second], settings) => {
      const { learningRate, beta1, beta2, eps, weightDecay, update, gradientScale } = settings;
      module.adam(
        parameter.size,
        at(parameter),
        at(gradient),
        at(first),
        at(second),
        beta1,
        1 - beta1,
        beta2,
        1 - beta2,
        learningRate / (1 - beta1 ** update),
        1 / Math.sqrt(1 - beta2 ** update),
        eps,
        apart ? 0 : weightDecay,
        apart ? 1 - learningRate * weightDecay : 1,
        gradientScale,
      );
    };
  return {
    sgd: (parameter, gradient, [velocity], { learningRate, momentum, weightDecay, update, gradientScale }) =>
      module.sgd(
        parameter.size,
        at(parameter),
        at(gradient),
        momentum > 0 ? at(velocity) : 0,
        learningRate,
        momentum,
        weightDecay,
        update === 1,
        gradientScale,
      ),
    rmsprop: (parameter, gradient, [square, velocity], settings) => {
      const { learningRate, momentum, alpha, eps, weightDecay, gradientScale } = settings;
      module.rmsprop(
        parameter.size,
        at(parameter),
        at(gradient),
        at(square),
        momentum > 0 ? at(velocity) : 0,
        learningRate,
        momentum,
        alpha,
        1 - alpha,
        eps,
        weightDecay,
        gradientScale,
      );
    },
    adam: adam(false),
    adamw: adam(true),
  };
}
