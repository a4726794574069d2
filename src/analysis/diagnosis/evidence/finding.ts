/** The result of a diagnosis: one finding per fault, with its measurements and possible changes. */
import type { KeyEdit } from '../../../config/edit';
import type { Rule } from '../../../notation/findings';

/**
 * `error`: training broke off. `warning`: the fault holds learning back. `information`: the fault is there,
 * but no harm is visible.
 */
export type Severity = 'error' | 'warning' | 'information';

/** A number that was measured, under a name of its own in this finding. */
export interface Measure {
  readonly name: string;
  /** The value, which is finite. */
  readonly value: number;
  /**
   * `steps`, `updates`, `units`, `1/step`; `1` for a ratio or share; `loss` for the unit of the run's loss.
   */
  readonly unit: string;
}

export interface Fix {
  /** Name of the change, as on a button: `Use an LSTM with forget bias 1`. */
  readonly title: string;
  readonly edits: readonly KeyEdit[];
}

export interface Finding {
  readonly rule: Rule;
  readonly severity: Severity;
  /** One plain sentence, with numbers. */
  readonly sentence: string;
  readonly evidence: readonly Measure[];
  /**
   * Time steps of the watched sequences that it concerns, counted from 0 as in a trace, both ends included.
   */
  readonly steps?: { readonly from: number; readonly to: number };
  /** Name of the layer, as in a trace: `l0`, `l1_reverse`, `decoder.l0`. */
  readonly layer?: string;
  /** Index of the unit, from 0, where it concerns a single one. */
  readonly unit?: number;
  /** Letter of the gate, as in a trace's names. */
  readonly gate?: string;
  /**
   * The config key that it concerns; a reader takes the nearest parent that exists where the file does not
   * set the key.
   */
  readonly key: readonly string[];
  readonly fixes: readonly Fix[];
}

export function fix(
  title: string,
  ...edits: readonly (readonly [key: string, value: KeyEdit['value']])[]
): Fix {
  return { title, edits: edits.map(([key, value]) => ({ key: key.split('.'), value })) };
}

/** The learning rates that a fix sets. */
export function ratesOf({ edits }: Fix): number[] {
  return edits.flatMap(({ key, value }) =>
    key.at(-1) === 'learningRate' && typeof value === 'number' ? value : [],
  );
}

/**
 * Makes measures of `[value, unit]` by name, in order. A value that is null, undefined or not finite was not
 * measured and is left out.
 */
export function measures(
  found: Readonly<Record<string, readonly [value: number | null | undefined, unit: string]>>,
): Measure[] {
  return Object.entries(found).flatMap(([name, [value, unit]]) =>
    typeof value === 'number' && Number.isFinite(value) ? [{ name, value, unit }] : [],
  );
}
