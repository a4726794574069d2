/** The losses of a training's batches. */
import type { UpdateEvent } from '../../../engine/training';
import type { Examined } from './examine';
import { mean } from './statistics';

/**
 * The loss of each batch, in order. With truncated backpropagation a batch takes an update for each of its
 * pieces, and a piece without anything to predict is easier than one that is full of it: only their mean can be
 * compared with that of another batch. Where the number of pieces differs from batch to batch, the mean of each
 * epoch is all that can be compared.
 */
export function batchLosses({ evidence, probes, updates }: Examined): number[] {
  const { task, training } = evidence.config;
  const { truncate } = training;
  if (truncate === undefined || task.shape !== 'many-to-many') {
    return updates.map(({ loss }) => loss);
  }
  const lengths = new Set(probes.map((tensors) => Math.ceil((tensors.get('x')?.shape[0] ?? 0) / truncate)));
  const [pieces] = lengths;
  return lengths.size === 1 && pieces > 0
    ? means(updates, ({ step }) => Math.floor((step - 1) / pieces))
    : means(updates, ({ epoch }) => epoch);
}

/** The mean loss of each group of updates, in order. */
function means(updates: readonly UpdateEvent[], groupOf: (update: UpdateEvent) => number): number[] {
  const groups = new Map<number, number[]>();
  for (const update of updates) {
    const group = groupOf(update);
    groups.set(group, [...(groups.get(group) ?? []), update.loss]);
  }
  return [...groups.values()].map(mean);
}
