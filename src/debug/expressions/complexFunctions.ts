/** Functions of complex numbers, and functions whose results are complex. */
import type { Context } from './arithmetic';
import { knownEigenvalues, orderedEigenvalues } from './eigenvalues';
import { ExpressionError, type Span } from './problem';
import { type Complexes, kindText, type Value, vector } from './value';

/** |z|; undefined where the value is not complex. */
export function absolute(value: Value): Value | undefined {
  return ofParts(value, (re, im) => Math.hypot(re, im));
}

export function real(value: Value, span: Span): Value {
  return part('re', value, (re) => re, span);
}

export function imaginary(value: Value, span: Span): Value {
  return part('im', value, (_, im) => im, span);
}

export function eigenvaluesOf(name: string, value: Value, span: Span, { work }: Context): Complexes {
  if (typeof value !== 'object' || value.kind !== 'matrix') {
    throw new ExpressionError(
      `${name} takes a square matrix, such as W_hh; this is ${kindText(value)}`,
      span,
    );
  }
  const { rows, columns, values } = value;
  if (rows !== columns || rows === 0) {
    throw new ExpressionError(
      `${name} takes a square matrix; this has ${rows} rows and ${columns} columns`,
      span,
    );
  }
  const known = knownEigenvalues(values);
  if (known) {
    return known;
  }
  work.spend(10 * rows ** 3, span);
  const found = orderedEigenvalues(rows, values);
  if (found === undefined) {
    throw new ExpressionError(`${name} takes finite numbers; this matrix has some that are not`, span);
  }
  return found;
}

/** ρ = max |λ| */
export function radiusOf(value: Value, span: Span, context: Context): number {
  const { re, im } = eigenvaluesOf('radius', value, span, context);
  return Math.hypot(re[0], im[0]);
}

function part(name: string, value: Value, of: (re: number, im: number) => number, span: Span): Value {
  const found = typeof value === 'number' ? of(value, 0) : ofParts(value, of);
  if (found === undefined) {
    throw new ExpressionError(
      `${name} takes complex numbers, such as eig(W_hh); this is ${kindText(value)}`,
      span,
    );
  }
  return found;
}

function ofParts(value: Value, of: (re: number, im: number) => number): Value | undefined {
  if (typeof value !== 'object') {
    return undefined;
  }
  if (value.kind === 'complex') {
    return of(value.re, value.im);
  }
  return value.kind === 'complexes'
    ? vector(Float64Array.from(value.re, (re, j) => of(re, value.im[j])))
    : undefined;
}
