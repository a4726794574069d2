/** Operators on values: element by element, a single number with each element. */
import { ExpressionError, type Span } from './problem';
import type { ArithmeticOperator, ComparisonOperator } from './syntax';
import { isTensor, kindText, matrix, type Value, vector } from './value';
import type { Work } from './work';

/**
 * The context in which an expression is computed: the work that is left to spend, and its text for messages.
 */
export interface Context {
  readonly text: string;
  readonly work: Work;
}

const operations: Readonly<Record<ArithmeticOperator, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '**': (a, b) => a ** b,
};

const comparisons: Readonly<Record<ComparisonOperator, (a: number, b: number) => boolean>> = {
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

/** The operands and where they stand. */
export interface Sides {
  readonly left: Value;
  readonly right: Value;
  readonly leftSpan: Span;
  readonly rightSpan: Span;
  readonly span: Span;
}

export function calculate(operator: ArithmeticOperator, sides: Sides, context: Context): Value {
  return pairwise(operations[operator], `${operator} takes numbers, vectors and matrices`, sides, context);
}

/** @returns for each element, 1 where it holds and 0 where it does not */
export function compareEach(operator: ComparisonOperator, sides: Sides, context: Context): Value {
  const holds = comparisons[operator];
  return pairwise(
    (a, b) => (holds(a, b) ? 1 : 0),
    `${operator} compares numbers, vectors and matrices`,
    sides,
    context,
  );
}

/** Compares two numbers; for equality also two texts, or two of true and false. */
export function compare(operator: ComparisonOperator, sides: Sides, { text }: Context): boolean {
  const { left, right, span, leftSpan, rightSpan } = sides;
  if (typeof left === 'number' && typeof right === 'number') {
    return comparisons[operator](left, right);
  }
  if ((operator === '==' || operator === '!=') && typeof left === typeof right && typeof left !== 'object') {
    return (left === right) === (operator === '==');
  }
  if (isTensor(left) || isTensor(right)) {
    const tensor = isTensor(left) ? leftSpan : rightSpan;
    const name = text.slice(tensor.start, tensor.end);
    const whole = text.slice(span.start, span.end);
    throw new ExpressionError(
      `this compares ${kindText(isTensor(left) ? left : right)}; write any(${whole}), all(${whole}) or count(${whole}), or compare one number: mean(${name}), max(${name})`,
      span,
    );
  }
  const [wrong, wrongSpan] = typeof left === 'number' ? [right, rightSpan] : [left, leftSpan];
  throw new ExpressionError(
    operator === '==' || operator === '!='
      ? `${operator} compares two numbers or two texts; these are ${kindText(left)} and ${kindText(right)}`
      : `${operator} compares two numbers; this is ${kindText(wrong)}${complexHint(wrong)}`,
    operator === '==' || operator === '!=' ? span : wrongSpan,
  );
}

/** A function of each element. */
export function mapEach(
  of: Value,
  f: (value: number) => number,
  expected: string,
  span: Span,
  { work }: Context,
): Value {
  if (typeof of === 'number') {
    return f(of);
  }
  if (!isTensor(of)) {
    throw new ExpressionError(`${expected}; this is ${kindText(of)}${complexHint(of)}`, span);
  }
  work.spend(of.values.length * dearest, span);
  const values = new Float64Array(of.values.length);
  for (let at = 0; at < values.length; at++) {
    values[at] = f(of.values[at]);
  }
  return of.kind === 'vector' ? vector(values, of.labels) : matrix(of.rows, of.columns, values);
}

/** Work of an exponential for each element, and of the memory for it. */
const dearest = 20;

function complexHint(value: Value): string {
  return typeof value === 'object' && (value.kind === 'complex' || value.kind === 'complexes')
    ? ', of which abs(…), re(…) and im(…) are real'
    : '';
}

function pairwise(
  f: (a: number, b: number) => number,
  expected: string,
  { left, right, leftSpan, rightSpan, span }: Sides,
  context: Context,
): Value {
  if (typeof left === 'number') {
    return mapEach(right, (b) => f(left, b), expected, rightSpan, context);
  }
  if (typeof right === 'number') {
    return mapEach(left, (a) => f(a, right), expected, leftSpan, context);
  }
  for (const [value, where] of [[left, leftSpan] as const, [right, rightSpan] as const]) {
    if (!isTensor(value)) {
      throw new ExpressionError(`${expected}; this is ${kindText(value)}${complexHint(value)}`, where);
    }
  }
  if (!isTensor(left) || !isTensor(right) || !isSameShape(left, right)) {
    throw new ExpressionError(`these do not fit: ${kindText(left)} and ${kindText(right)}`, span);
  }
  context.work.spend(left.values.length * dearest, span);
  const values = new Float64Array(left.values.length);
  for (let at = 0; at < values.length; at++) {
    values[at] = f(left.values[at], right.values[at]);
  }
  if (left.kind === 'matrix') {
    return matrix(left.rows, left.columns, values);
  }
  return vector(values, left.labels ?? (right.kind === 'vector' ? right.labels : undefined));
}

function isSameShape(left: Value, right: Value): boolean {
  if (!isTensor(left) || !isTensor(right) || left.kind !== right.kind) {
    return false;
  }
  return left.kind === 'matrix' && right.kind === 'matrix'
    ? left.rows === right.rows && left.columns === right.columns
    : left.values.length === right.values.length;
}
