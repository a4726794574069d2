/** The result of an expression, or its error and the part of the text that has it. */
import { strict as assert } from 'node:assert';
import { evaluate } from '../../../../src/debug/expressions/evaluate';
import type { Names } from '../../../../src/debug/expressions/names';
import { parseExpression } from '../../../../src/debug/expressions/parse';
import { ExpressionError } from '../../../../src/debug/expressions/problem';
import type { Value } from '../../../../src/debug/expressions/value';
import { names as lstm } from './lstm';

export function valueAt(text: string, step = 7, names: Names = lstm): Value {
  return evaluate(parseExpression(text), names, step);
}

export function numbersAt(text: string, step = 7, names: Names = lstm): number[] {
  const value = valueAt(text, step, names);
  assert.ok(typeof value === 'object' && (value.kind === 'vector' || value.kind === 'matrix'), text);
  return [...value.values];
}

/** The message, and the part of the text that it points at. */
export function fault(text: string, step = 7, names: Names = lstm): { message: string; at: string } {
  try {
    valueAt(text, step, names);
  } catch (error) {
    assert.ok(error instanceof ExpressionError, String(error));
    return { message: error.message, at: text.slice(error.start, error.end) };
  }
  assert.fail(`${text} has a value`);
}
