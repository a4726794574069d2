/** Every build of the kernels, with its precisions. */
import { setFlagsFromString } from 'node:v8';
import type { Kernels } from '../src/engine/kernels/kernels';
import { referenceKernels } from '../src/engine/kernels/reference';
import { webAssemblyKernels } from '../src/engine/kernels/webAssembly';
import type { Precision } from '../src/engine/tensor';

// Node 20 has relaxed SIMD behind this flag; later versions have it anyway.
setFlagsFromString('--experimental-wasm-relaxed-simd');

export interface Build {
  /** Makes new kernels at each call, because their WebAssembly memory only grows. */
  readonly kernels: () => Kernels;
  readonly name: string;
  readonly precision: Precision;
}

export const webAssemblyBuilds: readonly Build[] = (['plain', 'relaxed'] as const).map((build) => ({
  kernels: () => webAssemblyKernels(build),
  name: `WebAssembly (${build})`,
  precision: 'float32',
}));

export const allBuilds: readonly Build[] = [
  { kernels: () => referenceKernels, name: 'reference float64', precision: 'float64' },
  { kernels: () => referenceKernels, name: 'reference float32', precision: 'float32' },
  ...webAssemblyBuilds,
];
