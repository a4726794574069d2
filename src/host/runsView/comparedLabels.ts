/** What runs are called when they are held against each other: their name in the list, and in what their configs differ. */
import { differencesOf, differenceText } from '../../config/differences';
import type { RunSummary } from '../../run/files/runSummary';

/** More keys would say less. */
const mostKeys = 3;
/** Of many differences, those of the model say most, and those of the data least. */
const order = ['model', 'training', 'task', 'data', 'probe'];

/**
 * `25 Nov 14:05 (gru, hiddenSize 64)`, with the config's name before it where that is not the same for all.
 * @param runs each with its name in the list
 */
export function comparedLabels(
  runs: readonly (Pick<RunSummary, 'record' | 'config'> & { readonly name: string })[],
): string[] {
  const several = new Set(runs.map(({ record }) => record.name)).size > 1;
  const differences = differencesOf(runs.map(({ config }) => config))
    .toSorted((left, right) => order.indexOf(left.key[0]) - order.indexOf(right.key[0]))
    .slice(0, mostKeys);
  return runs.map(({ name, record }, r) => {
    const whole = several ? `${record.name} ${name}` : name;
    const words = differenceText(differences, r);
    return words === '' ? whole : `${whole} (${words})`;
  });
}
