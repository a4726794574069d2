/** The keys in which configs differ, and their description in words. */
import { printResolved } from './resolved';
import type { Config } from './schema';

export interface Difference {
  readonly key: readonly string[];
  /** The value in each config; undefined where it has no such key. */
  readonly values: readonly unknown[];
}

/**
 * Keys whose values are not the same in all configs, in the order of the schema. A list counts as one value.
 */
export function differencesOf(configs: readonly Config[]): Difference[] {
  const objects = configs.map((config): unknown => JSON.parse(printResolved(config)));
  return differencesAt(objects, []);
}

/**
 * `gru, hiddenSize 128`: the values of one config where it differs from the others; keys that it lacks are
 * left out.
 * @param n index of the config
 */
export function differenceText(differences: readonly Difference[], n: number): string {
  return differences
    .filter(({ values }) => values[n] !== undefined && values[n] !== null)
    .map(({ key, values }) => {
      const value = valueText(values[n]);
      return key.join('.') === 'model.cell' ? value : `${key.at(-1)} ${value}`;
    })
    .join(', ');
}

function differencesAt(values: readonly unknown[], key: readonly string[]): Difference[] {
  if (values.every(isObject)) {
    const names = [...new Set(values.flatMap((object) => Object.keys(object)))];
    return names.flatMap((name) =>
      differencesAt(
        values.map((object) => object[name]),
        [...key, name],
      ),
    );
  }
  const texts = values.map((value) => JSON.stringify(value));
  return texts.every((text) => text === texts[0]) ? [] : [{ key, values }];
}

function valueText(value: unknown): string {
  if (isObject(value)) {
    return Object.entries(value)
      .map(([name, inner]) => `${name} ${valueText(inner)}`)
      .join(' ');
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
