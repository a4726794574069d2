/** One recurrent layer at the size people train, from one seed, and its gradients by the engine: for large.json. */
import type { Kernels } from '../../src/engine/kernels/kernels';
import { Parameters } from '../../src/engine/parameters';
import { cellOf, type NetworkSpec } from '../../src/engine/spec';
import { Stack } from '../../src/engine/stack';
import { Arena, type Floats, type Precision } from '../../src/engine/tensor';
import { makeProblem, type Problem } from '../problem';

export const cells = ['rnn', 'lstm', 'gru'] as const;

export interface LargeReference {
  readonly torch: string;
  readonly loss: number;
  /** By PyTorch's names, without the layer; `values` are each `every`th of the gradient. */
  readonly gradients: Readonly<Record<string, { largest: number; values: number[] }>>;
}

/** Of each gradient so many are kept: a prime, so that they come from all columns. */
export const every = 97;

export function largeProblem(cell: (typeof cells)[number]): Problem {
  return makeProblem({ cell, hidden: 128, inputs: 8, batch: 4, steps: 100 });
}

/** Loss and gradients as the engine has them. */
export function largeGradients(
  { shape, x, y, ...weights }: Problem,
  kernels: Kernels,
  precision: Precision,
): { loss: number; gradients: Record<string, Floats> } {
  const { cell: name, hidden: H, inputs: I, batch: B, steps: T } = shape;
  const spec: NetworkSpec = {
    ...{ cell: name, variant: 'cudnn', activation: 'tanh', bias: true, bidirectional: false },
    ...{ shape: 'many-to-many', layers: 1, dropout: 0, hiddenSize: H },
    ...{ inputSize: I, networkInputSize: I, outputSize: 1 },
    ...{ output: 'identity', loss: 'mse', teacherForcing: true },
  };
  const cell = cellOf(spec);
  const parameters = new Parameters(cell, spec, precision, kernels.memory);
  const arena = new Arena(precision, kernels.memory);
  const context = { kernels, interrupt: () => undefined };
  const stack = new Stack(context, cell, parameters.encoder, H, 0, arena, { rows: B, steps: T });
  arena.allocate();
  stack.begin(B, T);
  stack.lengths.fill(T);
  const [[layer]] = parameters.encoder;
  for (const part of ['weightIh', 'weightHh', 'biasIh', 'biasHh'] as const) {
    layer.weights[part]?.values.set(weights[part]);
  }
  stack.x.values.set(x);
  stack.packForward();
  stack.forward(0, T);
  stack.clearGradients();
  let loss = 0;
  y.forEach((target, j) => {
    const error = stack.output.values[j] - target;
    loss += (error * error) / y.length;
    stack.doutput.values[j] = (2 * error) / y.length;
  });
  stack.packBackward(true);
  stack.backward(0, T, true);
  stack.weightGradients();
  const { weightIh, weightHh, biasIh, biasHh } = layer.gradients;
  const gradients: Record<string, Floats> = {
    weight_ih: weightIh.values,
    weight_hh: weightHh.values,
    x: stack.dx.values,
  };
  if (biasIh && biasHh) {
    gradients.bias_ih = biasIh.values;
    gradients.bias_hh = biasHh.values;
  }
  return { loss, gradients };
}
