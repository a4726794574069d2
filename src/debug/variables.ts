/** What is shown under a scope or a variable: names, values, and what can be opened further. Pure. */
import { describe } from './expressions/describe';
import type { Names } from './expressions/names';
import { type Value, vector } from './expressions/value';
import type { Target } from './setValues';

/** A variable, before it has a reference. */
export interface Variable {
  readonly name: string;
  readonly value: string;
  readonly type?: string;
  /** An expression that has its value at the step of its frame. */
  readonly expression?: string;
  /** What it opens to. */
  readonly children?: Children;
  /** Computed only when it is opened. */
  readonly isLazy?: boolean;
  /** A value that can be set. */
  readonly target?: Target;
}

export interface Children {
  /** Elements, which are given in pages; 0 where there are only names. */
  readonly indexed: number;
  /** @param from first element, where there are elements */
  list(from: number, count: number): readonly Variable[];
}

/** A value as a variable. @param tensor that its elements are set in */
export function variableOf(name: string, value: Value, expression = name, tensor?: string): Variable {
  const { text, type } = describe(value);
  return {
    ...{ name, value: text, type, expression, children: childrenOf(value, expression, tensor) },
    ...(tensor === undefined ? {} : { target: { tensor, unit: null } }),
  };
}

/** The value of a name, where there is one. */
export function namedVariable(
  names: Names,
  name: string,
  step: number,
  tensor?: string,
): readonly Variable[] {
  const value = names.value(name, step);
  return value === undefined ? [] : [variableOf(name, value, name, tensor)];
}

/** Names that are listed under a heading. */
export function group(list: () => readonly Variable[]): Children {
  return { indexed: 0, list };
}

export function childrenOf(value: Value, expression: string, tensor?: string): Children | undefined {
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
