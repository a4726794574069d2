/**
 * Unroll's engine: its layers, WebAssembly kernels and optimizer, in the Node that runs VS Code's extensions
 * (an older Node compiles the same kernels to slower code).
 */
import path from 'node:path';
import * as z from 'zod';
import { root } from '../../test/vscode/folders';
import { installVSCode } from '../../test/vscode/install';
import type { Contender } from './contender';
import { LineChild } from './lineChild';
import { withProblemFile } from './problemFile';

const about = z.object({ node: z.string(), kernels: z.string() });

/** @param lastStepOnly takes the loss of the last time step only */
export async function startUnroll(threads: number, lastStepOnly = false): Promise<Contender> {
  const script = path.join(root, 'dist', 'bench', 'peers', 'unrollStep.js');
  const child = new LineChild('Unroll', (await installVSCode()).node, [script], process.env);
  const { node, kernels } = await child.ask({ do: 'about' }, about);
  return {
    name: `Unroll, ${kernels}, Node ${node}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`,
    differs: lastStepOnly ? 'loss of the last time step alone' : undefined,
    prepare: (problem) =>
      withProblemFile(problem, async (file) => {
        await child.ask({ do: 'prepare', file, shape: problem.shape, threads, lastStepOnly }, z.object({}));
      }),
    step: () => child.step(),
    close: () => child.close(),
  };
}
