/** What the panel is told of a session: where it stands, what was changed, and the values of both courses. Pure. */
import type { DebuggedPlace, WhatIf, WhatIfChange, WhatIfTensor } from '../protocol/debugged';
import type { Intervention, Recording } from '../protocol/recording';
import type { Pass } from './programCounter';
import type { Runtime } from './runtime';
import { inUnit } from './scopes';
import { stepOfRow } from './timeline';
import { variableOf } from './variables';

/** Of the session's own messages: its changes are counted, and a window makes them out by that. */
export type SentWhatIf = Omit<WhatIf, 'id'> & { readonly version: number };

export function placeOf({ recording, programCounter }: Runtime, pass: Pass): DebuggedPlace {
  const { run, step: update, set, sequence, watched } = recording;
  return { run, update, set, sequence, watched, step: programCounter.at(pass).step };
}

/** Null where nothing is changed. */
export function whatIfOf({ original, recording, version }: Runtime): SentWhatIf | null {
  const { label, step: update, stepLabels, tensors, interventions } = recording;
  return interventions.length === 0
    ? null
    : {
        ...{ version, label, update, stepLabels },
        changes: changesOf(original, interventions),
        tensors: [...tensors].flatMap(([name, { shape }]) => (isTold(name) ? [{ name, shape }] : [])),
      };
}

/** A copy; undefined where there is no such tensor, or something else has been changed meanwhile. */
export function whatIfValues(
  { original, recording, version }: Runtime,
  { of, name }: Pick<WhatIfTensor, 'of' | 'name'>,
  asked: number,
): Float32Array<ArrayBuffer> | undefined {
  const { tensors } = of === 'recorded' ? original : recording;
  const found = asked === version && isTold(name) ? tensors.get(name) : undefined;
  return found && Float32Array.from(found.values);
}

/** What goes into the gates is as large as all else together. */
function isTold(name: string): boolean {
  return !name.endsWith('.preactivation');
}

/** Of each vector what was changed in it: element by element, or together where all of them were. */
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
  const text = (fed: number) => digits(column?.scaling ? inUnit(column.scaling, fed) : Math.fround(fed));
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

/** Without the layer, where there is only one. */
function shortName({ layers: [only, ...others] }: Recording, name: string): string {
  return others.length === 0 && name.startsWith(`${only}.`) ? name.slice(only.length + 1) : name;
}

function digits(value: number): string {
  return variableOf('', value).value;
}
