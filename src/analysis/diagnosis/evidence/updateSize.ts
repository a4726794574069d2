/**
 * The size of an update relative to the weights, by which a learning rate can be judged whatever the loss is.
 */
import type { Config } from '../../../config/schema';
import type { UpdateEvent } from '../../../engine/training';
import type { TensorFile } from '../../../formats/safetensors';
import { median } from './statistics';

/**
 * ‖Δθ‖/‖θ‖ over all weights, at the config's learning rate η: for Adam from its state at the checkpoint,
 * `Δθ = η·m̂/√v̂`; for RMSProp without momentum from the number of weights, since `Δθ = η·g/√v` and v is the
 * mean of g²; for plain SGD from the median norm of the gradient, after clipping by norm. Null where none of
 * these applies.
 */
export function updateRatio(
  { training }: Config,
  { tensors, metadata }: TensorFile,
  updates: readonly UpdateEvent[],
): number | null {
  const { name, learningRate, betas, momentum, eps } = training.optimizer;
  const step = Number(metadata.step ?? 0);
  if (step === 0 || updates.length === 0) {
    return null;
  }
  let weights = 0;
  let changes = 0;
  for (const [weight, { values }] of tensors) {
    const m = tensors.get(`optimizer.exp_avg.${weight}`)?.values;
    const v = tensors.get(`optimizer.exp_avg_sq.${weight}`)?.values;
    if (/^(rnn|decoder|readout)\./.test(weight)) {
      weights += sumOfSquares(values);
      changes += name === 'rmsprop' && momentum === 0 ? values.length : 0;
    }
    if (m && v) {
      const [first, second] = [1 - betas[0] ** step, 1 - betas[1] ** step];
      for (let j = 0; j < m.length; j++) {
        changes += (m[j] / first / (Math.sqrt(v[j] / second) + eps)) ** 2;
      }
    }
  }
  if (name === 'sgd' && momentum === 0) {
    const norm = median(updates.map(({ gradientNorm }) => gradientNorm));
    changes = Math.min(norm, training.clip?.norm ?? norm) ** 2;
  }
  return weights > 0 && changes > 0 ? learningRate * Math.sqrt(changes / weights) : null;
}

function sumOfSquares(values: ArrayLike<number>): number {
  let sum = 0;
  for (let j = 0; j < values.length; j++) {
    sum += values[j] * values[j];
  }
  return sum;
}
