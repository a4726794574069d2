/** In what configs differ, and words for it. */
import { printResolved } from './resolved';
import type { Config } from './schema';

export interface Difference {
  readonly key: readonly string[];
  /** Of each config; undefined where it has no such key. */
  readonly values: readonly unknown[];
}

/** Keys whose values are not the same in all, in the order of the schema. Lists count as one value. */
export function differencesOf(configs: readonly Config[]): Difference[] {
  const objects = configs.map((config): unknown => JSON.parse(printResolved(config)));
  return differencesAt(objects, []);
}

/** `gru, hiddenSize 128`: what one config sets otherwise than the others; what it does not set is left out. @param n its index */
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
