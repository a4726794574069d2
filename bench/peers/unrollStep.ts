/**
 * One recurrent layer trained by Unroll's engine. Each request makes one step. Run by unroll.ts. Requests and
 * answers are those of pytorch.py.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import readline from 'node:readline';
import * as z from 'zod';
import { webAssemblyKernels } from '../../src/engine/kernels/webAssembly';
import { prepareLayer, type TrainedLayer } from '../../src/speed/layerStep';
import { problemOf } from '../../src/speed/problem';
import { root } from '../../test/vscode/folders';

const request = z.discriminatedUnion('do', [
  z.object({ do: z.literal('about') }),
  z.object({
    do: z.literal('prepare'),
    file: z.string(),
    shape: z.object({
      cell: z.enum(['rnn', 'lstm', 'gru']),
      hidden: z.int(),
      inputs: z.int(),
      batch: z.int(),
      steps: z.int(),
    }),
    threads: z.int(),
    /** Takes the loss of the last time step only: all other gradients come back through time. */
    lastStepOnly: z.boolean(),
  }),
  z.object({ do: z.literal('step') }),
]);

let layer: TrainedLayer | undefined;

function answer(line: string): object {
  const asked = request.parse(JSON.parse(line));
  switch (asked.do) {
    case 'about':
      return { node: process.versions.node, kernels: webAssemblyKernels().name };
    case 'prepare': {
      const { shape, file, threads, lastStepOnly } = asked;
      layer?.close();
      layer = prepareLayer(problemOf(shape, readFileSync(file)), {
        kernels: webAssemblyKernels(),
        threads,
        lastStepOnly,
        helperFile: path.join(root, 'dist', 'layerHelper.js'),
      });
      return {};
    }
    case 'step':
      return layer?.step() ?? { error: 'there is no problem to make a step on yet' };
  }
}

readline.createInterface({ input: process.stdin }).on('line', (line) => {
  try {
    console.log(JSON.stringify(answer(line)));
  } catch (error) {
    console.log(JSON.stringify({ error: String(error) }));
  }
});
