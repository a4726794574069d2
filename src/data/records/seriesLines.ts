/** Series as the UCR and UEA archives write them, a line each: numbers with gaps, and a label. */
import { DataError } from '../common/dataset';
import { jsonFields, type RecordField } from './fieldChoice';
import type { FieldValue } from './records';

/** The fields of such a file. */
export const seriesFields: readonly RecordField[] = [
  { name: 'x', holds: jsonFields.numbers, only: 'input' },
  { name: 'label', holds: 'a class', only: 'target' },
];

const missing = new Set(['?', 'nan', '']);

/** The numbers of one series; NaN where one is missing. */
export function numbersOf(cells: readonly string[], line: number, file: string): Float64Array {
  return Float64Array.from(cells, (cell) => {
    const text = cell.trim();
    const number = Number(text);
    if (missing.has(text.toLowerCase())) {
      return Number.NaN;
    }
    if (!Number.isFinite(number)) {
      throw new DataError(`line ${line} of ${file}: ${JSON.stringify(text.slice(0, 40))} is not a number`, [
        'data',
        'file',
      ]);
    }
    return number;
  });
}

/**
 * The steps of a series with several dimensions. Missing steps at its end are left out, because the archives
 * fill short series up with them; any other missing number takes the one before it (the first: the one after).
 * @throws DataError where the dimensions have different lengths, or one has no number
 */
export function stepsOf(dimensions: readonly Float64Array[], line: number, file: string): FieldValue {
  const problem = (what: string) => new DataError(`line ${line} of ${file} ${what}`, ['data', 'file']);
  const [first] = dimensions;
  const odd = dimensions.findIndex(({ length }) => length !== first.length);
  if (odd >= 0) {
    throw problem(
      `has ${first.length} steps in dimension 1 and ${dimensions[odd].length} in dimension ${odd + 1}; expected as many in each`,
    );
  }
  const steps =
    Math.max(...dimensions.map((values) => values.findLastIndex((value) => !Number.isNaN(value)))) + 1;
  const width = dimensions.length;
  const values = new Float64Array(steps * width);
  dimensions.forEach((dimension, d) => {
    let last = dimension.find((value) => !Number.isNaN(value));
    if (last === undefined) {
      throw problem(`has no number in dimension ${d + 1}`);
    }
    for (let t = 0; t < steps; t++) {
      last = Number.isNaN(dimension[t]) ? last : dimension[t];
      values[t * width + d] = last;
    }
  });
  return { kind: 'number', steps, width, values };
}

/** A label as a class; a whole number is written as one, so that `1` and `1.0000e+00` are the same class. */
export function labelOf(text: string, line: number, file: string): FieldValue {
  const label = text.trim();
  if (label === '' || label === '?') {
    throw new DataError(`line ${line} of ${file} has no label`, ['data', 'file']);
  }
  return { kind: 'text', text: Number.isSafeInteger(Number(label)) ? String(Number(label)) : label };
}
