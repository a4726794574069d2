/** Finds a sequence of a run's data by its number in its set, or by a line of the data file. */
import { realpath } from 'node:fs/promises';
import type { Dataset, SetName } from '../../data/common/dataset';
import type { SequenceQuery } from '../../protocol/pickedSequence';
import { InputError } from '../files/inputError';
import type { Observation } from './observation';

export interface ChosenSequence {
  readonly set: SetName;
  readonly sequence: number;
}

/** The set whose sequences are watched in training. */
export function watchedSet({ validation }: Dataset): SetName {
  return validation.count > 0 ? 'validation' : 'training';
}

/** @throws InputError where the set has no such sequence */
export function numberedSequence(
  dataset: Dataset,
  pick: Extract<SequenceQuery, { by: 'sequence' }>,
): ChosenSequence {
  const set = pick.set ?? watchedSet(dataset);
  const { count } = dataset[set];
  if (pick.sequence >= count) {
    throw new InputError(`There is no sequence ${pick.sequence}; the ${set} set has 0 to ${count - 1}.`);
  }
  return { set, sequence: pick.sequence };
}

/**
 * Where a line is part of sequences of both sets, the one of which it is the larger part; the one of the
 * validation set where both are equal.
 */
export async function sequenceOfLine(
  { config, dataset, file }: Observation,
  wanted: string,
  line: number,
): Promise<ChosenSequence> {
  if (file === undefined || (await realpath(wanted).catch(() => wanted)) !== file) {
    const read = config.data.kind === 'task' ? 'a generated task' : `"${config.data.file}"`;
    throw new InputError(`The run that is shown read ${read}, not this file.`);
  }
  const [found] = (['validation', 'training'] as const)
    .flatMap((set) => {
      const holder = dataset[set].atLine?.(line);
      return holder ? [{ set, ...holder }] : [];
    })
    .sort((left, right) => order.indexOf(left.as) - order.indexOf(right.as));
  if (!found) {
    throw new InputError(
      `Line ${line + 1} is a part of no sequence of this run: it holds no row, its row was left out, or no window covers it.`,
    );
  }
  return { set: found.set, sequence: found.sequence };
}

const order = ['last', 'read', 'predicted'];
