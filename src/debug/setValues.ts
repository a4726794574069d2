/** Values that a person sets: what can be set, and what is to be computed with then. Pure. */
import type { Intervention, Recording } from '../protocol/recording';
import { ExpressionError } from './expressions/problem';
import type { Expression, Part } from './expressions/syntax';
import { kindText, type Value } from './expressions/value';
import type { RecordingNames } from './recordingNames';
import { rowAt } from './timeline';

/** What can be set: a tensor of the recording at a step, one element of it or (null) all; `toFed` turns what is typed into it. */
export interface Target {
  readonly tensor: string;
  readonly unit: number | null;
  readonly toFed?: (typed: number) => number;
}

/** That of `h`, `gate.f[3]`, `l1.c`, `x["wind"]` at a step. @throws ExpressionError of what cannot be set */
export function targetOf({ root }: Expression, names: RecordingNames, step: number): Target {
  const [of, index] = root.kind === 'element' ? [root.of, root.index] : [root, undefined];
  const tensor = of.kind === 'name' ? names.settable(of.name, step) : undefined;
  const value = of.kind === 'name' ? names.value(of.name, step) : undefined;
  if (tensor === undefined || typeof value !== 'object' || value.kind !== 'vector') {
    throw new ExpressionError('this cannot be set; x, h, c and gates can, whole or by element', root);
  }
  return { tensor, unit: index === undefined ? null : unitOf(index, value.values.length, value.labels) };
}

/**
 * One for each element: a number is set to all of them, a vector to each its own.
 * @throws Error with one line where the value does not fit
 */
export function interventionsOf(
  recording: Recording,
  { tensor, unit, toFed }: Target,
  typed: Value,
  step: number,
): readonly Intervention[] {
  const row = rowAt(recording, tensor, step);
  const [, size = 1] = recording.tensors.get(tensor)?.shape ?? [];
  const to = (at: number, value: number): Intervention => ({
    ...{ name: tensor, step: row ?? step, unit: at },
    value: toFed ? toFed(value) : value,
  });
  if (typeof typed === 'number') {
    return unit === null ? Array.from({ length: size }, (_, at) => to(at, typed)) : [to(unit, typed)];
  }
  if (unit === null && typeof typed === 'object' && typed.kind === 'vector' && typed.values.length === size) {
    return Array.from(typed.values, (value, at) => to(at, value));
  }
  throw new Error(
    `${kindText(typed)} cannot be set here; valid: a number${unit === null ? `, or a vector of ${size}` : ''}`,
  );
}

function unitOf(index: Part, size: number, labels: readonly string[] | undefined): number {
  if (index.kind === 'constant') {
    const unit = typeof index.value === 'string' ? (labels?.indexOf(index.value) ?? -1) : index.value;
    if (typeof unit === 'number' && Number.isInteger(unit) && unit >= 0 && unit < size) {
      return unit;
    }
  }
  throw new ExpressionError(`there is no such element to set; valid: 0 to ${size - 1}`, index);
}
