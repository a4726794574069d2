/** The value of a name. */
import { functionOf } from './functions';
import { meant, type Names } from './names';
import { ExpressionError } from './problem';
import type { Name } from './syntax';
import type { Value } from './value';

export function lookUp(part: Name, names: Names, step: number): Value {
  const { name } = part;
  const value = names.value(name, step);
  if (value !== undefined) {
    return value;
  }
  const all = names.list();
  if (all.includes(name)) {
    throw new ExpressionError(`${name} has no value at step ${step}`, part);
  }
  if (functionOf(name)) {
    throw new ExpressionError(`${name} is a function; write ${name}(…)`, part);
  }
  throw new ExpressionError(
    (Object.hasOwn(otherWords, name) ? otherWords[name] : undefined) ??
      `there is no ${name}${meant(name, all)}`,
    part,
  );
}

/** Names that begin with this one and a dot: `W_hh.f` for `W_hh`. */
export function knownParts(name: string, names: Names): string[] {
  return names.list().filter((each) => each.startsWith(`${name}.`));
}

/** Words of other languages, with the words of this one. */
const otherWords: Readonly<Record<string, string>> = {
  this: 'there is no this; write the name of a value, such as h',
  null: 'there is no null; every value is a number, a vector or a matrix',
  undefined: 'there is no undefined; every value is a number, a vector or a matrix',
  NaN: 'no value equals NaN; write !finite(h)',
  Infinity: 'write !finite(h) for values that are not finite',
};
