/** The weights of classes in the loss, and the baseline that goes with them. */
import { nearest } from '../config/names';
import type { Config, TaskConfig } from '../config/schema';
import { type Baseline, type BatchBuffer, DataError, type Dataset, type SequenceSet } from './common/dataset';
import { joinNames } from './common/joinNames';

type ClassWeights = NonNullable<TaskConfig['classWeights']>;

const key = ['task', 'classWeights'];

/**
 * The data set with the weights that `task.classWeights` asks for, and a baseline in their unit.
 * @throws DataError where the targets are no classes, or the weights are not those of these classes
 */
export function withClassWeights({ task }: Pick<Config, 'task'>, dataset: Dataset): Dataset {
  const { classWeights: wanted } = task;
  if (wanted === undefined) {
    return dataset;
  }
  if (dataset.targetKind !== 'classes') {
    throw new DataError(
      `task.classWeights: the targets are ${dataset.targetKind === 'values' ? 'numbers' : 'yes/no columns'}, not classes; leave it out`,
      key,
    );
  }
  const training = classCounts(dataset, dataset.training);
  const weights = weightsOf(wanted, dataset.outputNames, training);
  const measured = dataset.validation.count > 0 ? classCounts(dataset, dataset.validation) : training;
  return { ...dataset, classWeights: weights, baseline: weightedBaseline(weights, training, measured) };
}

function weightsOf(wanted: ClassWeights, names: readonly string[], counts: Float64Array): readonly number[] {
  if (wanted === 'balanced') {
    return balancedWeights(counts);
  }
  if (Array.isArray(wanted)) {
    if (wanted.length !== names.length) {
      throw new DataError(
        `task.classWeights: ${wanted.length} weights for ${names.length} classes, which are in this order: ${joinNames(names)}`,
        key,
      );
    }
    return wanted;
  }
  const given = new Map(Object.entries(wanted));
  for (const name of given.keys()) {
    if (!names.includes(name)) {
      const meant = nearest(name, names);
      throw new DataError(
        `task.classWeights: there is no class "${name}"; ${meant === undefined ? 'there are' : `did you mean "${meant}"? There are`} ${joinNames(names)}`,
        [...key, name],
        meant,
      );
    }
  }
  return names.map((name) => given.get(name) ?? 1);
}

/**
 * `w_k = n / (K·n_k)` as scikit-learn's "balanced", over the K classes that training has; the mean weight of
 * a target is 1. A class that training lacks has weight 1.
 */
export function balancedWeights(counts: ArrayLike<number>): readonly number[] {
  const all = Array.from(counts);
  const n = all.reduce((sum, count) => sum + count, 0);
  const K = all.filter((count) => count > 0).length;
  return all.map((count) => (count > 0 ? n / (K * count) : 1));
}

/**
 * Mean weighted cross-entropy, in nats, of always answering with what costs least in training: the classes'
 * frequencies times their weights. One is added to each count (Laplace).
 */
function weightedBaseline(
  weights: readonly number[],
  training: Float64Array,
  measured: Float64Array,
): Baseline {
  const shares = weights.map((weight, k) => weight * (training[k] + 1));
  const total = shares.reduce((sum, share) => sum + share, 0);
  let loss = 0;
  let weighed = 0;
  weights.forEach((weight, k) => {
    loss -= weight * measured[k] * Math.log(shares[k] / total);
    weighed += weight * measured[k];
  });
  return { name: 'class frequencies, weighted', loss: weighed > 0 ? loss / weighed : 0 };
}

/** Counts how often each class is a target. A target counts once for each sequence that has it. */
export function classCounts(dataset: Dataset, set: SequenceSet): Float64Array {
  const { inputSize: I, outputSize: O, shape } = dataset;
  const own = shape === 'one-to-many' || shape === 'encoder-decoder';
  const single = shape === 'many-to-one';
  const steps = single ? 1 : Math.max(1, Math.min(64, Math.floor(2 ** 20 / Math.max(I, O))));
  const batch: BatchBuffer = {
    size: 1,
    steps,
    x: new Float32Array(own ? 0 : steps * I),
    target: new Float32Array(steps * O),
    targetClass: new Int32Array(steps),
    mask: new Uint8Array(steps),
  };
  const counts = new Float64Array(O);
  for (let sequence = 0; sequence < set.count; sequence++) {
    const length = own ? set.outputSteps(sequence) : set.inputSteps(sequence);
    for (let from = single ? length - 1 : 0; from < length; from += steps) {
      const to = Math.min(length, from + steps);
      (own ? set.writeTargets : set.writeInputs).call(set, sequence, from, to, batch, 0);
      for (let t = 0; t < to - from; t++) {
        counts[batch.targetClass[t]] += batch.mask[t];
      }
    }
  }
  return counts;
}
