/** What is shown under a scope or a variable: names, values, and what can be opened further. Pure. */
import { describe } from './expressions/describe';
import type { Names } from './expressions/names';
import { type Value, vector } from './expressions/value';
import type { Target } from './setting';

/** A variable, before it has a reference. */
export interface Shown {
  readonly name: string;
  readonly value: string;
  readonly type?: string;
  /** An expression that has its value at the step of its frame. */
  readonly expression?: string;
  /** What it opens to. */
  readonly inside?: Inside;
  /** Computed only when it is opened. */
  readonly isLazy?: boolean;
  /** A value that can be set. */
  readonly target?: Target;
}

export interface Inside {
  /** Elements, which are given in pages; 0 where there are only names. */
  readonly indexed: number;
  /** @param from first element, where there are elements */
  list(from: number, count: number): readonly Shown[];
}

/** A value as a variable. @param tensor that its elements are set in */
export function shown(name: string, value: Value, expression = name, tensor?: string): Shown {
  const { text, type } = describe(value);
  return {
    ...{ name, value: text, type, expression, inside: insideOf(value, expression, tensor) },
    ...(tensor === undefined ? {} : { target: { tensor, unit: null } }),
  };
}

/** The value of a name, where there is one. */
export function namedVariable(names: Names, name: string, step: number, tensor?: string): readonly Shown[] {
  const value = names.value(name, step);
  return value === undefined ? [] : [shown(name, value, name, tensor)];
}

/** Names that are listed under a heading. */
export function group(list: () => readonly Shown[]): Inside {
  return { indexed: 0, list };
}

function insideOf(value: Value, expression: string, tensor?: string): Inside | undefined {
  if (typeof value !== 'object') {
    return undefined;
  }
  const elements = (count: number, at: (index: number) => Shown): Inside => ({
    indexed: count,
    list: (from, many) =>
      Array.from({ length: Math.max(0, Math.min(many, count - from)) }, (_, i) => at(from + i)),
  });
  switch (value.kind) {
    case 'vector':
      return elements(value.values.length, (index) => ({
        ...shown(`[${index}]`, value.values[index], `${expression}[${index}]`),
        ...(value.labels ? { name: `[${index}] ${value.labels[index]}` } : {}),
        ...(tensor === undefined ? {} : { target: { tensor, unit: index } }),
      }));
    case 'matrix': {
      const { rows, columns, values } = value;
      return elements(rows, (row) =>
        shown(
          `[${row}]`,
          vector(values.subarray(row * columns, (row + 1) * columns)),
          `${expression}[${row}]`,
        ),
      );
    }
    case 'complexes':
      return elements(value.re.length, (index) =>
        shown(
          `[${index}]`,
          { kind: 'complex', re: value.re[index], im: value.im[index] },
          `${expression}[${index}]`,
        ),
      );
    case 'complex':
      return undefined;
  }
}
