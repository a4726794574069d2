/** An optimizer over all weights: its state, clipping, and one update. The formulas are in `update.ts`. */
import type { OptimizerConfig, TrainingConfig } from '../config/schema';
import type { Kernels, UpdateKernel, UpdateSettings } from './kernels/kernels';
import type { Parameters } from './parameters';
import { Arena, type Precision, type Tensor } from './tensor';

export class Optimizer {
  /** State tensors by their names in the checkpoint, `optimizer.<kind>.<weight>`. */
  readonly state = new Map<string, Tensor>();
  private readonly states: Tensor[][];
  private readonly update: UpdateKernel;
  private readonly arena: Arena;

  constructor(
    private readonly config: OptimizerConfig,
    private readonly clip: TrainingConfig['clip'],
    private readonly parameters: Parameters,
    private readonly kernels: Kernels,
    precision: Precision,
  ) {
    this.arena = new Arena(precision, kernels.memory);
    this.update = kernels[config.name];
    this.states = parameters.all.map(({ name, value }) =>
      stateNames(config).map((kind) => {
        const tensor = this.arena.tensor(`optimizer.${kind}.${name}`, ...value.shape);
        this.state.set(tensor.name, tensor);
        return tensor;
      }),
    );
    this.arena.allocate();
  }

  get bytes(): number {
    return this.arena.bytes;
  }

  /**
   * Clips the gradient, by value and then by global norm, and updates the weights.
   * The gradient must be finite: a norm that is not finite would turn every weight into NaN.
   * @param update updates done, this one included
   * @returns the gradient's global 2-norm before clipping, and whether it was changed
   */
  step(update: number, learningRate: number): { gradientNorm: number; clipped: boolean } {
    const gradientNorm = this.gradientNorm();
    let clipped = false;
    let norm = gradientNorm;
    if (this.clip?.value !== undefined && this.clipValues(this.clip.value)) {
      clipped = true;
      norm = this.gradientNorm();
    }
    let gradientScale = 1;
    if (this.clip?.norm !== undefined && norm > this.clip.norm) {
      gradientScale = this.clip.norm / norm;
      clipped = true;
    }
    const { momentum, betas, alpha, eps, weightDecay } = this.config;
    const settings: UpdateSettings = {
      learningRate,
      momentum,
      beta1: betas[0],
      beta2: betas[1],
      alpha,
      eps,
      weightDecay,
      update,
      gradientScale,
    };
    this.parameters.all.forEach(({ value, gradient }, i) => {
      this.update(value, gradient, this.states[i], settings);
    });
    return { gradientNorm, clipped };
  }

  /** √Σ g², in Float64: finite for every finite Float32 gradient. */
  gradientNorm(): number {
    let sum = 0;
    for (const { gradient } of this.parameters.all) {
      sum += this.kernels.sumOfSquares(gradient);
    }
    return Math.sqrt(sum);
  }

  private clipValues(limit: number): boolean {
    let changed = false;
    for (const { gradient } of this.parameters.all) {
      const values = gradient.values;
      for (let j = 0; j < values.length; j++) {
        if (Math.abs(values[j]) > limit) {
          values[j] = Math.sign(values[j]) * limit;
          changed = true;
        }
      }
    }
    return changed;
  }
}

function stateNames({ name, momentum }: OptimizerConfig): string[] {
  const velocity = momentum > 0 ? ['momentum_buffer'] : [];
  switch (name) {
    case 'sgd':
      return velocity;
    case 'rmsprop':
      return ['square_avg', ...velocity];
    case 'adam':
    case 'adamw':
      return ['exp_avg', 'exp_avg_sq'];
  }
}
