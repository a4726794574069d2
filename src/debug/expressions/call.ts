/** Calls of functions. */
import type { Context } from './arithmetic';
import { type Callable, functionNames, functionOf, type Passed } from './functions';
import { knownParts } from './lookUp';
import { meant, type Names } from './names';
import { ExpressionError } from './problem';
import type { Call } from './syntax';
import type { Value } from './value';

export interface NamedContext extends Context {
  readonly names: Names;
}

/** The function that is called, if it takes as many values as are passed. */
export function functionFor(part: Call, names: Names): Callable {
  const { called, passed, start } = part;
  const found = functionOf(called);
  if (found === undefined) {
    throw new ExpressionError(
      names.list().includes(called)
        ? `${called} is a value and no function; an element of it is ${called}[0]`
        : `there is no function ${called}${meant(called, functionNames)}`,
      { start, end: start + called.length },
    );
  }
  if (passed.length === 0 || (passed.length > 1 && !found.several)) {
    throw new ExpressionError(
      `${called} takes ${found.several ? 'one vector, or several numbers' : 'one value'}; here ${passed.length === 0 ? 'is none' : `are ${passed.length}`}`,
      part,
    );
  }
  return found;
}

export function apply(of: Callable, part: Call, passed: readonly Passed[], context: NamedContext): Value {
  try {
    return of.apply(passed, context, part);
  } catch (error) {
    const blocks = error instanceof ExpressionError ? blocksOf(part, context.names) : [];
    if (error instanceof ExpressionError && blocks.length > 0) {
      throw new ExpressionError(
        `${error.message}; each gate has a block of its own: ${blocks.map((each) => `${part.called}(${each})`).join(', ')}`,
        error,
      );
    }
    throw error;
  }
}

/** The names of the blocks of each gate, where a weight of several gates is passed. */
function blocksOf({ called, passed: [only] }: Call, names: Names): string[] {
  const isOfBlocks = called === 'eig' || called === 'radius';
  return isOfBlocks && only.kind === 'name' ? knownParts(only.name, names) : [];
}
