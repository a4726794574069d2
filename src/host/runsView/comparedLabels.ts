/** Labels of runs in a comparison: their name in the list and the differences of their configs. */
import { differencesOf, differenceText } from '../../config/differences';
import type { RunSummary } from '../../run/files/runSummary';

/** Largest number of keys in a label; more would make it harder to read. */
const mostKeys = 3;
/** Order of the differences by importance: those of the model matter most, those of the data less. */
const order = ['model', 'training', 'task', 'data', 'probe'];

/**
 * Returns labels such as `25 Nov 14:05 (gru, hiddenSize 64)`, preceded by the config's name if the runs have
 * different configs.
 * @param runs the runs, each with its name in the list
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
