/** Turns jsep's tree, whose operators have no positions, into parts that have them. */
import type jsep from 'jsep';
import { ExpressionError } from './problem';
import {
  among,
  arithmeticOperators,
  type Binary,
  comparisonOperators,
  logicOperators,
  type Part,
} from './syntax';

/**
 * The part of each token. A token is everything that binds tighter than a binary operator: `-gate.f[3]@-1`.
 * Where it begins and ends is known only while it is read, in `token.ts`.
 */
const tokens = new WeakMap<jsep.Expression, Part>();

/** The node that jsep puts into its tree for a token. */
export function tokenNode(part: Part): jsep.Expression {
  const node = { type: 'Token' };
  tokens.set(node, part);
  return node;
}

export function partOf(node: jsep.Expression, text: string): Part {
  const token = tokens.get(node);
  if (token) {
    return token;
  }
  if (isBinary(node)) {
    return binary(node, text);
  }
  if (isConditional(node)) {
    const [test, yes, no] = [node.test, node.consequent, node.alternate].map((each) => partOf(each, text));
    return { kind: 'choice', test, yes, no, start: test.start, end: no.end };
  }
  throw new ExpressionError('this is no expression', { start: 0, end: text.length });
}

function isBinary(node: jsep.Expression): node is jsep.BinaryExpression {
  return node.type === 'BinaryExpression';
}

function isConditional(node: jsep.Expression): node is jsep.ConditionalExpression {
  return node.type === 'ConditionalExpression';
}

function binary(node: jsep.BinaryExpression, text: string): Binary {
  const left = partOf(node.left, text);
  const right = partOf(node.right, text);
  // Nothing but spaces stands around the operator: what is in parentheses begins and ends with them.
  const start = text.indexOf(node.operator, left.end);
  const span = { start, end: start + node.operator.length };
  const operator =
    among(arithmeticOperators, node.operator) ??
    among(comparisonOperators, node.operator) ??
    among(logicOperators, node.operator);
  if (operator === undefined) {
    const instead = otherwise[node.operator];
    throw new ExpressionError(
      `there is no operator ${node.operator}${instead === undefined ? '' : `; ${instead}`}`,
      span,
    );
  }
  if (operator === '**' && left.kind === 'unary' && text[left.start] !== '(') {
    throw new ExpressionError(
      `${left.operator}a ** b can be read in two ways; write ${left.operator}(a ** b) or (${left.operator}a) ** b`,
      { start: left.start, end: span.end },
    );
  }
  return { kind: 'binary', operator, left, right, start: left.start, end: right.end };
}

/** Operators that jsep knows and this language does not. */
const otherwise: Readonly<Record<string, string>> = {
  '===': 'write == for equal',
  '!==': 'write != for not equal',
  '|': 'write || for or',
  '&': 'write && for and',
  '^': 'write ** for a power',
  '<<': 'write < for less',
  '>>': 'write > for greater',
  '>>>': 'write > for greater',
  '??': 'write || for or',
};
