/** A config to train and diagnose, with one planted fault or none. */
import type { NamedTensor } from '../../src/formats/safetensors';
import type { Rule } from '../../src/notation/findings';

export type Cell = 'rnn' | 'lstm' | 'gru';
export const cells: readonly Cell[] = ['rnn', 'lstm', 'gru'];

/** Content of the config file; `training.seed` is added for each run. */
export interface Settings {
  readonly data: Readonly<Record<string, unknown>>;
  readonly task?: object;
  readonly model: { readonly cell: Cell; readonly hiddenSize: number } & Readonly<Record<string, unknown>>;
  readonly training: Readonly<Record<string, unknown>>;
  readonly probe?: object;
}

export type Weights = ReadonlyMap<string, NamedTensor>;

export interface Case {
  /** Name in lower case with dashes, as for a folder. */
  readonly name: string;
  /** The planted fault, or the purpose of a healthy config: a few words for the table. */
  readonly what: string;
  readonly settings: Settings;
  /**
   * Changes the weights after the first update, for a fault that no config can set. The training continues
   * with them.
   */
  readonly change?: (weights: Weights, hiddenSize: number) => void;
}

export interface Planted extends Case {
  readonly rule: Rule;
}

/** Sequences watched in every case, so that one odd sequence does not decide. */
export const watched = { sequences: [0, 1, 2] };

/** Returns a case for each cell, made from its settings. */
export function each(
  rule: Rule,
  name: string,
  what: string,
  settings: (cell: Cell) => Settings,
  over: readonly Cell[] = cells,
  change?: Case['change'],
): Planted[] {
  return over.map((cell) => ({
    rule,
    name: `${name}-${cell}`,
    what,
    settings: { probe: watched, ...settings(cell) },
    ...(change ? { change } : {}),
  }));
}

/** The initial weights that a careful user chooses for a cell. */
export function goodStart(cell: Cell): object {
  return cell === 'lstm'
    ? { recurrent: 'orthogonal', input: 'xavier', forgetBias: 1 }
    : { recurrent: 'orthogonal', input: 'xavier' };
}

/** Fills a gate's part of a tensor of all gates, [gates·H]. */
export function fillGate(weights: Weights, name: string, gate: number, H: number, value: number): void {
  const tensor = weights.get(name);
  if (tensor === undefined) {
    throw new Error(`there is no tensor ${name} among ${[...weights.keys()].join(', ')}`);
  }
  tensor.values.fill(value, gate * H, (gate + 1) * H);
}
