/** The functions that an expression can call. */
import { type Context, mapEach } from './arithmetic';
import { absolute, eigenvaluesOf, imaginary, radiusOf, real } from './complexFunctions';
import { ExpressionError, type Span } from './problem';
import { countOf, largest, mean, norm, smallest, standardDeviation, sum } from './statistics';
import { isTensor, kindText, type Numbers, type Value } from './value';

/** An argument, and where it stands. */
export interface Passed {
  readonly value: Value;
  readonly span: Span;
}

export interface Callable {
  /** A description for the documentation and completion. */
  readonly about: string;
  /** Whether more than one number may be passed. */
  readonly several?: boolean;
  /** Whether a comparison of vectors may be passed, as 0 or 1 for each element. */
  readonly conditions?: boolean;
  apply(passed: readonly Passed[], context: Context, span: Span): Value;
}

const functions: Readonly<Record<string, Callable>> = {
  norm: fold('the L2 norm √Σx², of a matrix the Frobenius norm', norm),
  min: { ...fold('the smallest element, or the smallest of several numbers', smallest), several: true },
  max: { ...fold('the largest element, or the largest of several numbers', largest), several: true },
  mean: fold('the mean of the elements', mean),
  sum: fold('the sum of the elements', sum),
  std: fold('the standard deviation √(Σ(x − mean)²/n)', standardDeviation),
  argmax: position('the index of the largest element', largest),
  argmin: position('the index of the smallest element', smallest),
  any: {
    ...fold('whether a condition holds for any element', (values) => values.some((value) => value !== 0)),
    conditions: true,
  },
  all: {
    ...fold('whether a condition holds for all elements', (values) => values.every((value) => value !== 0)),
    conditions: true,
  },
  count: {
    ...fold('for how many elements a condition holds', (values) => countOf(values, (value) => value !== 0)),
    conditions: true,
  },
  length: {
    about: 'how many elements a vector has, or rows a matrix',
    apply: ([{ value, span }]) => {
      if (typeof value === 'object' && value.kind !== 'complex') {
        return value.kind === 'matrix'
          ? value.rows
          : (value.kind === 'vector' ? value.values : value.re).length;
      }
      throw new ExpressionError(`length takes a vector or a matrix; this is ${kindText(value)}`, span);
    },
  },
  finite: fold('whether all elements are finite numbers', (values) => values.every(Number.isFinite)),
  saturated: fold(
    'the share of elements below 0.1 or above 0.9, of a gate',
    (values) => countOf(values, (value) => value < 0.1 || value > 0.9) / values.length,
  ),
  sqrt: each('the square root of each element', Math.sqrt),
  exp: each('e to the power of each element', Math.exp),
  log: each('the natural logarithm of each element', Math.log),
  tanh: each('tanh of each element', Math.tanh),
  sigmoid: each('σ of each element, 1/(1 + e⁻ˣ)', (x) => 1 / (1 + Math.exp(-x))),
  abs: {
    about: 'the size of each element; of a complex number the modulus',
    apply: ([{ value, span }], context) =>
      absolute(value) ?? mapEach(value, Math.abs, 'abs takes numbers, vectors and matrices', span, context),
  },
  re: { about: 'the real part of a complex number', apply: ([{ value, span }]) => real(value, span) },
  im: {
    about: 'the imaginary part of a complex number',
    apply: ([{ value, span }]) => imaginary(value, span),
  },
  eig: {
    about: 'the eigenvalues of a square block of weights, by falling modulus',
    apply: ([{ value, span }], context) => eigenvaluesOf('eig', value, span, context),
  },
  radius: {
    about: 'the spectral radius of a square block of weights, max |λ|',
    apply: ([{ value, span }], context) => radiusOf(value, span, context),
  },
};

export const functionNames: readonly string[] = Object.keys(functions);

export function functionOf(name: string): Callable | undefined {
  return Object.hasOwn(functions, name) ? functions[name] : undefined;
}

/** One number, or one truth, of all elements. */
function fold(about: string, f: (values: Numbers) => number | boolean): Callable {
  return {
    about,
    apply: (passed, { work }, span) => {
      const values = elementsOf(passed, span);
      work.spend(values.length * passes, span);
      return f(values);
    },
  };
}

/** Work of a fold for each element, in multiplications. */
const passes = 3;

function elementsOf(passed: readonly Passed[], span: Span): Numbers {
  const numbers = passed.flatMap(({ value }) => (typeof value === 'number' ? [value] : []));
  if (numbers.length === passed.length) {
    return Float64Array.from(numbers);
  }
  const [{ value }] = passed;
  if (passed.length > 1) {
    const odd = passed.find((each) => typeof each.value !== 'number') ?? passed[0];
    throw new ExpressionError(`of several, each must be a number; this is ${kindText(odd.value)}`, odd.span);
  }
  if (!isTensor(value)) {
    throw new ExpressionError(
      `a number, a vector or a matrix is expected; this is ${kindText(value)}`,
      passed[0].span,
    );
  }
  if (value.values.length === 0) {
    throw new ExpressionError('this has no elements', span);
  }
  return value.values;
}

function each(about: string, f: (value: number) => number): Callable {
  return {
    about,
    apply: ([{ value, span }], context) =>
      mapEach(value, f, 'a number, a vector or a matrix is expected', span, context),
  };
}

/** Position of the first element with the fold's value; a NaN is both the largest and the smallest. */
function position(about: string, f: (values: Numbers) => number): Callable {
  const wanted = fold(about, f);
  return {
    about,
    apply: (passed, context, span) => {
      const [{ value, span: where }] = passed;
      if (typeof value !== 'object' || value.kind !== 'vector') {
        throw new ExpressionError(`a vector is expected; this is ${kindText(value)}`, where);
      }
      const found = wanted.apply(passed, context, span);
      return value.values.findIndex((each) => each === found || (Number.isNaN(each) && Number.isNaN(found)));
    },
  };
}
