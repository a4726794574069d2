/** A parsed expression: its text and its tree, each part of which knows where it stands in the text. */
import type { Span } from './problem';

export interface Expression {
  readonly text: string;
  readonly root: Part;
}

export type Part = Constant | Name | Element | Call | Unary | Binary | Choice | OtherStep;

export interface Constant extends Span {
  readonly kind: 'constant';
  readonly value: number | boolean | string;
}

/** Dotted: `gate.f`. */
export interface Name extends Span {
  readonly kind: 'name';
  readonly name: string;
}

/** `of[index]` */
export interface Element extends Span {
  readonly kind: 'element';
  readonly of: Part;
  readonly index: Part;
}

export interface Call extends Span {
  readonly kind: 'call';
  readonly called: string;
  readonly passed: readonly Part[];
}

export interface Unary extends Span {
  readonly kind: 'unary';
  readonly operator: UnaryOperator;
  readonly of: Part;
}

export interface Binary extends Span {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Part;
  readonly right: Part;
}

/** `test ? yes : no` */
export interface Choice extends Span {
  readonly kind: 'choice';
  readonly test: Part;
  readonly yes: Part;
  readonly no: Part;
}

/** `of@offset`: its value that many steps later, earlier where negative. */
export interface OtherStep extends Span {
  readonly kind: 'other step';
  readonly of: Part;
  readonly offset: number;
}

export const unaryOperators = ['-', '+', '!'] as const;
export type UnaryOperator = (typeof unaryOperators)[number];

export const arithmeticOperators = ['+', '-', '*', '/', '%', '**'] as const;
export type ArithmeticOperator = (typeof arithmeticOperators)[number];

export const comparisonOperators = ['==', '!=', '<', '<=', '>', '>='] as const;
export type ComparisonOperator = (typeof comparisonOperators)[number];

export const logicOperators = ['&&', '||'] as const;
export type LogicOperator = (typeof logicOperators)[number];

export type BinaryOperator = ArithmeticOperator | ComparisonOperator | LogicOperator;

/** The one of `all` that is written, with its type. */
export function among<T extends string>(all: readonly T[], written: string): T | undefined {
  return all.find((one) => one === written);
}
