/**
 * One update of one weight tensor, for each optimizer; formulas and names are those of `torch.optim`.
 * g is the gradient after clipping by norm, θ the weights, η the learning rate, w the weight decay.
 */
import type { UpdateKernel } from './kernels/kernels';

/**
 *     g ← g + w·θ
 *     v ← μ·v + g        (v = g at the first step; without momentum v is g)
 *     θ ← θ − η·v
 */
export const sgd: UpdateKernel = (parameter, gradient, [velocity], settings) => {
  const { learningRate, momentum, weightDecay, update, gradientScale } = settings;
  const theta = parameter.values;
  const gradients = gradient.values;
  const v = momentum > 0 ? velocity.values : null;
  for (let j = 0; j < theta.length; j++) {
    let g = gradientScale * gradients[j] + weightDecay * theta[j];
    if (v) {
      g = update === 1 ? g : momentum * v[j] + g;
      v[j] = g;
    }
    theta[j] -= learningRate * g;
  }
};

/**
 *     g ← g + w·θ
 *     s ← α·s + (1−α)·g²
 *     θ ← θ − η·g/(√s + ε)      (with momentum: v ← μ·v + g/(√s + ε), θ ← θ − η·v)
 */
export const rmsprop: UpdateKernel = (parameter, gradient, [square, velocity], settings) => {
  const { learningRate, momentum, alpha, eps, weightDecay, gradientScale } = settings;
  const theta = parameter.values;
  const gradients = gradient.values;
  const s = square.values;
  const v = momentum > 0 ? velocity.values : null;
  for (let j = 0; j < theta.length; j++) {
    const g = gradientScale * gradients[j] + weightDecay * theta[j];
    s[j] = alpha * s[j] + (1 - alpha) * g * g;
    let change = g / (Math.sqrt(s[j]) + eps);
    if (v) {
      change = momentum * v[j] + change;
      v[j] = change;
    }
    theta[j] -= learningRate * change;
  }
};

/**
 * Kingma and Ba 2015, algorithm 1:
 *
 *     g ← g + w·θ
 *     m ← β₁·m + (1−β₁)·g        v ← β₂·v + (1−β₂)·g²
 *     θ ← θ − η/(1−β₁ᵗ) · m / (√v/√(1−β₂ᵗ) + ε)
 */
export const adam: UpdateKernel = (parameter, gradient, [first, second], settings) => {
  const { learningRate, beta1, beta2, eps, weightDecay, update, gradientScale } = settings;
  const theta = parameter.values;
  const gradients = gradient.values;
  const m = first.values;
  const v = second.values;
  const stepSize = learningRate / (1 - beta1 ** update);
  const rootCorrection = Math.sqrt(1 - beta2 ** update);
  for (let j = 0; j < theta.length; j++) {
    const g = gradientScale * gradients[j] + weightDecay * theta[j];
    m[j] = beta1 * m[j] + (1 - beta1) * g;
    v[j] = beta2 * v[j] + (1 - beta2) * g * g;
    theta[j] -= (stepSize * m[j]) / (Math.sqrt(v[j]) / rootCorrection + eps);
  }
};

/** Loshchilov and Hutter 2019: θ ← (1 − η·w)·θ, then Adam without weight decay in the gradient. */
export const adamw: UpdateKernel = (parameter, gradient, state, settings) => {
  const theta = parameter.values;
  const keep = 1 - settings.learningRate * settings.weightDecay;
  for (let j = 0; j < theta.length; j++) {
    theta[j] *= keep;
  }
  adam(parameter, gradient, state, { ...settings, weightDecay: 0 });
};
