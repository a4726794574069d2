/** An element of a vector, a row of a matrix. */
import { meant } from './names';
import { ExpressionError } from './problem';
import type { Element } from './syntax';
import { kindText, type Value, vector } from './value';

export function elementOf(of: Value, part: Element, index: Value): Value {
  if (typeof of !== 'object' || of.kind === 'complex') {
    throw new ExpressionError(`this is ${kindText(of)}, which has no elements`, part.of);
  }
  switch (of.kind) {
    case 'vector':
      return of.values[indexOf(index, of.values.length, part, of.labels)];
    case 'complexes': {
      const at = indexOf(index, of.re.length, part);
      return { kind: 'complex', re: of.re[at], im: of.im[at] };
    }
    case 'matrix': {
      const row = indexOf(index, of.rows, part);
      return vector(of.values.subarray(row * of.columns, (row + 1) * of.columns));
    }
  }
}

function indexOf(index: Value, count: number, part: Element, labels: readonly string[] = []): number {
  if (typeof index === 'string' && labels.length > 0) {
    const at = labels.indexOf(index);
    if (at < 0) {
      throw new ExpressionError(`there is no element "${index}"${meant(index, labels)}`, part.index);
    }
    return at;
  }
  if (typeof index !== 'number' || !Number.isInteger(index)) {
    throw new ExpressionError(
      `an index is a whole number from 0 to ${count - 1}; this is ${typeof index === 'number' ? index : kindText(index)}`,
      part.index,
    );
  }
  if (index < 0 || index >= count) {
    throw new ExpressionError(`index ${index} is outside of 0 to ${count - 1}`, part.index);
  }
  return index;
}
