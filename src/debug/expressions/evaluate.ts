/** The value of an expression at a step. */
import { quantity } from '../../notation/numbers';
import { calculate, compare, compareEach, mapEach, type Sides } from './arithmetic';
import { apply, functionFor, type NamedContext } from './call';
import { elementOf } from './element';
import { lookUp } from './lookUp';
import type { Names } from './names';
import { ExpressionError, type Span } from './problem';
import {
  among,
  arithmeticOperators,
  type Binary,
  comparisonOperators,
  type Expression,
  type OtherStep,
  type Part,
  type Unary,
} from './syntax';
import { isTensor, kindText, type Value } from './value';
import { Work } from './work';

/** Where, in what and at which step a part is evaluated. */
interface Scope extends NamedContext {
  readonly step: number;
}

/**
 * @param step 0 … T − 1
 * @throws ExpressionError with the span of the part that has no value
 */
export function evaluate(expression: Expression, names: Names, step: number): Value {
  const { text, root } = expression;
  return resultOf(root, { text, names, step, work: new Work() });
}

/** Whether a condition holds at a step. */
export function holds(condition: Expression, names: Names, step: number): boolean {
  return isTrue(evaluate(condition, names, step), condition.root);
}

/** A number is true unless it is 0 or NaN. */
export function isTrue(value: Value, span: Span = { start: 0, end: 0 }): boolean {
  switch (typeof value) {
    case 'boolean':
      return value;
    case 'number':
      return value !== 0 && !Number.isNaN(value);
    default:
      throw new ExpressionError(
        `a condition is true, false or a number; this is ${kindText(value)}${isTensor(value) ? ', of which any(…), all(…), mean(…) or norm(…) would do' : ''}`,
        span,
      );
  }
}

function resultOf(part: Part, scope: Scope): Value {
  switch (part.kind) {
    case 'constant':
      return part.value;
    case 'name':
      return lookUp(part, scope.names, scope.step);
    case 'element':
      return elementOf(resultOf(part.of, scope), part, resultOf(part.index, scope));
    case 'call': {
      const called = functionFor(part, scope.names);
      const result = called.conditions ? conditionsOf : resultOf;
      const passed = part.passed.map((each) => ({ value: result(each, scope), span: each }));
      return apply(called, part, passed, scope);
    }
    case 'unary':
      return unary(part, scope);
    case 'binary':
      return binary(part, scope);
    case 'choice':
      return resultOf(isTrue(resultOf(part.test, scope), part.test) ? part.yes : part.no, scope);
    case 'other step':
      return resultOf(part.of, atOtherStep(part, scope));
  }
}

/**
 * Conditions on each element: a comparison of a vector is 1 or 0 for each, and so are `&&`, `||` and `!` of
 * such comparisons. Any other part has its own value.
 */
function conditionsOf(part: Part, scope: Scope): Value {
  if (part.kind === 'other step') {
    return conditionsOf(part.of, atOtherStep(part, scope));
  }
  if (part.kind === 'unary' && part.operator === '!') {
    const each = conditionsOf(part.of, scope);
    return mapEach(truths(each), (value) => (value === 0 ? 1 : 0), '! takes conditions', part.of, scope);
  }
  if (part.kind !== 'binary') {
    return truths(resultOf(part, scope));
  }
  const comparison = among(comparisonOperators, part.operator);
  if (comparison) {
    const sides = sidesOf(part, scope);
    return isTensor(sides.left) || isTensor(sides.right)
      ? compareEach(comparison, sides, scope)
      : truths(compare(comparison, sides, scope));
  }
  if (part.operator !== '&&' && part.operator !== '||') {
    return resultOf(part, scope);
  }
  const left = conditionsOf(part.left, scope);
  const right = conditionsOf(part.right, scope);
  const isBoth = part.operator === '&&';
  // Conditions are numbers that are 0 where they fail, so the smaller of two is 0 where one fails.
  const [l, r] = [left, right].map((side, at) =>
    mapEach(
      side,
      (x) => (x !== 0 ? 1 : 0),
      `${part.operator} takes conditions`,
      at ? part.right : part.left,
      scope,
    ),
  );
  const sides = { left: l, right: r, leftSpan: part.left, rightSpan: part.right, span: part };
  return isBoth
    ? calculate('*', sides, scope)
    : compareEach('>', { ...sides, left: calculate('+', sides, scope), right: 0 }, scope);
}

function truths(value: Value): Value {
  return typeof value === 'boolean' ? Number(value) : value;
}

function atOtherStep({ offset, start, end }: OtherStep, scope: Scope): Scope {
  const step = scope.step + offset;
  const { steps } = scope.names;
  if (step < 0 || step >= steps) {
    const distance = Math.abs(offset);
    throw new ExpressionError(
      `${quantity(distance, 'step')} ${offset < 0 ? 'before' : 'after'} step ${scope.step} is step ${String(step).replace('-', '−')}; the steps are 0 to ${steps - 1}`,
      { start, end },
    );
  }
  return { ...scope, step };
}

function unary(part: Unary, scope: Scope): Value {
  const { operator, of } = part;
  const value = resultOf(of, scope);
  if (operator === '!') {
    return !isTrue(value, of);
  }
  const f = operator === '-' ? (x: number) => -x : (x: number) => x;
  return mapEach(value, f, `${operator} takes numbers, vectors and matrices`, of, scope);
}

function binary(part: Binary, scope: Scope): Value {
  const { left, operator, right } = part;
  if (operator === '&&') {
    return isTrue(resultOf(left, scope), left) && isTrue(resultOf(right, scope), right);
  }
  if (operator === '||') {
    return isTrue(resultOf(left, scope), left) || isTrue(resultOf(right, scope), right);
  }
  const sides = sidesOf(part, scope);
  const arithmetic = among(arithmeticOperators, operator);
  const comparison = among(comparisonOperators, operator);
  if (arithmetic) {
    return calculate(arithmetic, sides, scope);
  }
  if (comparison) {
    return compare(comparison, sides, scope);
  }
  throw new ExpressionError(`there is no operator ${operator}`, part);
}

function sidesOf(part: Binary, scope: Scope): Sides {
  const { left, right } = part;
  return {
    left: resultOf(left, scope),
    right: resultOf(right, scope),
    leftSpan: left,
    rightSpan: right,
    span: part,
  };
}
