/** The offset behind `@`: a number of steps. */
import { ExpressionError, type Span } from './problem';
import type { Part, UnaryOperator } from './syntax';

/**
 * @param sign that stands before it
 * @param steps a constant: a whole number, or arithmetic with whole numbers in parentheses
 */
export function offsetOf(sign: UnaryOperator | undefined, steps: Part, span: Span): number {
  const size = sign === '!' ? undefined : constantOf(steps);
  if (size === undefined || !Number.isSafeInteger(size)) {
    throw new ExpressionError('after @ comes a whole number of steps, as in h@-5', span);
  }
  return sign === '-' ? 0 - size : size;
}

function constantOf(part: Part): number | undefined {
  switch (part.kind) {
    case 'constant':
      return typeof part.value === 'number' ? part.value : undefined;
    case 'unary': {
      const of = constantOf(part.of);
      return of === undefined || part.operator === '!' ? undefined : part.operator === '-' ? -of : of;
    }
    case 'binary': {
      const left = constantOf(part.left);
      const right = constantOf(part.right);
      if (left === undefined || right === undefined) {
        return undefined;
      }
      switch (part.operator) {
        case '+':
          return left + right;
        case '-':
          return left - right;
        case '*':
          return left * right;
        default:
          return undefined;
      }
    }
    default:
      return undefined;
  }
}
