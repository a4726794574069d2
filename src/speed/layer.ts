/**
 * One recurrent layer without a readout, in the sections that threads share: forward over all time steps from
 * a zero state; the loss, the mean over all elements of (h − y)², and back through time; weight gradients.
 */

import type { Kernels } from '../engine/kernels/kernels';
import { doubles } from '../engine/memory';
import { Parameters } from '../engine/parameters';
import { cellOf, type NetworkSpec } from '../engine/spec';
import { Stack } from '../engine/stack';
import { Arena, type Precision, type Tensor } from '../engine/tensor';
import { everything, type Part, type Partition, partOf } from '../engine/threads/partition';
import type { Section } from '../engine/threads/team';
import type { Shape } from './problem';

export interface LayerSettings {
  readonly shape: Shape;
  readonly precision: Precision;
  /** Also computes ∂L/∂x. */
  readonly inputGradient: boolean;
  /** Takes the loss at the last time step only, so that all other gradients come back through time. */
  readonly lastStepOnly: boolean;
}

export class Layer {
  readonly parameters: Parameters;
  readonly stack: Stack;
  /** `[T][B][H]` */
  readonly y: Tensor;
  /** `[B]` each sequence's part of the loss. */
  private readonly losses: Float64Array;
  private own: Part;

  constructor(
    private readonly settings: LayerSettings,
    kernels: Kernels,
    interrupt: () => void,
  ) {
    const { shape, precision } = settings;
    const { hidden: H, batch: B, steps: T } = shape;
    const spec = specOf(shape);
    const cell = cellOf(spec);
    this.parameters = new Parameters(cell, spec, precision, kernels.memory);
    const arena = new Arena(precision, kernels.memory);
    const context = { kernels, interrupt };
    const capacity = { rows: B, steps: T };
    this.stack = new Stack(context, cell, this.parameters.encoder, H, 0, arena, capacity);
    this.y = arena.tensor('y', T, B, H);
    arena.allocate();
    this.losses = doubles(kernels.memory, B);
    this.stack.lengths.fill(T);
    this.own = partOf(everything, B);
    this.take(everything);
  }

  /** @param partition the part of each section that this thread computes from now on */
  take(partition: Partition): void {
    const { batch: B, steps: T } = this.settings.shape;
    this.own = partOf(partition, B);
    this.stack.begin(B, T, partition);
  }

  do(section: Section): void {
    const { stack, settings } = this;
    const { steps: T } = settings.shape;
    switch (section) {
      case 'forward':
        stack.forward(0, T);
        break;
      case 'backward':
        stack.clearGradients();
        this.backFromLoss();
        stack.backward(0, T, settings.inputGradient);
        break;
      case 'weights':
        stack.weightGradients();
    }
  }

  /** The loss, once all threads have finished the section `backward`. */
  get loss(): number {
    return this.losses.reduce((sum, each) => sum + each) / this.lossElements;
  }

  private get lossElements(): number {
    const { hidden: H, batch: B, steps: T } = this.settings.shape;
    return (this.settings.lastStepOnly ? 1 : T) * B * H;
  }

  private backFromLoss(): void {
    const { hidden: H, batch: B, steps: T } = this.settings.shape;
    const h = this.stack.output.values;
    const gradient = this.stack.doutput.values;
    const y = this.y.values;
    const scale = 2 / this.lossElements;
    for (let b = this.own.first; b < this.own.end; b++) {
      let sum = 0;
      for (let t = this.settings.lastStepOnly ? T - 1 : 0; t < T; t++) {
        const row = (t * B + b) * H;
        for (let j = row; j < row + H; j++) {
          const error = h[j] - y[j];
          sum += error * error;
          gradient[j] = scale * error;
        }
      }
      this.losses[b] = sum;
    }
  }
}

/**
 * The network that contains the layer. Its readout, which every network has, is as small as possible and not
 * part of the training step.
 */
function specOf({ cell, hidden, inputs }: Shape): NetworkSpec {
  return {
    cell,
    variant: 'cudnn',
    activation: 'tanh',
    bias: true,
    bidirectional: false,
    shape: 'many-to-many',
    layers: 1,
    dropout: 0,
    hiddenSize: hidden,
    inputSize: inputs,
    networkInputSize: inputs,
    outputSize: 1,
    output: 'identity',
    loss: 'mse',
    teacherForcing: true,
  };
}
