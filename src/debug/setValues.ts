/**
 * Values that a person sets: which can be set, and the interventions with which the sequence is then
 * computed.
 */
import type { Intervention, Recording } from '../protocol/recording';
import { describe } from './expressions/describe';
import { evaluate } from './expressions/evaluate';
import { parseExpression } from './expressions/parse';
import { ExpressionError } from './expressions/problem';
import type { Expression, Part } from './expressions/syntax';
import { kindText, type Value } from './expressions/value';
import type { RecordingNames } from './recordingNames';
import type { Runtime } from './runtime';
import { rowAt } from './timeline';
import type { Target, Variable } from './variables';

/**
 * Sets a variable at a step.
 * @param variable undefined where there is none of this name
 * @param typed an expression
 * @returns its value after that, as text
 * @throws Error with one line where it cannot be set, or not to this value
 */
export function setVariable(
  runtime: Runtime,
  name: string,
  variable: Variable | undefined,
  typed: string,
  step: number,
): string {
  if (!variable?.target) {
    throw new Error(`${name} cannot be set; h, c, gates and inputs can`);
  }
  return setTarget(runtime, variable.target, variable.expression ?? name, typed, step);
}

/** Sets the value that an expression names, such as `h[3]`; otherwise like `setVariable`. */
export function setExpression(runtime: Runtime, expression: string, typed: string, step: number): string {
  const target = targetOf(parseExpression(expression), runtime.names, step);
  return setTarget(runtime, target, expression, typed, step);
}

function setTarget(
  runtime: Runtime,
  target: Target,
  expression: string,
  typed: string,
  step: number,
): string {
  const value = evaluate(parseExpression(typed), runtime.names, step);
  runtime.set(interventionsOf(runtime.recording, target, value, step));
  return describe(evaluate(parseExpression(expression), runtime.names, step)).text;
}

/**
 * The place that `h`, `gate.f[3]`, `l1.c` or `x["wind"]` names at a step.
 * @throws ExpressionError where it cannot be set
 */
function targetOf({ root }: Expression, names: RecordingNames, step: number): Target {
  const [of, index] = root.kind === 'element' ? [root.of, root.index] : [root, undefined];
  const tensor = of.kind === 'name' ? names.settable(of.name, step) : undefined;
  const value = of.kind === 'name' ? names.value(of.name, step) : undefined;
  if (tensor === undefined || typeof value !== 'object' || value.kind !== 'vector') {
    throw new ExpressionError('this cannot be set; x, h, c and gates can, whole or by element', root);
  }
  return { tensor, unit: index === undefined ? null : unitOf(index, value.values.length, value.labels) };
}

/**
 * An intervention for each element that is set: a number sets all of them, a vector sets each to its own
 * value.
 * @throws Error with one line where the value does not fit
 */
function interventionsOf(
  recording: Recording,
  { tensor, unit, toFed }: Target,
  typed: Value,
  step: number,
): readonly Intervention[] {
  const row = rowAt(recording, tensor, step);
  const [, size = 1] = recording.tensors.get(tensor)?.shape ?? [];
  const to = (at: number, value: number): Intervention => ({
    name: tensor,
    step: row ?? step,
    unit: at,
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
