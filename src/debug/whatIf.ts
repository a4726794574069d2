/**
 * The place and the what-if that a session sends the panel: its changes, and the values with and without
 * them. Pure.
 */
import { readableRaw } from '../notation/scaling';
import { parseTensorName } from '../notation/tensorNames';
import type { DebuggedPlace, WhatIf, WhatIfChange, WhatIfTensor } from '../protocol/debugged';
import type { Intervention, Recording } from '../protocol/recording';
import { describe } from './expressions/describe';
import type { Pass } from './programCounter';
import type { Runtime } from './runtime';
import { stepOfRow } from './timeline';

/**
 * A what-if as a session sends it: the window makes an id from the version, which counts the session's
 * changes.
 */
export type SentWhatIf = Omit<WhatIf, 'id'> & { readonly version: number };

export function debuggedPlaceOf({ recording, programCounter }: Runtime, pass: Pass): DebuggedPlace {
  const { run, step: update, set, sequence, watched } = recording;
  return { run, update, set, sequence, watched, step: programCounter.at(pass).step };
}

/** The changes and the names of the tensors; null where nothing is changed. */
export function whatIfOf({ original, recording, version }: Runtime): SentWhatIf | null {
  const { label, step: update, stepLabels, tensors, interventions } = recording;
  return interventions.length === 0
    ? null
    : {
        version,
        label,
        update,
        stepLabels,
        changes: changesOf(original, interventions),
        tensors: [...tensors].flatMap(([name, { shape }]) => (isSent(name) ? [{ name, shape }] : [])),
      };
}

/**
 * A copy of a tensor's values; undefined where there is no such tensor, or something else was changed
 * meanwhile.
 */
export function whatIfValues(
  { original, recording, version }: Runtime,
  { of, name }: Pick<WhatIfTensor, 'of' | 'name'>,
  requested: number,
): Float32Array<ArrayBuffer> | undefined {
  const { tensors } = of === 'recorded' ? original : recording;
  const found = requested === version && isSent(name) ? tensors.get(name) : undefined;
  return found && Float32Array.from(found.values);
}

/** Preactivations are not sent: they are as large as everything else together. */
function isSent(name: string): boolean {
  return parseTensorName(name)?.quantity !== 'preactivation';
}

/** The changes of each vector: element by element, or as one where all its elements were changed. */
function changesOf(original: Recording, interventions: readonly Intervention[]): readonly WhatIfChange[] {
  const vectors = new Map<string, Intervention[]>();
  for (const each of interventions) {
    const key = `${each.name} ${each.step}`;
    vectors.set(key, [...(vectors.get(key) ?? []), each]);
  }
  return [...vectors.values()].flatMap((changes) => {
    const [, size = 1] = original.tensors.get(changes[0].name)?.shape ?? [];
    return size > 1 && changes.length === size
      ? [wholeChange(original, changes)]
      : changes.map((change) => elementChange(original, change));
  });
}

function elementChange(original: Recording, change: Intervention): WhatIfChange {
  const { name, unit, value } = change;
  const column = name === 'x' ? original.inputs[unit] : undefined;
  const text = (fed: number) => digits(column?.scaling ? readableRaw(fed, column.scaling) : Math.fround(fed));
  const what = column?.name ?? `${shortName(original, name)}[${unit}]`;
  const step = stepOfRow(original, name, change.step);
  const words = `${what} at t = ${step}: ${text(value)} (was ${text(recordedAt(original, change))})`;
  return { words, name, step, unit };
}

function wholeChange(original: Recording, changes: readonly Intervention[]): WhatIfChange {
  const [{ name, step: row }] = changes;
  const range = (values: readonly number[]) => {
    const [low, high] = [Math.min(...values), Math.max(...values)].map((value) => digits(Math.fround(value)));
    return low === high ? low : `${low} to ${high}`;
  };
  const step = stepOfRow(original, name, row);
  const now = `${range(changes.map(({ value }) => value))} in all ${changes.length} units`;
  const was = range(changes.map((change) => recordedAt(original, change)));
  return {
    words: `${shortName(original, name)} at t = ${step}: ${now} (was ${was})`,
    name,
    step,
    unit: null,
  };
}

function recordedAt({ tensors }: Recording, { name, step, unit }: Intervention): number {
  const tensor = tensors.get(name);
  return tensor ? tensor.values[step * tensor.shape[1] + unit] : Number.NaN;
}

/** The name of a tensor, without the layer where there is only one. */
function shortName({ layers: [only, ...others] }: Recording, name: string): string {
  return others.length === 0 && name.startsWith(`${only}.`) ? name.slice(only.length + 1) : name;
}

function digits(value: number): string {
  return describe(value).text;
}
