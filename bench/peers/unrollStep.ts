/**
 * One recurrent layer trained by Unroll's engine, a step per line: run by unroll.ts. Requests and answers are those of
 * pytorch.py. The step is the engine's own layers, kernels and optimizer; only the loss, which has no readout, is here.
 */
import { readFileSync } from 'node:fs';
import readline from 'node:readline';
import * as z from 'zod';
import { webAssemblyKernels } from '../../src/engine/kernels/webAssembly';
import { Optimizer } from '../../src/engine/optimizer';
import { Parameters } from '../../src/engine/parameters';
import { cellOf, type NetworkSpec } from '../../src/engine/spec';
import { Stack } from '../../src/engine/stack';
import { Arena } from '../../src/engine/tensor';

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
    /** The loss is that of the last time step alone: all other gradients come back through time. */
    lastStepOnly: z.boolean(),
    adam: z.object({
      learningRate: z.number(),
      beta1: z.number(),
      beta2: z.number(),
      epsilon: z.number(),
    }),
  }),
  z.object({ do: z.literal('step') }),
]);
type Prepare = Extract<z.infer<typeof request>, { do: 'prepare' }>;

let step = (): object => ({ error: 'there is no problem to make a step on yet' });

/** @returns a function that makes one training step */
function prepare({ file, shape, adam, lastStepOnly }: Prepare): () => object {
  const { cell: name, hidden: H, inputs: I, batch: B, steps: T } = shape;
  const spec: NetworkSpec = {
    ...{ cell: name, variant: 'cudnn', activation: 'tanh', bias: true, bidirectional: false },
    ...{ shape: 'many-to-many', layers: 1, dropout: 0, hiddenSize: H },
    ...{ inputSize: I, networkInputSize: I, outputSize: 1 },
    ...{ output: 'identity', loss: 'mse', teacherForcing: true },
  };
  const kernels = webAssemblyKernels();
  const cell = cellOf(spec);
  const parameters = new Parameters(cell, spec, 'float32', kernels.memory);
  const optimizer = new Optimizer(
    {
      ...{
        name: 'adam',
        learningRate: adam.learningRate,
        betas: [adam.beta1, adam.beta2],
        eps: adam.epsilon,
      },
      ...{ momentum: 0, alpha: 0.99, weightDecay: 0 },
    },
    undefined,
    parameters,
    kernels,
    'float32',
  );
  const arena = new Arena('float32', kernels.memory);
  const context = { kernels, interrupt: () => undefined };
  const stack = new Stack(context, cell, parameters.encoder, H, 0, arena, { rows: B, steps: T });
  arena.allocate();
  stack.begin(B, T);
  stack.lengths.fill(T);

  const bytes = readFileSync(file);
  const numbers = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  let at = 0;
  const next = (count: number) => {
    at += count;
    return numbers.subarray(at - count, at);
  };
  const { weightIh, weightHh, biasIh, biasHh } = parameters.encoder[0][0].weights;
  for (const tensor of [weightIh, weightHh, biasIh, biasHh]) {
    tensor?.values.set(next(tensor.size));
  }
  stack.x.values.set(next(T * B * I));
  const target = next(T * B * H).slice();
  let updates = 0;

  return () => {
    const start = performance.now();
    stack.resetState();
    stack.packForward();
    stack.forward(0, T);
    stack.clearGradients();
    const first = lastStepOnly ? (T - 1) * B * H : 0;
    const loss = meanSquaredError(stack.output.values, target, stack.doutput.values, first);
    parameters.clearGradients();
    stack.packBackward(false);
    stack.backward(0, T, false);
    stack.weightGradients();
    updates++;
    optimizer.step(updates, adam.learningRate);
    return { milliseconds: performance.now() - start, loss };
  };
}

/** Of the elements from `first` on; puts its gradient into `gradient`. */
function meanSquaredError(
  output: ArrayLike<number>,
  target: Float32Array,
  gradient: { [at: number]: number },
  first: number,
): number {
  const count = target.length - first;
  const scale = 2 / count;
  let sum = 0;
  for (let j = first; j < target.length; j++) {
    const error = output[j] - target[j];
    sum += error * error;
    gradient[j] = scale * error;
  }
  return sum / count;
}

function answer(line: string): object {
  const asked = request.parse(JSON.parse(line));
  switch (asked.do) {
    case 'about':
      return { node: process.versions.node, kernels: webAssemblyKernels().name };
    case 'prepare':
      step = prepare(asked);
      return {};
    case 'step':
      return step();
  }
}

readline.createInterface({ input: process.stdin }).on('line', (line) => {
  try {
    console.log(JSON.stringify(answer(line)));
  } catch (error) {
    console.log(JSON.stringify({ error: String(error) }));
  }
});
