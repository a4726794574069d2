/** The environment of a measurement: machine, system, Node, and the kernels that compute there. */
import os from 'node:os';
import type { Build } from '../engine/kernels/kernels';
import { fastestBuild, isSupported } from '../engine/kernels/webAssembly';
import { quantity } from '../notation/numbers';

export interface Machine {
  /** Name of the processor, as the system gives it. */
  readonly cpu: string;
  /** Cores that this process may use. */
  readonly cores: number;
  readonly memoryBytes: number;
  /** Platform, architecture and release: `linux x64 6.1.0`. */
  readonly system: string;
  readonly node: string;
  readonly unroll: string;
  /** Whether this Node can run each build of the kernels. */
  readonly builds: Readonly<Record<Build, boolean>>;
  /** The build that is used for training. */
  readonly kernels: Build;
}

export function thisMachine(): Machine {
  return {
    cpu: os.cpus().at(0)?.model.trim() || 'unknown processor',
    cores: os.availableParallelism(),
    memoryBytes: os.totalmem(),
    system: `${os.platform()} ${os.arch()} ${os.release()}`,
    node: process.versions.node,
    unroll: UNROLL_VERSION,
    builds: { plain: isSupported('plain'), relaxed: isSupported('relaxed') },
    kernels: fastestBuild(),
  };
}

/** `AMD EPYC, 2 cores, 23.5 GB, linux x64 6.1.0, Node 22.4.0; Unroll 0.1.0, kernels: relaxed` */
export function describeMachine({ cpu, cores, memoryBytes, system, node, unroll, kernels }: Machine): string {
  const processors = quantity(cores, 'core');
  const memory = `${(memoryBytes / 2 ** 30).toFixed(1)} GB`;
  return `${cpu}, ${processors}, ${memory}, ${system}, Node ${node}; Unroll ${unroll}, kernels: ${kernels}`;
}
