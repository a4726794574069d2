/**
 * The variables under a scope or another variable: names, values, and the children that they open to. Pure.
 */
import { describe } from './expressions/describe';
import type { Names } from './expressions/names';
import { type Value, vector } from './expressions/value';

/** A variable, before it has a reference. */
export interface Variable {
  readonly name: string;
  readonly value: string;
  readonly type?: string;
  /** An expression that has this value at the step of the frame. */
  readonly expression?: string;
  readonly children?: Children;
  /** Computed only when it is opened. */
  readonly isLazy?: boolean;
  /** Where a value that is typed for it goes; absent where none can be set. */
  readonly target?: Target;
}

/** A place whose value can be set: a tensor of the recording at the step of the frame. */
export interface Target {
  readonly tensor: string;
  /** An element of the tensor; null: all of them. */
  readonly unit: number | null;
  /** Turns a value that is typed into one that the network is fed. */
  readonly toFed?: (typed: number) => number;
}

export interface Children {
  /** Number of elements, which are listed in pages; 0 for children that have names. */
  readonly indexed: number;
  /** @param from index of the first element, where the children are elements */
  list(from: number, count: number): readonly Variable[];
}

/**
 * A value as a variable.
 * @param tensor the tensor that its elements are set in; undefined: they cannot be set
 */
export function variableOf(name: string, value: Value, expression = name, tensor?: string): Variable {
  const { text, type } = describe(value);
  return {
    name,
    value: text,
    type,
    expression,
    children: childrenOf(value, expression, tensor),
    ...(tensor === undefined ? {} : { target: { tensor, unit: null } }),
  };
}

/** The value of a name as a variable; empty where it has no value at the step. */
export function namedVariable(
  names: Names,
  name: string,
  step: number,
  tensor?: string,
): readonly Variable[] {
  const value = names.value(name, step);
  return value === undefined ? [] : [variableOf(name, value, name, tensor)];
}

/** Children that have names. @param list computes them each time that they are opened */
export function group(list: () => readonly Variable[]): Children {
  return { indexed: 0, list };
}

function childrenOf(value: Value, expression: string, tensor?: string): Children | undefined {
  if (typeof value !== 'object') {
    return undefined;
  }
  const elements = (count: number, at: (index: number) => Variable): Children => ({
    indexed: count,
    list: (from, many) =>
      Array.from({ length: Math.max(0, Math.min(many, count - from)) }, (_, i) => at(from + i)),
  });
  switch (value.kind) {
    case 'vector':
      return elements(value.values.length, (index) => ({
        ...variableOf(`[${index}]`, value.values[index], `${expression}[${index}]`),
        ...(value.labels ? { name: `[${index}] ${value.labels[index]}` } : {}),
        ...(tensor === undefined ? {} : { target: { tensor, unit: index } }),
      }));
    case 'matrix': {
      const { rows, columns, values } = value;
      return elements(rows, (row) =>
        variableOf(
          `[${row}]`,
          vector(values.subarray(row * columns, (row + 1) * columns)),
          `${expression}[${row}]`,
        ),
      );
    }
    case 'complexes':
      return elements(value.re.length, (index) =>
        variableOf(
          `[${index}]`,
          { kind: 'complex', re: value.re[index], im: value.im[index] },
          `${expression}[${index}]`,
        ),
      );
    case 'complex':
      return undefined;
  }
}
