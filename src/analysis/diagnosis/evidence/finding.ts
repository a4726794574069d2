/** What a diagnosis says: one finding a fault, with what was measured and what could be changed. */
import type { KeyEdit } from '../../../config/edit';
import type { Rule } from '../../../notation/findings';

/** `error`: training broke off. `warning`: it holds learning back. `information`: it is so, and does no harm that is seen. */
export type Severity = 'error' | 'warning' | 'information';

/** A number that was measured, under a name of its own in this finding. */
export interface Measure {
  readonly name: string;
  /** Finite. */
  readonly value: number;
  /** `steps`, `updates`, `units`, `1/step`; `1` of a ratio or share; `loss` in the unit of the run's loss. */
  readonly unit: string;
}

export interface Fix {
  /** What it does, as on a button: `Use an LSTM with forget bias 1`. */
  readonly title: string;
  readonly edits: readonly KeyEdit[];
}

export interface Finding {
  readonly rule: Rule;
  readonly severity: Severity;
  /** One plain sentence, with numbers. */
  readonly sentence: string;
  readonly evidence: readonly Measure[];
  /** Time steps of the watched sequences it speaks of, counted from 0 as in a trace; both ends belong to it. */
  readonly steps?: { readonly from: number; readonly to: number };
  /** As in a trace's names: `l0`, `l1_reverse`, `decoder.l0`. */
  readonly layer?: string;
  /** The only unit it speaks of, from 0. */
  readonly unit?: number;
  /** Letter, as in a trace's names. */
  readonly gate?: string;
  /** The config key it hangs on; where the file does not set it, its nearest parent that is there. */
  readonly key: readonly string[];
  readonly fixes: readonly Fix[];
}

export function fix(
  title: string,
  ...edits: readonly (readonly [key: string, value: KeyEdit['value']])[]
): Fix {
  return { title, edits: edits.map(([key, value]) => ({ key: key.split('.'), value })) };
}

/** Measures by name, in order: `[value, unit]`. What is null, undefined or not finite was not measured and is left out. */
export function measures(
  found: Readonly<Record<string, readonly [value: number | null | undefined, unit: string]>>,
): Measure[] {
  return Object.entries(found).flatMap(([name, [value, unit]]) =>
    typeof value === 'number' && Number.isFinite(value) ? [{ name, value, unit }] : [],
  );
}
